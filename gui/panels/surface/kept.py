"""The ways of kept runs over the ground, by dash as well as by colour, and what they are called."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from engine.experiment import Experiment
from engine.frames import Ground, WaysBeside, WaysBesideRequest
from engine.frames.surface import Array, Window
from gui.kit.calm import CalmPlot, dots, finite
from gui.kit.legend import Reading
from gui.kit.pinned import PinnedRun, PinnedRuns, names_of, seen
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

    def show_runs(self, runs: Mapping[PinnedRun, str]) -> None:
        """These by their names; nothing where there are none."""
        names = (tr("this run"), *runs.values()) if runs else ()
        if names == self.names:
            return
        self.names = names
        for reading, _ in self._readings:
            reading.hide()
            reading.deleteLater()
        numbers = [0, *(run.number for run in runs)]
        lines = [Qt.PenStyle.SolidLine, *(run_style(run.number) for run in runs)]
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
    """Asks for the ways of the runs that are seen, and draws them."""

    def __init__(self, plot: CalmPlot) -> None:
        self._plot = plot
        self.legend = RunLegend()
        self._runs: PinnedRuns = ()
        self._names: dict[PinnedRun, str] = {}
        self._theme = LIGHT
        self._lines: list[pg.PlotCurveItem] = []
        self._ends = dots(8)
        self._ends.setZValue(8)
        plot.addItem(self._ends)
        self._shown: WaysBeside | None = None
        self._faded: frozenset[int] = frozenset()

    def show_runs(self, runs: PinnedRuns, now: Experiment | None) -> None:
        """Draw these from now on, as they are called beside the experiment of now."""
        self._runs, names = seen(runs), names_of(runs, now)
        self._names = {run: names[run] for run in self._runs}
        self.legend.show_runs(self._names)
        self.restyle(self._theme)

    def wants(self, ground: Ground) -> tuple[WaysBesideRequest, ...]:
        """Their ways in a plane."""
        numbers = tuple(run.number for run in self._runs)
        return (WaysBesideRequest(numbers, ground),) if numbers else ()

    def show(self, ways: WaysBeside, window: Window, near: float) -> None:
        """Draw them; what is further from the plane than a share of the window's size fades."""
        self._shown = ways
        far = near * math.hypot(window[1] - window[0], window[3] - window[2])
        self._faded = frozenset(n for n, way in ways.ways.items() if bool((way.away > far).any()))
        self._draw()

    def clear(self) -> None:
        """Draw none."""
        self._shown = None
        self._draw()

    def reach(self) -> list[Array]:
        """Where they lie, shapes (places, 2)."""
        ways = () if self._shown is None else self._shown.ways.values()
        return [np.column_stack([way.x, way.y]) for way in ways]

    def said(self) -> list[str]:
        """What is to be known of them, in sentences."""
        ways = self._shown
        if ways is None:
            return []
        found = []
        if names := self._joined(self._faded):
            found.append(tr("Faded: {names} lies elsewhere than in this slice.", names=names))
        if names := self._joined(ways.elsewhere):
            found.append(tr("Not shown, as it has another ground: {names}.", names=names))
        if names := self._joined(ways.astray):
            found.append(
                tr("Not shown, as something was changed on its way: {names}.", names=names)
            )
        return found

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self.legend.restyle(theme)
        self._draw()

    def _joined(self, numbers: Sequence[int] | frozenset[int]) -> str:
        """The names of those that are seen; there may be commas in one."""
        return "; ".join(name for run, name in self._names.items() if run.number in numbers)

    def _draw(self) -> None:
        ways = {} if self._shown is None else self._shown.ways
        drawn = [run for run in self._runs if run.number in ways]
        while len(self._lines) < len(drawn):
            self._lines.append(pg.PlotCurveItem(antialias=True))
            self._plot.addItem(self._lines[-1])
        for item in self._lines[len(drawn) :]:
            item.setData(np.empty(0), np.empty(0))
        for item, run in zip(self._lines, drawn, strict=False):
            way = ways[run.number]
            item.setPen(self._pen(run))
            item.setData(finite(way.x), finite(way.y), connect="finite")
        ends = np.array([[ways[run.number].x[-1], ways[run.number].y[-1]] for run in drawn])
        there = np.isfinite(ends.reshape(-1, 2)).all(axis=1)
        brushes = [pg.mkBrush(self._pen(run).color()) for run in drawn]
        x, y = finite(ends.reshape(-1, 2)).T
        brush = [one for one, seen in zip(brushes, there, strict=True) if seen]
        self._ends.setData(x[there], y[there], brush=brush)

    def _pen(self, run: PinnedRun) -> QPen:
        pen = run_pen(run.number, self._theme, width=2)
        if run.number in self._faded:
            pen.setColor(QColor(mixed(self._theme.stage, pen.color().name(), FADED)))
        return pen
