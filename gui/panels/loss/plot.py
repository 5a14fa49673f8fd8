"""The plot of the losses: curves whose axes grow by round steps and otherwise stand still."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from gui.kit.calm import line, style
from gui.kit.pinned import PinnedRun
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr
from gui.model.journal.journal import Journal
from gui.model.journal.losses import LossHistory
from gui.panels.loss.axes import StepPlot
from gui.panels.loss.curves import Curve, RunCurves
from gui.panels.loss.derived import Derived, difference, spread
from gui.panels.loss.dots import StepDots
from gui.panels.loss.racers import RacerCurves
from gui.panels.loss.ranges import FEWEST_STEPS, MARGIN, across, upwards

TICK = 0.07  # of the plot's height
POINTS = 1024  # of a curve over a logarithmic axis of steps


class LossPlot(StepPlot):
    """Draws a history and the test losses beside it.

    It follows the training until it is zoomed or dragged by hand, and again after ``fit``.
    """

    def __init__(self, journal: Journal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Loss over the steps"))
        self.blank = False  # nothing is drawn, whatever the history holds
        self.journal = journal
        self.turns: list[int] = []  # the steps at which settings were changed
        self._past: Curve = (np.empty(0), np.empty(0))
        self._pens: list[QPen] = []
        self._theme = LIGHT
        self._nought = pg.InfiniteLine(angle=0)
        self._nought.hide()
        self._gone, self._ticks, self._test = (pg.PlotCurveItem() for _ in range(3))
        self._less = pg.PlotCurveItem()
        self._runs = RunCurves(self)
        self._difference: Derived | None = None  # drawn in place of all else
        for item in (self._gone, self._ticks, self._test, self._less, self._nought):
            self.addItem(item)
        self._test.setZValue(0.75)  # its dashes are seen through the noise of small batches
        self._dots = StepDots(self)
        self.racers = RacerCurves(self)
        self._runs.show([journal.losses])

    @property
    def factor(self) -> float:
        """Of the exponential mean that is drawn; 0 is none."""
        return self._runs.factor

    @property
    def is_level(self) -> bool:
        """Whether the difference of two runs is drawn, in place of all curves."""
        return self._difference is not None

    def read(self, journal: Journal) -> None:
        """Draw what this one has from now on."""
        self.journal = journal
        self._runs.show([journal.losses, *self._runs.histories[1:]])

    # ---- what is drawn --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Draw what the history holds now."""
        if self.blank or self._difference is not None:
            self._draw_alone(None if self.blank else self._difference)
            return
        self._less.setData([], [])
        if self.follows:
            self._follow()
        self._runs.draw(self._drawn)
        self.racers.draw(self.x_of, self.heights)
        for item, (x, y) in ((self._test, self.journal.tests.curve()), (self._gone, self._past)):
            item.setData(self.x_of(x), self.heights(y), connect="finite")
        bottom, top = self.view.viewRange()[1]
        heights = np.tile([bottom, bottom + TICK * (top - bottom)], len(self.turns))
        self._ticks.setData(self.x_of(np.repeat(self.turns, 2)), heights, connect="pairs")

    def _draw_alone(self, derived: Derived | None) -> None:
        """Nothing, or the difference of two runs and nothing else."""
        self._runs.clear()
        self.racers.clear()
        for item in (self._test, self._gone, self._ticks, self._less):
            item.setData([], [])
        if derived is None:
            if self.follows:
                self.set_ranges((0, FEWEST_STEPS * (1 + MARGIN)), (-MARGIN, 1 + MARGIN))
            return
        history = derived.refresh()
        if self.follows:
            y = upwards([(0.0, 0.0), history.extremes()], log=False)
            self.set_ranges(across(len(history), log=self.log_x), y)
        self._less.setData(*self._drawn(history), connect="finite")

    def _follow(self) -> None:
        past = self._past[1][np.isfinite(self._past[1])]
        histories = self._runs.histories
        known = [self.journal.tests.extremes(), *(history.extremes() for history in histories)]
        known += [self.racers.extremes()]
        known += [(float(past.min()), float(past.max()))] if len(past) else []
        last = float(np.nanmax(self._past[0], initial=FEWEST_STEPS))
        steps = max(last, self.racers.steps, *map(len, histories))
        self.set_ranges(across(steps, log=self.log_x), upwards(known, log=self.log))

    def _drawn(self, history: LossHistory) -> Curve:
        if self.log_x:
            x, y = spread(history, POINTS)
        else:
            x, y = history.curve(*self.steps_seen())
        return self.x_of(x), self.heights(y)

    # ---- what is compared -----------------------------------------------------------------------

    def show_pinned(self, runs: Sequence[PinnedRun]) -> None:
        """Draw these runs beside the one at hand; drawn with the next refresh."""
        self._runs.show([self.journal.losses, *map(_history, runs)])

    def color_pinned(self, pens: Sequence[QPen]) -> None:
        """Give each of them its pen."""
        self._pens = list(pens)
        self._runs.color([line(self._theme.accent), *pens], self._theme.panel)

    def smooth(self, factor: float) -> None:
        """Draw the exponential mean of each run over it; 0 draws none."""
        self._runs.smooth(factor)
        self.refresh()

    def subtract(self, one: int | None, other: int | None = None) -> None:
        """Draw one run less another in place of all: by their places, the run at hand is 0."""
        places = range(len(self._runs.histories))
        there = one in places and other in places
        found = [self._runs.histories[place] for place in (one, other) if place is not None]
        self._difference = difference(*found) if there else None
        self._nought.setVisible(there)
        self.fit()

    def difference_at(self, step: int) -> float | None:
        """What is drawn of the difference at a step."""
        return None if self._difference is None else self._difference.refresh().at(step)

    @property
    def last(self) -> int:
        """The furthest step that any of the runs has come to."""
        return max(map(len, self._runs.histories))

    # ---- marks ----------------------------------------------------------------------------------

    def show_past(self, curves: Sequence[Curve]) -> None:
        """Show in grey what was trained once and is no more; drawn with the next refresh."""
        gap = np.array([np.nan])
        parts = [np.concatenate([part, gap]) for curve in curves for part in curve]
        empty = np.empty(0)
        self._past = (np.concatenate([empty, *parts[0::2]]), np.concatenate([empty, *parts[1::2]]))

    def past_curve(self) -> tuple[list[float], list[float]]:
        """The points of the grey curves as they are drawn."""
        return _points(self._gone)

    def train_curve(self) -> tuple[list[float], list[float]]:
        """The points of the training curve as they are drawn."""
        return _points(self._runs.items[0])

    def run_curve(self, place: int) -> tuple[list[float], list[float]]:
        """Those of a kept run, by its place among them."""
        return _points(self._runs.items[place + 1])

    def difference_curve(self) -> tuple[list[float], list[float]]:
        """Those of the difference of two runs."""
        return _points(self._less)

    def mark(
        self, step: int, train: float | None, test: float | None, *, cross: bool,
        runs: Sequence[float | None] = (),
    ) -> None:  # fmt: skip
        """Put a dot on each curve at ``step``, and a line through them if ``cross``."""
        values = [
            np.nan if value is None or self.is_level else value for value in (train, test, *runs)
        ]
        heights, x = self.heights(np.array(values)), float(self.x_of([step])[0])
        others = heights[2:] if cross else np.full(len(runs), np.nan)
        self._dots.show(x, heights[0], heights[1], others, self._pens)
        self._dots.cross(x if cross else None)

    def ghost(self, step: int, loss: float | None) -> None:
        """A hollow dot where the loss would be if something were otherwise; None takes it away."""
        y = np.nan if self.is_level else self.height_of(loss)
        self._dots.imagine(float(self.x_of([step])[0]), y)

    def ghost_at(self) -> float | None:
        """Where the hollow dot is on the axis; None where there is none."""
        heights = self._dots.ghost.getData()[1]
        return float(heights[0]) if len(heights) else None

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        style(self, theme)
        self._dots.restyle(theme)
        self.racers.restyle(theme)
        self._nought.setPen(line(theme.muted, dashed=True))
        self._gone.setPen(line(theme.outline))
        self._ticks.setPen(line(theme.text, width=2))
        self._test.setPen(line(theme.warning, dashed=True))
        self._less.setPen(line(theme.text))
        self.color_pinned(self._pens)


def _history(run: PinnedRun) -> LossHistory:
    history = LossHistory()
    history.extend(0, run.losses)
    return history


def _points(item: pg.PlotCurveItem) -> tuple[list[float], list[float]]:
    x, y = item.getData()
    return list(x), list(y)
