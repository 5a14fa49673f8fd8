"""Projects saved, opened and kept beside the window: asked for here, answered by signals."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from engine import storage
from engine.errors import EngineError
from engine.project import Project
from engine.project.autosaves import Summary
from engine.project.keeping import Clerk, Done, Drop, Keep, Save
from engine.project.opening import Opened, Opener
from gui.kit.words import tr
from gui.model.ending import wait_for
from gui.model.stand import Stand

TICK = 15  # milliseconds between two looks for an answer
AGAIN = 2.0  # seconds after which the same is said once more
SOON = 0.4  # seconds after which it is said how far something has come


class Desk(QObject):
    """One process writes, one after another; another one opens, and the latest call wins.

    ``gather`` makes the project of what the window has, ``stand`` tells one from another, and
    ``prepare`` calls back once everything is there.
    """

    saved = Signal(object, object)  # Save, and the stand of the document that it has
    kept = Signal(object)  # Keep
    undone = Signal(object)  # Done with its error: what could not be saved or kept
    opened = Signal(object)  # Opened
    failed = Signal(object)  # EngineError: what could not be opened
    progressed = Signal(str)  # in words
    finished = Signal()  # everything that was to be saved

    def __init__(
        self,
        gather: Callable[[], Project],
        stand: Callable[[], Stand],
        prepare: Callable[[Callable[[], None]], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._gather, self._stand, self._prepare = gather, stand, prepare
        self._stands: deque[Stand] = deque()  # of what is to be saved
        self._clerk, self._opener = Clerk(), Opener()
        self._preparing: Path | None = None  # what will be saved as soon as it is all there
        self._device: int | None = None  # where that is
        self._opening = Path()
        self._since = 0.0
        self._failed = False  # of what was saved last
        self._has_left = False  # an autosave to a medium that does not answer
        self._said, self._said_at = "", 0.0
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._poll)

    @property
    def saving(self) -> Path | None:
        """The file that is being written; None while there is none."""
        if self._preparing is not None:
            return self._preparing
        tasks = (task for task in self._clerk.waiting if isinstance(task, Save))
        return next((task.path for task in tasks), None)

    @property
    def dropping(self) -> tuple[Path, ...]:
        """The autosaves that are still to be taken away."""
        return tuple(task.path for task in self._clerk.waiting if isinstance(task, Drop))

    @property
    def keeping(self) -> bool:
        """Whether an autosave is still to be written."""
        return any(isinstance(task, Keep) for task in self._clerk.waiting)

    @property
    def busy(self) -> bool:
        """Whether something is still to be written or read."""
        return bool(self.saving or self._clerk.waiting or self._opener.busy)

    def save(self, path: Path) -> None:
        """Have what the window has written to a file."""
        self._preparing, self._failed, self._since = path, False, monotonic()
        self._device = storage.device(path)
        self._timer.start()
        self._prepare(self._save)

    def keep(self, folder: Path, summary: Summary, device: int | None) -> None:
        """Have it put into the folder of an autosave."""
        self._clerk.ask(Keep(self._gather(), folder, summary, device))
        self._timer.start()

    def drop(self, folder: Path) -> None:
        """Have an autosave taken away."""
        self._clerk.ask(Drop(folder))
        self._timer.start()

    def open(self, path: Path) -> None:
        """Ask for what is in a file, or in the folder of an autosave."""
        self._opening, self._since = path, monotonic()
        self._opener.open(path)
        self._timer.start()

    def wait(self, seconds: float) -> None:
        """Wait until what was asked for is written, so long at most."""
        for done in self._clerk.wait(seconds):
            self._tell(done)

    def close(self) -> None:
        """End what reads; what was to be written still is."""
        self._timer.stop()
        self._opener.cancel()
        self._clerk.close()

    def may_end(self, window: QWidget) -> bool:
        """Whether the file is written, or the learner does not mind; waits for it meanwhile."""
        path = self.saving
        if path is None:
            return True
        then = tr("It goes on as soon as that is done.")
        chosen = wait_for(self.finished, path.name, then, window)
        if chosen == "give up":
            self._preparing = None
            self._stands.clear()
            self._clerk.give_up()
        return self.saving is None and chosen != "stay" and not self._failed

    def _save(self) -> None:
        if self._preparing is not None:
            path, self._preparing = self._preparing, None
            self._stands.append(self._stand())
            self._clerk.ask(Save(self._gather(), path, self._device))

    def _poll(self) -> None:
        for done in self._clerk.poll():
            self._tell(done)
        if self.keeping and not self._has_left and (left := self._clerk.leave_behind()):
            self._has_left = True  # and not one process after another
            self._tell(left)
        answer = self._opener.poll()
        if isinstance(answer, Opened):
            QTimer.singleShot(0, self, lambda: self.opened.emit(answer))  # other events go before
        elif isinstance(answer, EngineError):
            self.failed.emit(answer)
        if not self.busy:
            self._timer.stop()
        elif monotonic() - self._since > SOON:
            self._say()

    def _tell(self, done: Done) -> None:
        task = done.task
        self._has_left = self._has_left and done.error is not None
        if isinstance(task, Save):
            stand, self._failed = self._stands.popleft(), done.error is not None
            if done.error is None:
                self.saved.emit(task, stand)
        if done.error is not None:
            self.undone.emit(done)
        elif isinstance(task, Keep):
            self.kept.emit(task)
        if isinstance(task, Save) and self.saving is None:
            self.finished.emit()

    def _say(self) -> None:
        path = self.saving
        if path is not None:
            part = round(100 * self._clerk.progress)
            self._say_now(tr("Saving {name}: {part} %", name=path.name, part=part))
        elif self._opener.busy:
            part = round(100 * self._opener.progress)
            name = self._opening.name
            self._say_now(tr("Opening {name}: {part} %", name=name, part=part))

    def _say_now(self, text: str) -> None:
        """Say what is new, and again before a note goes by itself."""
        if text != self._said or monotonic() - self._said_at > AGAIN:
            self._said, self._said_at = text, monotonic()
            self.progressed.emit(text)
