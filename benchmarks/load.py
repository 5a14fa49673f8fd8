"""From a file's name to its picture: a million rows of three columns, beside reading alone."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks.measurement import ROUNDS, Measurement
from benchmarks.window import Window

ROWS = 1_000_000


def measure() -> Measurement:
    """The window opens the file and paints it; the csv module reads it into lists of text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.csv"
        write(path)
        window = Window()
        opened, read = [], []
        for _ in range(ROUNDS):
            opened.append(seconds_to_picture(window, path))
            read.append(seconds_to_read(path))
        window.close()
    return Measurement("s", opened, read, {"rows": ROWS, "columns": 3, "most": 2.5})


def write(path: Path) -> None:
    """Points around a plane."""
    a, b, noise = np.random.default_rng(0).normal(size=(3, ROWS))
    rows = np.column_stack([a, b, 1 + 5 * a + 7 * b + noise])
    np.savetxt(path, rows, delimiter=",", header="a,b,y", comments="", fmt="%.6f")


def seconds_to_picture(window: Window, path: Path) -> float:
    """Open the file in the running program, until its points are painted."""
    started = perf_counter()
    window.app.files.open(path)
    window.paint()
    return perf_counter() - started


def seconds_to_read(path: Path) -> float:
    """The reader library alone."""
    started = perf_counter()
    with path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    assert len(rows) == ROWS + 1
    return perf_counter() - started
