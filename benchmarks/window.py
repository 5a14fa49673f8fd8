"""The whole window, opened for a benchmark and fed by it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings
from PySide6.QtWidgets import QApplication

from benchmarks.screen import choose_platform
from engine.experiment import Experiment
from engine.frames import Frame
from gui.app import App
from gui.kit.collecting import Collector
from gui.model.settings import Settings

SIZE = (1440, 900)


class Window:
    """Everything a user sees, with an experiment open and training at rest."""

    def __init__(self, experiment: Experiment | None = None) -> None:
        choose_platform()
        there = QApplication.instance()
        self.application = there if isinstance(there, QApplication) else QApplication(sys.argv[:1])
        self._settings = tempfile.TemporaryDirectory()
        scope = QSettings.Scope.UserScope
        QSettings.setPath(QSettings.Format.IniFormat, scope, self._settings.name)
        self.app = App(self.application, Settings({}))
        self.app.begun.connect(Collector(self.app).start)
        self.app.window.resize(*SIZE)
        path = None
        if experiment is not None:
            path = Path(self._settings.name) / "experiment.json"
            experiment.save(path)
        self.app.start(path)
        while self.app.board.last is None:
            self.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self.run = 0

    def end_training(self) -> None:
        """From now on nothing is drawn but the frames that are given."""
        self.app.runner.close()

    def next_run(self) -> int:
        """The number of a run that starts with no losses."""
        self.run -= 1
        return self.run

    def show(self, frame: Frame) -> None:
        """A frame as if it came from training, until it is painted."""
        self.app.runner.frame.emit(frame)
        self.paint()

    def paint(self) -> None:
        """Do all that the window has to do."""
        self.application.processEvents()

    def close(self) -> None:
        """Leave nothing behind."""
        self.app.close()
        self.app.window.hide()
        self._settings.cleanup()
