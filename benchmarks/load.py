"""From a file's name to its picture: a million rows of three columns, beside reading alone."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import perf_counter, thread_time

import numpy as np
import polars
from PySide6.QtCore import QEventLoop, QObject, QTimer

from benchmarks.measurement import ROUNDS, Measurement, rounded
from benchmarks.window import Window
from engine.files import Options

ROWS = 1_000_000
WAIT = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


class Pulse(QObject):
    """Beats every millisecond, and keeps the longest time between two beats.

    ``busiest`` is the most that this thread was on the processor between two.
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest = self.busiest = 0.0
        self._last, self._worked = perf_counter(), thread_time()
        self._timer = QTimer(self, interval=1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now, worked = perf_counter(), thread_time()
        self.longest = max(self.longest, now - self._last)
        self.busiest = max(self.busiest, worked - self._worked)
        self._last, self._worked = now, worked


def measure() -> Measurement:
    """The window loads the file in its reading process and paints it; polars reads it alone.

    The reading process is there already, as it is by the time a learner has found a file.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, small = Path(folder) / "points.csv", Path(folder) / "few.csv"
        write(path, ROWS)
        write(small, 10)
        window = Window()
        opened, read, blocked = [], [], []
        for _ in range(ROUNDS):
            seconds_to_picture(window, small)
            seconds, longest = seconds_to_picture(window, path)
            opened.append(seconds)
            blocked.append(1000 * longest)
            read.append(seconds_to_read(path))
        window.close()
    detail = {"rows": ROWS, "columns": 3, "most": 2.5}
    detail["blocked_ms"] = rounded(float(np.median(blocked)))
    return Measurement("s", opened, read, detail)


def write(path: Path, rows: int) -> None:
    """Points around a plane."""
    a, b, noise = np.random.default_rng(0).normal(size=(3, rows))
    points = np.column_stack([a, b, 1 + 5 * a + 7 * b + noise])
    np.savetxt(path, points, delimiter=",", header="a,b,y", comments="", fmt="%.6f")


def seconds_to_picture(window: Window, path: Path) -> tuple[float, float]:
    """Load the file in the running program until its points are painted; the longest block."""
    pulse = Pulse()
    before = window.app.document.experiment
    started = perf_counter()
    window.app.files.loader.load(path, Options())
    while window.app.document.experiment is before:
        window.application.processEvents(WAIT)
    window.paint()
    return perf_counter() - started, pulse.longest


def seconds_to_read(path: Path) -> float:
    """The reader library alone."""
    started = perf_counter()
    frame = polars.read_csv(path)
    assert frame.height == ROWS
    return perf_counter() - started
