"""The losses so far, and those that would come of each value."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from engine.frames import Future
from gui.kit.calm import CalmPlot, line, logarithm, style
from gui.kit.run_pens import ahead_color
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr

Array = NDArray[np.float64]
STYLES = (
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DashDotDotLine,
    Qt.PenStyle.SolidLine,
)
ROOM = 0.05  # above and below the curves


class FuturesPlot(CalmPlot):
    """The way here solid, the ways on by dash and colour, over a logarithmic loss."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, whole_x=True)
        self.setAccessibleName(tr("The losses that would come"))
        self.axis.log = True
        self._past = pg.PlotCurveItem()
        self._ahead: list[pg.PlotCurveItem] = []
        self._theme = LIGHT
        self.addItem(self._past)
        self.show_figures(False)

    def show_futures(self, step: int, past: Array, futures: Sequence[Future]) -> None:
        """Draw the last losses up to ``step``, and those after it."""
        self.clear_futures()
        self.show_figures(True)
        before = logarithm(past)
        self._past.setData(np.arange(step - len(past) + 1, step + 1, dtype=float), before)
        heights = [before]
        for place, future in enumerate(futures):
            item = pg.PlotCurveItem(pen=self.pen(place))
            y = np.concatenate([before[-1:], logarithm(future.losses)])
            x = np.arange(step + 1 - len(before[-1:]), step + 1 + len(future.losses), dtype=float)
            item.setData(x, y, connect="finite")
            self.addItem(item)
            self._ahead.append(item)
            heights.append(y)
        self._fit(step, len(past), max(len(f.losses) for f in futures), np.concatenate(heights))

    def clear_futures(self) -> None:
        """Draw nothing."""
        for item in self._ahead:
            self.removeItem(item)
        self._ahead = []
        self._past.setData(np.empty(0), np.empty(0))
        self.show_figures(False)

    def pen(self, place: int) -> QPen:
        """How the curve of one value is drawn."""
        pen = line(self.color(place), width=2)
        pen.setStyle(STYLES[place % len(STYLES)])
        return pen

    def color(self, place: int) -> str:
        """The colour of one value."""
        return ahead_color(place, self._theme)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        style(self, theme)
        self._past.setPen(line(theme.accent, width=2))
        for place, item in enumerate(self._ahead):
            item.setPen(self.pen(place))

    def _fit(self, step: int, before: int, after: int, heights: Array) -> None:
        known = heights[np.isfinite(heights)]
        low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
        room = (high - low) * ROOM or 0.5
        self.set_ranges((step - before, step + max(after, 1)), (low - room, high + room))
