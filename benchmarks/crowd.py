"""Panning and zooming a million points, the boundary on, beside a plain scatter plot of them."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication

from benchmarks.measurement import ROUNDS, Measurement, rounded
from benchmarks.window import SIZE, Window
from engine.data.table import Table, labels, numbers
from engine.experiment import Experiment
from engine.experiment.specs import DEFAULT_LOSS, Data, Loss
from gui.stage.plane.canvas import Area

ROWS, MOVES = 1_000_000, 40
SETTLING = 3.0  # seconds until training has all the rows and stands still


def measure() -> Measurement:
    """The longest frames while the view moves; then how long the picture of it takes to be made."""
    window = Window()
    experiment = points(ROWS)
    window.app.document.adopt(experiment)
    settled = perf_counter() + SETTLING
    while window.app.board.last is None or perf_counter() < settled:
        window.paint()
    baseline = Scatter(experiment)
    ours, theirs, medians = [], [], []
    way = journey()
    for turn in range(ROUNDS):
        frames = [_seconds(window, area) for area in way]
        ours.append(float(np.percentile(frames, 99)) * 1000)
        medians.append(float(np.median(frames)) * 1000)
        theirs.append(baseline.seconds(way[5 * turn]) * 1000)
    sharpen = [_sharpening(window, area) for area in way]
    window.close()
    detail = {"rows": ROWS, "most_ms": 33, "median_ms": rounded(float(np.median(medians)))}
    detail["sharpening_p99_ms"] = rounded(float(np.percentile(sharpen, 99)) * 1000)
    return Measurement("ms", ours, theirs, detail)


def points(rows: int) -> Experiment:
    """Two clouds of two classes."""
    draw = np.random.default_rng(0)
    kind = np.arange(rows) % 2
    table = Table(
        {
            "a": numbers(draw.normal(size=rows) + 2 * kind),
            "b": numbers(draw.normal(size=rows) + kind),
            "kind": labels(kind.tolist()),
        }
    )
    experiment = Experiment(Data(table, ("a", "b"), "kind", "classification"))
    return replace(experiment, loss=Loss(DEFAULT_LOSS["binary"]))


def journey() -> list[Area]:
    """A way over the plane, near and far."""
    turns = np.linspace(0, 2 * np.pi, MOVES)
    return [
        Area(np.cos(t) - size, np.cos(t) + size, np.sin(t) - size, np.sin(t) + size)
        for t, size in zip(turns, 2 + 1.8 * np.sin(3 * turns), strict=True)
    ]


def _seconds(window: Window, area: Area) -> float:
    """One move of the view, with the answers that have come meanwhile."""
    started = perf_counter()
    window.app.stage._canvas.show_area(area)
    window.paint()
    return perf_counter() - started


def _sharpening(window: Window, area: Area) -> float:
    """The picture of what is in view, made once the view stands still."""
    window.app.stage._canvas.show_area(area)
    started = perf_counter()
    crowd = window.app.stage._board.points._crowd
    assert crowd is not None
    crowd._look()
    window.paint()
    return perf_counter() - started


class Scatter:
    """What a user would have instead: pyqtgraph's scatter plot with the same points."""

    def __init__(self, experiment: Experiment) -> None:
        columns = experiment.data.table.columns
        self._plot = pg.PlotWidget()
        self._plot.resize(*SIZE)
        self._plot.addItem(pg.ScatterPlotItem(columns["a"], columns["b"], size=6, pen=None))

    def seconds(self, area: Area) -> float:
        """One move of the view; hidden afterwards, so that it takes nothing from the other's."""
        self._plot.show()
        QApplication.processEvents()
        started = perf_counter()
        self._plot.setRange(xRange=area[:2], yRange=area[2:], padding=0)
        QApplication.processEvents()
        taken = perf_counter() - started
        self._plot.hide()
        QApplication.processEvents()
        return taken
