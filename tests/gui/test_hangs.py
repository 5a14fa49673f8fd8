"""Forty training processes that are stopped as they run: the window goes on as if nothing was."""

from __future__ import annotations

import os
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine import Experiment
from gui.model.training.runner import Runner
from tests.gui.test_runner import ENDLESS, small

STOPS = 40
LONGEST = 0.1  # seconds that the event loop may be kept from its work
NOTICED = 3.0  # seconds
LINE = Path("/proc/thread-self/schedstat")  # nanoseconds on a processor, and in line for one
PATIENCE = 60_000  # milliseconds after which something that waits is stuck


class Pulse(QObject):
    """A timer that should come every few milliseconds, and the longest time it did not.

    What the system gave to other programs meanwhile, though this one was ready, is not counted.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.begin()
        timer = QTimer(self, interval=5)
        timer.timeout.connect(self._beat)
        timer.start()

    def begin(self) -> None:
        """Forget what was before."""
        self.longest, self._last = 0.0, self._own_time()

    @staticmethod
    def _own_time() -> float:
        """The time, in seconds, without that in which this thread stood in line for a processor."""
        if not LINE.exists():
            return perf_counter()
        _, waited, _ = LINE.read_text(encoding="ascii").split()
        return perf_counter() - int(waited) / 1e9

    @Slot()
    def _beat(self) -> None:
        now = self._own_time()
        self.longest, self._last = max(self.longest, now - self._last), now


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[Runner]:
    """A runner of its own, whose process may be stopped."""
    runner = Runner(qapp)
    yield runner
    runner.close()


def edited(rate: float, shift: float) -> Experiment:
    """What a learner makes of it meanwhile: another rate, and other data."""
    x = np.linspace(-2, 2, 20_000)
    columns = {"x": x.tolist(), "y": (x * x + shift).tolist()}
    data = {"columns": columns, "features": ["x"], "target": "y"}
    return small(epochs=ENDLESS, data=data, optimizer={"name": "adam", "lr": rate})


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.skipif(sys.platform == "win32", reason="stops a process by a signal")
@pytest.mark.parametrize("number", range(STOPS))
def test_a_stopped_process_never_holds_up_the_window(
    runner: Runner, qtbot: QtBot, number: int
) -> None:
    chance, made = random.Random(number), [edited(0.001 * k, 0.1 * k) for k in range(1, 6)]
    pulse = Pulse(runner)
    runner.open(made[0])
    runner.run()
    with qtbot.waitSignal(runner.frame, timeout=PATIENCE):
        pass
    qtbot.wait(chance.randint(1, 500))
    assert runner._client.pid is not None
    os.kill(runner._client.pid, signal.SIGSTOP)
    stopped = perf_counter()
    pulse.begin()
    with qtbot.waitSignal(runner.hung, timeout=PATIENCE):
        for experiment in made[1:]:
            runner.change(experiment)
            runner.run()
            qtbot.wait(chance.randint(1, 200))
    assert perf_counter() - stopped < NOTICED
    assert pulse.longest < LONGEST
    pulse.begin()
    runner.restart()
    with qtbot.waitSignal(runner.frame, timeout=PATIENCE):
        pass
    assert pulse.longest < LONGEST
