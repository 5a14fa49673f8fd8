"""The curves of runs in the plot, each with its exponential mean where that is wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor, QPen

from gui.kit.calm import line
from gui.kit.theme import mixed
from gui.model.journal.losses import Floats, LossHistory
from gui.panels.loss.derived import Derived, smoothed

FAINT = 0.4  # how much a curve stands out that is drawn smoothed too
Curve = tuple[Floats, Floats]


class RunCurves:
    """One history a run; curves of which the mean is drawn are faint themselves."""

    def __init__(self, plot: pg.PlotWidget) -> None:
        self._plot = plot
        self.histories: list[LossHistory] = []
        self.items: list[pg.PlotCurveItem] = []
        self._means: list[tuple[pg.PlotCurveItem, Derived]] = []
        self._pens: list[QPen] = []
        self._ground = "#ffffff"
        self.factor = 0.0  # of the mean; 0 is none

    def show(self, histories: Sequence[LossHistory]) -> None:
        """Draw these; the items of those that are drawn already stay."""
        if list(histories) == self.histories:
            return
        known = dict(zip(self.histories, self.items, strict=True))
        for history, item in known.items():
            if history not in histories:
                self._plot.removeItem(item)
        self.histories = list(histories)
        self.items = [known.get(history) or self._added() for history in histories]
        for place, item in enumerate(self.items):
            item.setZValue(0.5 if place == 0 else 0)  # the run at hand lies over the others
        self.smooth(self.factor)

    def smooth(self, factor: float) -> None:
        """Draw the exponential mean over each; 0 draws none."""
        for item, _ in self._means:
            self._plot.removeItem(item)
        self.factor = factor
        histories = self.histories if factor else []
        self._means = [(self._added(), smoothed(history, factor)) for history in histories]
        self._color()

    def color(self, pens: Sequence[QPen], ground: str) -> None:
        """Give each of them its pen."""
        self._pens, self._ground = list(pens), ground
        self._color()

    def draw(self, placed: Callable[[LossHistory], Curve]) -> None:
        """As far as they have come."""
        for item, history in zip(self.items, self.histories, strict=True):
            item.setData(*placed(history), connect="finite")
        for item, mean in self._means:
            item.setData(*placed(mean.refresh()), connect="finite")

    def clear(self) -> None:
        """Draw nothing of them for now."""
        for item in (*self.items, *(item for item, _ in self._means)):
            item.setData(np.empty(0), np.empty(0))

    def _added(self) -> pg.PlotCurveItem:
        item = pg.PlotCurveItem()
        self._plot.addItem(item)
        return item

    def _color(self) -> None:
        pens = self._pens[: len(self.items)]
        pens += [line(self._ground)] * (len(self.items) - len(pens))
        for place, pen in enumerate(pens):
            if not self._means:
                self.items[place].setPen(pen)
                continue
            faint = QPen(pen)
            faint.setColor(QColor(mixed(self._ground, pen.color().name(), FAINT)))
            self.items[place].setPen(faint)
            self._means[place][0].setPen(pen)
