"""One turn of the learning rate, as the window's thread feels it, with every view opened.

Baseline: the same in a window that has opened nothing but what it begins with.
"""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from time import perf_counter, thread_time

from benchmarks.crowd import points
from benchmarks.measurement import ROUNDS, Measurement, rounded
from benchmarks.window import Window
from engine.experiment import Experiment

FEW, MANY, TURNS = 100, 1_000_000, 12
SETTLING = {FEW: 0.5, MANY: 3.0}  # seconds until training has the rows and stands still
MOST = 8.0  # milliseconds at FEW rows, and 1.5 times what it took there at MANY


def measure() -> Measurement:
    """Milliseconds of the window's thread, from the turn to the painted picture."""
    few, many = points(FEW), points(MANY)
    windows = _opened(few, views=True), _opened(few, views=False), _opened(many, views=True)
    rounds = [[_turn(window, turn) for window in windows] for turn in range(ROUNDS)]
    opened, bare, large = (list(values) for values in zip(*rounds, strict=True))
    for window in windows:
        window.close()
    detail = {
        "most_ms": MOST,
        "rows": [FEW, MANY],
        "ms_at_many": rounded(median(large)),
        "many_over_few": rounded(median(large) / median(opened)),
        "most_many_over_few": 1.5,
    }
    return Measurement("ms", opened, bare, detail)


def _opened(experiment: Experiment, *, views: bool) -> Window:
    """A window that stands still, every view looked at once or none but those it begins with."""
    window = Window()
    window.app.document.adopt(experiment)
    if views:
        for name, host in window.app.window.hosts.items():
            host.build()
            window.app.window.show_view(name)
            window.paint()
    settled = perf_counter() + SETTLING[experiment.data.table.rows]
    while window.app.board.last is None or perf_counter() < settled:
        window.paint()
    return window


def _turn(window: Window, turn: int) -> float:
    seconds = [_seconds(window, 0.01 + 0.001 * (turn * TURNS + step)) for step in range(TURNS)]
    return median(seconds) * 1000


def _seconds(window: Window, rate: float) -> float:
    document = window.app.document
    changed = document.experiment.optimizer.replace(lr=rate)
    begun = thread_time()
    document.edit("Learning rate", replace(document.experiment, optimizer=changed))
    window.paint()
    return thread_time() - begun
