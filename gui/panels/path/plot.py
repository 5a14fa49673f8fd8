"""The plane of two parameters, and the way that training has gone in it."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from gui.kit.calm import CalmPlot, dots, finite, line, style
from gui.kit.theme import Theme
from gui.kit.words import tr

Array = NDArray[np.float64]
MARGIN = 0.12  # of the way's size, so that its ends are not on the edge


class PathPlot(CalmPlot):
    """A dot a step; the first is hollow, the present one large. It keeps its range while it can."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, whole_x=False)
        self.setAccessibleName(tr("The way of the parameters"))
        self._x: Array = np.empty(0)
        self._y: Array = np.empty(0)
        self._by_hand = False
        self._way = pg.PlotCurveItem()
        self._dots, self._start, self._here = dots(5), dots(9), dots(10)
        for item in (self._way, self._dots, self._start, self._here):
            self.addItem(item)
        self.moved_by_hand.connect(self._on_moved)

    def show_way(self, x: Array, y: Array) -> None:
        """Draw these places in their order; what is not finite is left out."""
        self._x, self._y = finite(x), finite(y)
        known = np.isfinite(self._x) & np.isfinite(self._y)
        self._x, self._y = self._x[known], self._y[known]
        self._way.setData(self._x, self._y)
        self._dots.setData(self._x, self._y)
        self._start.setData(self._x[:1], self._y[:1])
        self._here.setData(self._x[-1:], self._y[-1:])
        if len(self._x) and not self._by_hand:
            self._hold()

    def places(self) -> tuple[Array, Array]:
        """What is drawn."""
        return self._x, self._y

    def nearest(self, x: float, y: float) -> int | None:
        """The index of the place that is closest to a point of the plane."""
        if not len(self._x):
            return None
        (left, right), (bottom, top) = self.view.viewRange()
        size = max(right - left, 1e-300), max(top - bottom, 1e-300)
        return int(np.argmin(((self._x - x) / size[0]) ** 2 + ((self._y - y) / size[1]) ** 2))

    def fit(self) -> None:
        """Show all of the way."""
        self._by_hand = False
        if len(self._x):
            self.set_ranges(_around(self._x), _around(self._y))

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        style(self, theme)
        self._way.setPen(line(theme.accent))
        self._dots.setBrush(pg.mkBrush(theme.accent))
        self._here.setBrush(pg.mkBrush(theme.warning))
        self._start.setBrush(pg.mkBrush(theme.panel))
        self._start.setPen(line(theme.accent, width=2))

    def _hold(self) -> None:
        """Another range only where the way has left it, or fills too little of it."""
        for values, (low, high) in zip((self._x, self._y), self.view.viewRange(), strict=True):
            size, room = float(np.ptp(values)), high - low
            outside = float(values.min()) < low or float(values.max()) > high
            if outside or size < room * 0.2:
                self.set_ranges(_around(self._x), _around(self._y))
                return

    def _on_moved(self) -> None:
        self._by_hand = True


def _around(values: Array) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = (high - low) * MARGIN or max(abs(low) * 0.1, 0.5)
    return low - room, high + room
