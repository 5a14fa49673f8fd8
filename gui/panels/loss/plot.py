"""The plot of the losses: two curves whose axes grow by round steps and otherwise stand still."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from gui.kit.calm import CalmPlot, dots, line, logarithm, nice_ceiling, style
from gui.kit.pinned import PinnedRun
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.model.journal.journal import Journal
from gui.model.journal.losses import Floats, LossHistory

Curve = tuple[Floats, Floats]  # steps and losses
TICK = 0.07  # of the plot's height
FEWEST_STEPS = 10  # the axis is never shorter
MARGIN = 0.03  # of the axis, so that a curve along its edge is not cut in half


class LossPlot(CalmPlot):
    """Draws a history and the test losses beside it.

    It follows the training until it is zoomed or dragged by hand, and again after ``fit``.
    """

    follows_changed = Signal(bool)

    def __init__(self, journal: Journal, parent: QWidget | None = None) -> None:
        super().__init__(parent, whole_x=True)
        self.setAccessibleName(tr("Loss over the steps"))
        self.follows = True
        self.log = False
        self.blank = False  # nothing is drawn, whatever the history holds
        self.journal = journal
        self.turns: list[int] = []  # the steps at which settings were changed
        self._past: Curve = (np.empty(0), np.empty(0))
        self._train, self._test = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._pinned: list[tuple[pg.PlotCurveItem, LossHistory]] = []
        self._gone, self._ticks = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._train_dot, self._test_dot = dots(7), dots(7)
        self._ghost = dots(11)
        self._cross = pg.InfiniteLine(angle=90)
        self._cross.hide()
        self.addItem(self._gone)
        self.addItem(self._ticks)
        dots_on = (self._test_dot, self._train_dot, self._ghost)
        for item in (self._cross, self._test, self._train, *dots_on):
            self.addItem(item)
        self.moved_by_hand.connect(self._stop_following)

    def refresh(self) -> None:
        """Draw what the history holds now."""
        if self.blank:
            for item in (self._train, self._test, self._gone, self._ticks):
                item.setData([], [])
            if self.follows:
                self.set_ranges((0, FEWEST_STEPS * (1 + MARGIN)), (-MARGIN, 1 + MARGIN))
            return
        if self.follows:
            self._follow()
        low, high = self.view.viewRange()[0]
        for item, (x, y) in (
            (self._train, self.journal.losses.curve(low, high)),
            (self._test, self.journal.tests.curve()),
        ):
            item.setData(x, self._placed(y), connect="finite")
        for item, run in self._pinned:
            x, y = run.curve(low, high)
            item.setData(x, self._placed(y), connect="finite")
        self._gone.setData(self._past[0], self._placed(self._past[1]), connect="finite")
        bottom, top = self.view.viewRange()[1]
        heights = np.tile([bottom, bottom + TICK * (top - bottom)], len(self.turns))
        self._ticks.setData(np.repeat(self.turns, 2), heights, connect="pairs")

    def show_pinned(self, runs: Sequence[PinnedRun]) -> None:
        """Draw these runs beside the one at hand; drawn with the next refresh."""
        for item, _ in self._pinned:
            self.removeItem(item)
        self._pinned = [(pg.PlotCurveItem(), _drawn(run)) for run in runs]
        for item, _ in self._pinned:
            self.addItem(item)

    def color_pinned(self, pens: Sequence[QPen]) -> None:
        """Give each of them its pen."""
        for (item, _), pen in zip(self._pinned, pens, strict=True):
            item.setPen(pen)

    @property
    def reach(self) -> float:
        """How many steps beside the pointer still are what is pointed at."""
        low, high = self.view.viewRange()[0]
        return 0.015 * (high - low)

    def show_past(self, curves: Sequence[Curve]) -> None:
        """Show in grey what was trained once and is no more; drawn with the next refresh."""
        gap = np.array([np.nan])
        parts = [np.concatenate([part, gap]) for curve in curves for part in curve]
        empty = np.empty(0)
        self._past = (np.concatenate([empty, *parts[0::2]]), np.concatenate([empty, *parts[1::2]]))

    def past_curve(self) -> tuple[list[float], list[float]]:
        """The points of the grey curves as they are drawn."""
        x, y = self._gone.getData()
        return list(x), list(y)

    def train_curve(self) -> tuple[list[float], list[float]]:
        """The points of the training curve as they are drawn."""
        x, y = self._train.getData()
        return list(x), list(y)

    def mark(self, step: int, train: float | None, test: float | None, *, cross: bool) -> None:
        """Put a dot on each curve at ``step``, and a line through them if ``cross``."""
        for item, value in ((self._train_dot, train), (self._test_dot, test)):
            y = self._placed(np.array([np.nan if value is None else value]))
            _put(item, step, y)
        self._cross.setVisible(cross)
        if cross:
            self._cross.setPos(step)

    def ghost(self, step: int, loss: float | None) -> None:
        """A hollow dot where the loss would be if something were otherwise; None takes it away."""
        y = self._placed(np.array([np.nan if loss is None else loss]))
        _put(self._ghost, step, y)

    def ghost_at(self) -> float | None:
        """Where the hollow dot is on the axis; None where there is none."""
        heights = self._ghost.getData()[1]
        return float(heights[0]) if len(heights) else None

    def height_of(self, loss: float) -> float:
        """Where a loss is on the axis."""
        return float(self._placed(np.array([loss]))[0])

    def set_log(self, log: bool) -> None:
        """Change between a linear and a logarithmic loss axis, and show everything."""
        self.log = self.axis.log = log
        self.fit()

    def fit(self) -> None:
        """Show everything, and follow the training again."""
        self.follows = True
        self.refresh()
        self.follows_changed.emit(True)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        style(self, theme)
        self._cross.setPen(line(theme.muted))
        self._gone.setPen(line(theme.outline))
        self._ticks.setPen(line(theme.text, width=2))
        self._train.setPen(line(theme.accent))
        self._test.setPen(line(theme.warning, dashed=True))
        self._train_dot.setBrush(pg.mkBrush(theme.accent))
        self._test_dot.setBrush(pg.mkBrush(theme.warning))
        self._ghost.setBrush(pg.mkBrush(None))
        self._ghost.setPen(line(theme.accent, width=2))

    def _stop_following(self) -> None:
        self.follows = False
        self.follows_changed.emit(False)
        self.refresh()

    def _placed(self, values: Floats) -> Floats:
        return logarithm(values) if self.log else values

    def _follow(self) -> None:
        longest = [len(run) for _, run in self._pinned]
        last = float(np.nanmax(self._past[0], initial=FEWEST_STEPS))
        steps = nice_ceiling(max(len(self.journal.losses), last, *longest))
        known = [
            ends for ends in (self.journal.losses.extremes(), self.journal.tests.extremes()) if ends
        ]
        known += [ends for _, run in self._pinned if (ends := run.extremes())]
        past = self._past[1][np.isfinite(self._past[1])]
        known += [(past.min(), past.max())] if len(past) else []
        low, high = min((e[0] for e in known), default=0), max((e[1] for e in known), default=1)
        y = _decades(low, high) if self.log else _round_range(low, high)
        margin = (y[1] - y[0]) * MARGIN
        self.set_ranges((0, steps * (1 + MARGIN)), (y[0] - margin, y[1] + margin))


def _drawn(run: PinnedRun) -> LossHistory:
    history = LossHistory()
    history.extend(0, run.losses)
    return history


def _round_range(low: float, high: float) -> tuple[float, float]:
    """From nought, or a round number below it, to the next round number."""
    bottom, top = -nice_ceiling(-low), nice_ceiling(high)
    return (bottom, top) if top > bottom else (0.0, 1.0)


def _decades(low: float, high: float) -> tuple[float, float]:
    """Whole powers of ten around two losses."""
    bottom, top = (float(edge) for edge in logarithm([low, high]))
    bottom, top = math.floor(bottom), math.ceil(top)
    return float(bottom), float(max(top, bottom + 1))


def _put(dot: pg.ScatterPlotItem, step: int, y: Floats) -> None:
    """Have a dot at a place, or nowhere: its own clear() leaves what was there on the screen."""
    there = bool(np.isfinite(y[0]))
    dot.setData([step] if there else [], y if there else [])
