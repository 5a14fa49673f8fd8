"""One tick of the tools with a reach at 20,000 points in training, beside a plain redraw."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEventLoop, QPointF, QTimer

from benchmarks.crowd import points
from benchmarks.measurement import ROUNDS, Measurement, rounded
from benchmarks.window import SIZE, Window
from engine.experiment import Experiment
from gui.stage.hand.sweeps import Reach

ROWS, TICKS, RADIUS = 20_000, 20, 100.0
KINDS = ("brush", "delete", "jitter", "magnet")


def measure() -> Measurement:
    """The slowest tool's median tick until it is painted; ``setData`` of all points until it is."""
    window = Window()
    experiment = points(ROWS)
    window.app.document.adopt(experiment)
    window.app.runner.run()
    _wait(2.0)
    scatter = _scatter(experiment)
    ticks: dict[str, list[float]] = {kind: [] for kind in KINDS}
    slowest, plain = [], []
    for _ in range(ROUNDS):
        medians = []
        for kind in KINDS:
            found = _gesture(window, kind)
            ticks[kind] += found
            medians.append(float(np.median(found)))
        slowest.append(1000 * max(medians))
        plain.append(1000 * float(np.median([_seconds(scatter) for _ in range(3)])))
    window.close()
    detail: dict[str, Any] = {"rows": ROWS, "most_ms": 16}
    for kind in KINDS:
        detail[f"{kind}_ms"] = rounded(1000 * float(np.median(ticks[kind])))
        detail[f"{kind}_p99_ms"] = rounded(1000 * float(np.percentile(ticks[kind], 99)))
    return Measurement("ms", slowest, plain, detail)


def _gesture(window: Window, kind: str) -> list[float]:
    """Seconds of the window's thread for each tick of a way across the middle, then taken back."""
    from gui.stage.hand.tool import Tool

    stage = window.app.stage
    sweeper = stage._tools.sweeper
    middle = stage._canvas.pixels.center()
    sweeper.set_reach(Reach(RADIUS))
    sweeper.press(Tool(kind), middle, False)
    seconds = []
    for step in range(TICKS):
        at = middle + QPointF(8.0 * step - 80.0, 4.0 * step - 40.0)
        _wait(0.03)
        started = perf_counter()
        sweeper.drag(at)
        window.paint()
        seconds.append(perf_counter() - started)
    sweeper.cancel()
    _wait(0.1)
    return seconds


def _scatter(experiment: Experiment) -> Callable[[], None]:
    """What a tick would be without care: all points of a scatter plot set anew."""
    columns = experiment.data.table.columns
    plot = pg.PlotWidget()
    plot.resize(*SIZE)
    item = pg.ScatterPlotItem(size=6, pen=None)
    plot.addItem(item)
    plot.show()

    def redraw() -> None:
        item.setData(x=columns["a"], y=columns["b"])
        plot.repaint()

    return redraw


def _seconds(act: Callable[[], None]) -> float:
    started = perf_counter()
    act()
    return perf_counter() - started


def _wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()
