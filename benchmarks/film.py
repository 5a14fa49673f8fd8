"""Seconds for a film of the stage: 200 pictures of 1280 × 720. Baseline: the pictures alone.

In the detail the other formats, and how long Cancel takes in the middle of each.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEventLoop, QSize
from PySide6.QtGui import QImage

from benchmarks.live import experiment
from benchmarks.measurement import ROUNDS, Measurement, rounded
from benchmarks.window import Window
from engine.films import Format
from gui.kit import picturing
from gui.kit.theme import of
from gui.model.filming import Filming

PICTURES, LAST = 200, 1000  # steps
SIZE = QSize(1280, 720)
PER_SECOND = 15.0
MOST = 20.0  # seconds
ENOUGH = 20  # pictures, after which one is given up


def measure() -> Measurement:
    """A network's border over two features, a run of which every fifth step is shown."""
    window = Window(experiment())
    window.app.runner.step(LAST)
    _wait(window, lambda: window.app.board.last is not None and window.app.board.last.step == LAST)
    values, baselines = [], []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for number in range(ROUNDS):
            values.append(_made(window, place / f"film-{number}.gif", "gif")[0])
            baselines.append(_pictures(window))
        others: dict[Format, float] = {
            form: _made(window, place / f"other.{form}", form)[0] for form in ("webp", "png")
        }
        cancels = {
            form: 1000 * _made(window, place / f"given-up.{form}", form, ENOUGH)[1]
            for form in ("gif", "webp", "png")
        }
    window.close()
    detail = {
        "pictures": PICTURES,
        "size": [SIZE.width(), SIZE.height()],
        "most_s": MOST,
        "webp_s": rounded(others["webp"]),
        "png_s": rounded(others["png"]),
        "cancel_ms": {form: rounded(took) for form, took in cancels.items()},
    }
    return Measurement("s", values, baselines, detail)


def _made(window: Window, path: Path, form: Format, most: int = PICTURES) -> tuple[float, float]:
    """Seconds until it is finished, and those that ending it takes after ``most`` pictures."""
    steps = [round(LAST * k / (PICTURES - 1)) for k in range(PICTURES)]
    filming = Filming(window.app.runner, steps, LAST, lambda: _picture(window))
    state = {"done": 0, "over": 0}
    filming.progressed.connect(lambda done: state.update(done=done))
    filming.finished.connect(lambda: state.update(over=1))
    started = perf_counter()
    filming.start(path, form, (SIZE.width(), SIZE.height()), PER_SECOND)
    _wait(window, lambda: state["over"] == 1 or (most < PICTURES and state["done"] >= most))
    took, ended = perf_counter() - started, perf_counter()
    filming.stop()
    return took, perf_counter() - ended


def _picture(window: Window) -> QImage:
    stage = window.app.stage
    return picturing.image(stage, SIZE, of(stage.palette()))


def _pictures(window: Window) -> float:
    started = perf_counter()
    for _ in range(PICTURES):
        _picture(window).convertToFormat(QImage.Format.Format_RGB32)
    return perf_counter() - started


def _wait(window: Window, until: Callable[[], bool]) -> None:
    while not until():
        window.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
