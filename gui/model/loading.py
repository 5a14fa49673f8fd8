"""Reading files beside the window: asked for here, answered by signals."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from engine.experiment import Experiment
from engine.files.loading import Reader
from engine.files.source import Options, Preview, Source
from engine.files.tasks import (
    Answer,
    Changed,
    Fetch,
    Fetched,
    Load,
    Look,
    Progress,
    Task,
    Unclear,
)

TICK = 15  # milliseconds between two looks for an answer


class Loader(QObject):
    """The latest call wins: what was asked for before it is given up."""

    previewed = Signal(object)  # Preview
    loaded = Signal(object)  # Experiment
    failed = Signal(object)  # EngineError
    progressed = Signal(float)  # from 0 to 1
    fetched = Signal(object)  # Fetched: the experiment of a file
    unclear = Signal(object)  # the Path of a table that has to be looked at
    changed = Signal()  # the file is no longer the one that was looked at

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = Reader()
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._poll)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._reader.busy

    def warm_up(self) -> None:
        """Have the reading process ready before it is needed."""
        self._reader.warm_up()

    def preview(self, source: Source, options: Options) -> None:
        """Ask for the first rows and the guesses."""
        self._ask(Look(source, options))

    def load(self, source: Source, options: Options, stamp: tuple[int, int] | None = None) -> None:
        """Ask for the experiment; ``stamp`` is that of the file that was looked at."""
        self._ask(Load(source, options, stamp))

    def fetch(self, path: Path, tables: bool = True) -> None:
        """Ask for what a file holds; without ``tables`` those are to be looked at first."""
        self._ask(Fetch(path, tables))

    def cancel(self) -> None:
        """Give up what was asked for."""
        self._timer.stop()
        if self._reader.busy:
            self._reader.cancel()

    def close(self) -> None:
        """End the reading process."""
        self._timer.stop()
        self._reader.cancel()

    def _ask(self, task: Task) -> None:
        self._reader.ask(task)
        self._timer.start()

    def _poll(self) -> None:
        answers = self._reader.poll()
        if not self._reader.busy:
            self._timer.stop()
        for answer in answers:
            self._tell(answer)

    def _tell(self, answer: Answer) -> None:
        match answer:
            case Progress(part):
                self.progressed.emit(part)
            case Preview():
                self.previewed.emit(answer)
            case Experiment():
                self.loaded.emit(answer)
            case Fetched():
                self.fetched.emit(answer)
            case Unclear(path):
                self.unclear.emit(path)
            case Changed():
                self.changed.emit()
            case _:
                self.failed.emit(answer)
