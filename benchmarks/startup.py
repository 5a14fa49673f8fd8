"""From process start to the first painted window, beside an empty pyqtgraph window."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.measurement import ROUNDS, Measurement
from benchmarks.screen import choose_platform

ROOT = Path(__file__).parent.parent

GRADUS = ["main.py", "--measure-start"]

EMPTY = """
import sys
import pyqtgraph
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

class Window(pyqtgraph.PlotWidget):
    painted = False

    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            QTimer.singleShot(0, self.finish)

    def finish(self):
        print("painted", flush=True)
        application.quit()

application = QApplication(sys.argv[:1])
window = Window()
window.show()
application.exec()
"""
EMPTY_WINDOW = ["-c", EMPTY]


def measure() -> Measurement:
    """Whole processes in turn, each timed from its start to the line printed by its first paint."""
    choose_platform()
    with tempfile.TemporaryDirectory() as settings:
        environment = {**os.environ, "XDG_CONFIG_HOME": settings}
        seconds_to_paint(GRADUS, environment)  # once uncounted, so that both find warm files
        seconds_to_paint(EMPTY_WINDOW, environment)
        rounds = [
            (seconds_to_paint(GRADUS, environment), seconds_to_paint(EMPTY_WINDOW, environment))
            for _ in range(ROUNDS)
        ]
    gradus, empty = zip(*rounds, strict=True)
    return Measurement("s", gradus, empty, {"most": 1.5})


def seconds_to_paint(program: list[str], environment: dict[str, str]) -> float:
    """Run a program that prints a line when it has painted; wait for its end as well."""
    started = perf_counter()
    command = [sys.executable, *program]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        painted = perf_counter() - started
        process.communicate()
    if line.strip() != "painted":
        raise RuntimeError("the window did not open")
    return painted
