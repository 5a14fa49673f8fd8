"""The ways of kept runs over the ground, by dash as well as by colour, and what they are called."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from engine.experiment import Experiment
from engine.frames import (
    Frame,
    Ground,
    Race,
    RacersWaysRequest,
    Trail,
    WaysBeside,
    WaysBesideRequest,
)
from engine.frames.surface import Array, Window
from gui.kit.calm import CalmPlot, dots, finite
from gui.kit.legend import Reading
from gui.kit.pinned import PinnedRuns, names_of, seen
from gui.kit.racing import Racing, no_race, racing
from gui.kit.run_pens import run_color, run_pen, run_style
from gui.kit.theme import LIGHT, Theme, mixed
from gui.kit.words import tr

FADED = 0.45  # how much of its colour a way keeps that lies elsewhere
COLUMNS = 3  # of the legend


class RunLegend(QWidget):
    """Which line is whose: the run at hand first."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        self.names: tuple[str, ...] = ()
        self._readings: list[tuple[Reading, int]] = []
        self.hide()

    def show_runs(self, runs: Mapping[int, str]) -> None:
        """These by their numbers and names; nothing where there are none."""
        names = (tr("this run"), *runs.values()) if runs else ()
        if names == self.names:
            return
        self.names = names
        for reading, _ in self._readings:
            reading.hide()
            reading.deleteLater()
        numbers = [0, *runs]
        lines = [Qt.PenStyle.SolidLine, *map(run_style, runs)]
        self._readings = []
        for place, name in enumerate(names):
            reading = Reading(name, name, line=lines[place], readable=False, shrinks=True)
            self._grid.addWidget(reading, place // COLUMNS, place % COLUMNS)
            self._readings.append((reading, numbers[place]))
        self.setVisible(bool(names))

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        for reading, number in self._readings:
            reading.set_color(run_color(number, theme) if number else theme.text)


class KeptWays:
    """Asks for the ways of the runs that are seen, and of racers while a race is on."""

    def __init__(self, plot: CalmPlot) -> None:
        self._plot = plot
        self.legend = RunLegend()
        self._every: PinnedRuns = ()
        self._now: Experiment | None = None
        self._on: Racing | None = None
        self._names: dict[int, str] = {}  # of the kept runs that are drawn, by number ...
        self._racers: dict[int, str] = {}  # ... and of racers
        self._theme = LIGHT
        self._lines: list[pg.PlotCurveItem] = []
        self._ends = dots(8)
        self._ends.setZValue(8)
        plot.addItem(self._ends)
        self._shown: tuple[WaysBeside | None, WaysBeside | None] = (None, None)  # kept, racers
        self._faded: frozenset[int] = frozenset()

    def show_runs(self, runs: PinnedRuns, now: Experiment | None) -> None:
        """Draw these from now on, as they are called beside the experiment of now."""
        before = {run.number: run.losses for run in self._every}
        same = {run.number for run in runs if before.get(run.number) is run.losses}
        if (ways := self._shown[0]) is not None:  # others may have the numbers of those before
            there = {number: way for number, way in ways.ways.items() if number in same}
            self._shown = replace(ways, ways=there), self._shown[1]
        self._every, self._now = runs, now
        self._name()

    def follow(self, frame: Frame) -> bool:
        """Take note of the race that is on; whether another one is on now, or none any more."""
        before, self._on = self._on, racing(frame, self._every)
        if before is None and self._on is None:
            return False
        same = before is not None and self._on is not None and before.request == self._on.request
        if not same:
            if self._on is not None or not _is_over(frame):
                self._shown = self._shown[0], None
            self._name()
        return not same

    def wants(self, ground: Ground) -> tuple[WaysBesideRequest | RacersWaysRequest, ...]:
        """Their ways in a plane."""
        numbers = tuple(self._names)
        kept = (WaysBesideRequest(numbers, ground),) if numbers else ()
        return kept if self._on is None else (*kept, RacersWaysRequest(self._on.request, ground))

    def show(
        self,
        request: WaysBesideRequest | RacersWaysRequest,
        ways: WaysBeside,
        window: Window,
        near: float,
    ) -> None:
        """Draw them; what is further from the plane than a share of the window's size fades."""
        if isinstance(request, WaysBesideRequest):
            racers = None if ways.complete and self._on is None else self._shown[1]
            self._shown = ways, racers
        elif self._on is not None:
            self._shown = self._shown[0], _numbered(ways, self._on.first)
        far = near * math.hypot(window[1] - window[0], window[3] - window[2])
        known = self._ways().items()
        self._faded = frozenset(n for n, way in known if bool((way.away > far).any()))
        self._draw()

    def clear(self) -> None:
        """Draw none."""
        self._shown = (None, None)
        self._draw()

    def reach(self) -> list[Array]:
        """Where they lie, shapes (places, 2)."""
        return [np.column_stack([way.x, way.y]) for way in self._ways().values()]

    def said(self) -> list[str]:
        """What is to be known of them, in sentences."""
        shown = [ways for ways in self._shown if ways is not None]
        if not shown:
            return []
        found = []
        if names := self._joined(self._faded):
            found.append(tr("Faded: {names} lies elsewhere than in this slice.", names=names))
        if names := self._joined([n for ways in shown for n in ways.elsewhere]):
            found.append(tr("Not shown, as it has another ground: {names}.", names=names))
        if names := self._joined([n for ways in shown for n in ways.astray]):
            found.append(
                tr("Not shown, as something was changed on its way: {names}.", names=names)
            )
        return found

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self.legend.restyle(theme)
        self._draw()

    def _name(self) -> None:
        """Which are drawn: while a race is on those of the last one are not, they have its pens."""
        names = names_of(self._every, self._now)
        runs = seen(self._every if self._on is None else no_race(self._every))
        self._names = {run.number: names[run] for run in runs}
        on = self._on
        self._racers = {} if on is None else {n: on.name(n) for n in on.numbers}
        self.legend.show_runs(self._names | self._racers)
        self.restyle(self._theme)

    def _joined(self, numbers: Sequence[int] | frozenset[int]) -> str:
        """The names of those that are seen; there may be commas in one."""
        names = self._names | self._racers
        return "; ".join(name for number, name in names.items() if number in numbers)

    def _ways(self) -> dict[int, Trail]:
        """Those that are drawn by number; a racer's until that of the kept run is there."""
        kept, racers = ({} if ways is None else dict(ways.ways) for ways in self._shown)
        return racers | {number: way for number, way in kept.items() if number in self._names}

    def _draw(self) -> None:
        ways = self._ways()
        while len(self._lines) < len(ways):
            self._lines.append(pg.PlotCurveItem(antialias=True))
            self._plot.addItem(self._lines[-1])
        for item in self._lines[len(ways) :]:
            item.setData(np.empty(0), np.empty(0))
        for item, (number, way) in zip(self._lines, ways.items(), strict=False):
            item.setPen(self._pen(number))
            item.setData(finite(way.x), finite(way.y), connect="finite")
        ends = np.array([[way.x[-1], way.y[-1]] for way in ways.values()])
        there = np.isfinite(ends.reshape(-1, 2)).all(axis=1)
        brushes = [pg.mkBrush(self._pen(number).color()) for number in ways]
        x, y = finite(ends.reshape(-1, 2)).T
        brush = [one for one, seen in zip(brushes, there, strict=True) if seen]
        self._ends.setData(x[there], y[there], brush=brush)

    def _pen(self, number: int) -> QPen:
        pen = run_pen(number, self._theme, width=2)
        if number in self._faded:
            pen.setColor(QColor(mixed(self._theme.stage, pen.color().name(), FADED)))
        return pen


def _numbered(ways: WaysBeside, first: int) -> WaysBeside:
    """Those of racers by the numbers that they have as kept runs."""
    there = {first + place: way for place, way in ways.ways.items()}
    elsewhere = tuple(first + place for place in ways.elsewhere)
    return WaysBeside(there, (), elsewhere, ways.complete)


def _is_over(frame: Frame) -> bool:
    """Whether a race came to its end with this frame."""
    return any(isinstance(view, Race) and view.over for view in frame.views.values())
