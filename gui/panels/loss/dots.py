"""A step on the curves: a line through it, a dot on each, and a hollow one that would be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QPen

from gui.kit.calm import dots, line
from gui.kit.theme import Theme
from gui.model.journal.losses import Floats


class StepDots:
    """Places are those of the axes; what is not finite has no dot."""

    def __init__(self, plot: pg.PlotWidget) -> None:
        self._train, self._test, self.runs = dots(7), dots(7), dots(7)
        self.ghost = dots(11)
        self._cross = pg.InfiniteLine(angle=90)
        self._cross.hide()
        plot.addItem(self._cross)
        for item in (self._test, self.runs, self._train, self.ghost):
            item.setZValue(1)
            plot.addItem(item)

    def show(self, x: float, train: float, test: float, runs: Floats, pens: Sequence[QPen]) -> None:
        """A dot on each curve at one place."""
        _put(self._train, x, train)
        _put(self._test, x, test)
        there = np.isfinite(runs)
        colors = [pen.color() for pen, seen in zip(pens, there, strict=False) if seen]
        brushes = [pg.mkBrush(color) for color in colors]
        self.runs.setData(np.full(int(there.sum()), x), runs[there], brush=brushes)

    def cross(self, x: float | None) -> None:
        """A line through a place; None takes it away."""
        self._cross.setVisible(x is not None)
        if x is not None:
            self._cross.setPos(x)

    def imagine(self, x: float, y: float) -> None:
        """The hollow one."""
        _put(self.ghost, x, y)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._cross.setPen(line(theme.muted))
        self._train.setBrush(pg.mkBrush(theme.accent))
        self._test.setBrush(pg.mkBrush(theme.warning))
        self.ghost.setBrush(pg.mkBrush(None))
        self.ghost.setPen(line(theme.accent, width=2))


def _put(dot: pg.ScatterPlotItem, x: float, y: float) -> None:
    """Have a dot at a place, or nowhere: its own clear() leaves what was there on the screen."""
    there = bool(np.isfinite(y))
    dot.setData([x] if there else [], [y] if there else [])
