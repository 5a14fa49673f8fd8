"""The losses of all racers, each by colour and dash."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from engine.frames import Racer
from gui.kit.calm import CalmPlot, line, logarithm, nice_ceiling, style
from gui.kit.run_pens import run_color, run_pen
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr

ROOM = 0.05  # above and below the curves


class RacePlot(CalmPlot):
    """Grows by round steps to the right; the finish is a level line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, whole_x=True)
        self.setAccessibleName(tr("The racers' losses"))
        self.axis.log = True
        self._items: list[pg.PlotCurveItem] = []
        self._finish = pg.InfiniteLine(angle=0)
        self._finish.hide()
        self._theme = LIGHT
        self.first = 1  # the number of the first racer among the kept runs
        self.addItem(self._finish)
        self.show_figures(False)

    def show_racers(self, racers: Sequence[Racer], finish: float | None) -> None:
        """Draw them as far as they are, and the loss that is to be reached."""
        self.show_figures(bool(racers))
        while len(self._items) < len(racers):
            self._items.append(pg.PlotCurveItem(pen=self.pen(len(self._items))))
            self.addItem(self._items[-1])
        heights = [np.empty(0), np.array([] if finish is None else logarithm([finish]))]
        for item, racer in zip(self._items, racers, strict=False):
            y = logarithm(racer.losses)
            item.setData(racer.steps.astype(np.float64), y, connect="finite")
            heights.append(y)
        for item in self._items[len(racers) :]:
            item.setData(np.empty(0), np.empty(0))
        self._finish.setVisible(finish is not None)
        if finish is not None:
            self._finish.setPos(float(logarithm([finish])[0]))
        longest = max((int(racer.steps[-1]) for racer in racers if len(racer.steps)), default=1)
        known = np.concatenate(heights)
        known = known[np.isfinite(known)]
        low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
        room = (high - low) * ROOM or 0.5
        self.set_ranges((0, nice_ceiling(longest)), (low - room, high + room))

    def pen(self, place: int) -> QPen:
        """How the curve of one racer is drawn."""
        return run_pen(self.first + place, self._theme, width=2)

    def color(self, place: int) -> str:
        """The colour of one racer."""
        return run_color(self.first + place, self._theme)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        style(self, theme)
        self._finish.setPen(line(theme.muted, dashed=True))
        for place, item in enumerate(self._items):
            item.setPen(self.pen(place))
