"""From *Save* to the file, and from the file to its picture: a million rows and a million steps.

Baseline: the same numbers written and read by NumPy alone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import torch
from PySide6.QtCore import QEventLoop

from benchmarks.load import Pulse
from benchmarks.measurement import ROUNDS, Measurement, rounded
from benchmarks.window import Window
from engine.data.table import Table
from engine.experiment import Experiment
from engine.frames import Moment, Snapshot
from engine.project import Project, save

ROWS, STEPS = 1_000_000, 1_000_000
BATCH, KEYFRAMES = 1000, 500
MOST_SECONDS, MOST_BLOCKED, MOST_MB = 3.0, 50.0, 45.0
WAIT = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


def measure() -> Measurement:
    """Seconds to save and to open in the running program, and how long it was kept from both."""
    opens: list[tuple[float, ...]] = []
    saves: list[tuple[float, ...]] = []
    bare: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder) / "large.gradus", Path(folder) / "saved.gradus"
        project = large()
        save(project, path)
        window = Window()
        for _ in range(ROUNDS):
            window.app.document.new("regression")
            opens.append(opened(window, path))
            saves.append(saved(window, other))
            bare.append(plainly(project, Path(folder) / "plain.npy"))
        size = other.stat().st_size / 1e6
        window.close()
    detail = {"rows": ROWS, "columns": 3, "steps": STEPS, "mb": rounded(size), "most_mb": MOST_MB}
    for name, rounds in (("open", opens), ("save", saves)):
        seconds, blocked, busy = (median(part) for part in zip(*rounds, strict=True))
        detail |= {
            f"{name}_s": rounded(seconds),
            f"{name}_blocked_ms": rounded(1000 * blocked),
            f"{name}_busy_ms": rounded(1000 * busy),  # of the processor, in one piece
        }
    detail |= {"most_s": MOST_SECONDS, "most_ms": MOST_BLOCKED}
    both = [one[0] + other[0] for one, other in zip(opens, saves, strict=True)]
    return Measurement("s", both, bare, detail)


def large() -> Project:
    """A plane over two features, after a run whose numbers are made up."""
    dice = np.random.default_rng(0)
    a, b, noise = dice.normal(size=(3, ROWS))
    columns = {"a": [0.0, 1.0], "b": [0.0, 1.0], "y": [0.0, 1.0]}
    small = {"columns": columns, "features": ["a", "b"], "target": "y"}
    training = {"batch_size": BATCH, "epochs": 2000}
    experiment = Experiment.from_dict({"data": small, "training": training})
    table = Table({"a": a, "b": b, "y": 1 + 5 * a + 7 * b + noise})
    experiment = replace(experiment, data=replace(experiment.data, table=table))
    losses = 75 * np.exp(-np.arange(STEPS) / 1e5) + dice.uniform(0.9, 1.1, size=STEPS)
    parameters = {
        "output.weight": np.array([[5.0, 7.0]], dtype=np.float32),
        "output.bias": np.array([1.0], dtype=np.float32),
    }
    shuffle = torch.Generator().manual_seed(0).get_state().numpy()
    moments = [Moment(experiment, 0, changed=True)]
    for step in range(STEPS // KEYFRAMES - 1, STEPS, STEPS // KEYFRAMES):
        epoch, batch = divmod(step, ROWS // BATCH)
        moments.append(Moment(experiment, step, epoch, batch, shuffle, parameters))
    run = Snapshot(experiment, STEPS, 0, STEPS, tuple(moments), losses=losses)
    return Project(experiment, run=run)


def opened(window: Window, path: Path) -> tuple[float, float, float]:
    """Open a file until its points are painted and training stands where it stood."""
    app = window.app

    def is_there() -> bool:
        last = app.board.last
        return app.document.path == path and last is not None and last.step == STEPS

    return _until(window, lambda: app.files.open(path), is_there)


def saved(window: Window, path: Path) -> tuple[float, float, float]:
    """Save to another file until it is whole."""
    app = window.app
    return _until(window, lambda: app.files.projects.save(path), lambda: app.document.path == path)


def plainly(project: Project, path: Path) -> float:
    """NumPy's own file of the same numbers, written and read."""
    assert project.run is not None
    begun = perf_counter()
    columns = [*project.experiment.data.table.columns.values(), project.run.losses]
    np.save(path, np.stack(columns))
    assert len(np.load(path)) == len(columns)
    return perf_counter() - begun


def _until(
    window: Window, act: Callable[[], object], done: Callable[[], bool]
) -> tuple[float, float, float]:
    """Seconds, and of them the longest in which no event was heard, and the processor's in it."""
    pulse, begun = Pulse(), perf_counter()
    act()
    while not done():
        window.application.processEvents(WAIT)
    window.paint()
    return perf_counter() - begun, pulse.longest, pulse.busiest
