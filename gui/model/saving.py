"""Tables written beside the window: asked for here, finished even where the window is closed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from engine.data.table import Table
from engine.files.writer import Failure, Writer
from gui.kit.words import tr
from gui.model.ending import wait_for

TICK = 15  # milliseconds between two looks for an answer


class Saver(QObject):
    """Writes one table after another; none is given up because something else is asked for."""

    saved = Signal(object)  # Path
    failed = Signal(object)  # EngineError
    finished = Signal()  # all of them, or the first that could not be

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = Writer()
        self._failed = False  # of what came last
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._poll)

    @property
    def busy(self) -> bool:
        """Whether something is still to be written."""
        return bool(self._writer.waiting)

    def save(self, table: Table, path: Path) -> None:
        """Have a table written."""
        self._writer.save(table, path)
        self._timer.start()

    def close(self) -> None:
        """Look for no answer any more; what was asked for is still written."""
        self._timer.stop()
        self._writer.close()

    def may_end(self, window: QWidget) -> bool:
        """Whether everything is written, or the learner does not mind; waits for it meanwhile."""
        if not self.busy:
            return True
        name, then = self._writer.waiting[0].name, tr("The window closes as soon as that is done.")
        chosen = wait_for(self.finished, name, then, window)
        if chosen == "give up":
            self._timer.stop()
            self._writer.give_up()
        return not self.busy and chosen != "stay" and not self._failed

    def _poll(self) -> None:
        self._failed = False
        for answer in self._writer.poll():
            if isinstance(answer, Failure):
                self._failed = True
                self.failed.emit(answer.error)
            else:
                self.saved.emit(answer)
        if not self.busy:
            self._timer.stop()
        if self._failed or not self.busy:
            self.finished.emit()
