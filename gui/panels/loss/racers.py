"""The curves of racers while their race is on, drawn as they will be as kept runs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg

from gui.kit.racing import Racing
from gui.kit.run_pens import run_pen
from gui.kit.theme import LIGHT, Theme
from gui.model.journal.losses import Floats

Ends = tuple[float, float]


class RacerCurves:
    """As many points of each as are told on the way."""

    def __init__(self, plot: pg.PlotWidget) -> None:
        self._plot, self._theme = plot, LIGHT
        self._items: dict[int, pg.PlotCurveItem] = {}
        self.on: Racing | None = None

    def show(self, on: Racing | None) -> None:
        """Draw these racers from now on; drawn with the next refresh."""
        self.on = on
        numbers = () if on is None else on.numbers
        for number in [number for number in self._items if number not in numbers]:
            self._plot.removeItem(self._items.pop(number))
        for number in numbers:
            if number not in self._items:
                self._items[number] = pg.PlotCurveItem(pen=run_pen(number, self._theme))
                self._plot.addItem(self._items[number])

    def draw(self, x_of: Callable[[Floats], Floats], heights: Callable[[Floats], Floats]) -> None:
        """As far as they have come."""
        for number, item in self._items.items():
            steps, losses = self._curve(number)
            item.setData(x_of(steps), heights(losses), connect="finite")

    def clear(self) -> None:
        """Draw nothing of them for now."""
        for item in self._items.values():
            item.setData(np.empty(0), np.empty(0))

    @property
    def steps(self) -> int:
        """How far the furthest has come."""
        lengths = [self._curve(number)[0].max(initial=0) for number in self._items]
        return int(max(lengths, default=0))

    def extremes(self) -> Ends | None:
        """The smallest and the largest loss; None where there is none."""
        losses = np.concatenate([np.empty(0), *(self._curve(n)[1] for n in self._items)])
        losses = losses[np.isfinite(losses)]
        return (float(losses.min()), float(losses.max())) if len(losses) else None

    def curve(self, number: int) -> tuple[list[float], list[float]]:
        """The points of one as they are drawn."""
        x, y = self._items[number].getData()
        return list(x), list(y)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        for number, item in self._items.items():
            item.setPen(run_pen(number, theme))

    def _curve(self, number: int) -> tuple[Floats, Floats]:
        if self.on is None:
            return np.empty(0), np.empty(0)
        racer = self.on.race.racers[self.on.place(number)]
        return racer.steps.astype(np.float64), racer.losses
