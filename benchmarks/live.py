"""Steps a second while the whole window draws, beside the plain PyTorch loop alone."""

from __future__ import annotations

import multiprocessing
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer

from benchmarks import loops
from benchmarks.loops import OPTIMIZERS, with_optimizer
from benchmarks.measurement import ROUNDS, Measurement, rounded
from benchmarks.window import Window
from engine.experiment import Experiment
from engine.frames import Frame

SECONDS = 1.5
ROWS = 250
BATCH = 10


def measure() -> Measurement:
    """A 2-4-2-1 network on 250 rows: the window at full speed, then the loops alone."""
    spawn = multiprocessing.get_context("spawn")
    rows = {name: Row() for name in OPTIMIZERS}
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1, spawn) as alone:
        path = Path(folder) / "experiment.json"
        experiment().save(path)
        window = LiveWindow(experiment())
        for _ in range(ROUNDS):
            for name, row in rows.items():
                window.choose(name, None)
                row.live.append(window.steps_per_second(SECONDS))
                row.frames.append(window.frames_per_second)
                window.choose(name, BATCH)
                row.epochs.append(window.steps_per_second(SECONDS) * BATCH / ROWS)
                row.plain.append(alone.submit(loops.plain, path, name, SECONDS).result())
                row.bare.append(alone.submit(loops.session, path, name, SECONDS).result())
        window.close()
    sgd = rows["sgd"]
    detail = {
        "network": "2-4-2-1 tanh",
        "rows": ROWS,
        "session_alone": rounded(median(sgd.bare)),
        "share_of_session": rounded(median(sgd.live) / median(sgd.bare)),
        "frames_per_second": rounded(median(sgd.frames)),
        f"epochs_per_second_at_batch_{BATCH}": rounded(median(sgd.epochs)),
        "least_epochs_per_second": 600,
        "optimizers": {name: row.as_dict() for name, row in rows.items()},
    }
    return Measurement("steps/s", sgd.live, sgd.plain, detail)


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one optimizer, round by round."""

    live: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)
    epochs: list[float] = field(default_factory=list)

    def as_dict(self) -> dict[str, float]:
        """Their medians."""
        ratios = [live / plain for live, plain in zip(self.live, self.plain, strict=True)]
        return {
            "steps_per_second": rounded(median(self.live)),
            "plain": rounded(median(self.plain)),
            "ratio": rounded(median(ratios)),
            "session_alone": rounded(median(self.bare)),
            f"epochs_per_second_at_batch_{BATCH}": rounded(median(self.epochs)),
        }


def experiment() -> Experiment:
    """A saddle over two features."""
    x1, x2 = np.random.default_rng(0).uniform(-1, 1, (2, ROWS))
    columns = {"x1": x1.tolist(), "x2": x2.tolist(), "y": (x1 * x2).tolist()}
    return Experiment.from_dict(
        {
            "format": "gradus-experiment/1",
            "data": {"columns": columns, "features": ["x1", "x2"], "target": "y"},
            "model": {"hidden": [4, 2]},
            "training": {"epochs": 1_000_000_000},
        }
    )


class LiveWindow:
    """The whole window with an experiment open, run for a while at a time."""

    def __init__(self, experiment: Experiment) -> None:
        self._window = Window(experiment)
        self._runner = self._window.app.runner
        self._runner.set_speed(None)
        self._runner.frame.connect(self._note)
        self._frames: list[tuple[float, int]] = []
        self.frames_per_second = 0.0

    def steps_per_second(self, seconds: float) -> float:
        """Run for a while with everything drawn; pause again."""
        self._runner.run()
        self._wait(seconds / 4)
        self._frames.clear()
        self._wait(seconds)
        (begun, first), (ended, last) = self._frames[0], self._frames[-1]
        self.frames_per_second = (len(self._frames) - 1) / (ended - begun)
        self._runner.pause()
        self._wait(seconds / 4)
        return (last - first) / (ended - begun)

    def choose(self, optimizer: str, batch_size: int | None) -> None:
        """Change the experiment as its forms would."""
        document = self._window.app.document
        document.edit("Optimizer", with_optimizer(document.experiment, optimizer))
        training = replace(document.experiment.training, batch_size=batch_size)
        document.edit("Batch size", replace(document.experiment, training=training))

    def arrange(self, name: str) -> None:
        """Put every view where the arrangement of this name says."""
        self._window.app.arranging.apply(name)
        self._wait(0.3)

    def close(self) -> None:
        """End the training process and the window."""
        self._window.close()

    def _note(self, frame: Frame) -> None:
        self._frames.append((perf_counter(), frame.step))

    def _wait(self, seconds: float) -> None:
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()
