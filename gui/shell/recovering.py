"""Projects opened from their files and from autosaves, and what a crash has left offered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QObject, Qt
from PySide6.QtWidgets import QWidget

from engine.errors import EngineError
from engine.project.autosaves import file_of
from gui.kit.passing import open_once
from gui.model.autosave import Autosave
from gui.model.files import Files
from gui.model.sessions import Lost, Sessions
from gui.shell.gathering import Gathering

if TYPE_CHECKING:
    from engine.project.opening import Opened

WIDTH, HEIGHT = 320, 200  # pixels of the picture in an autosave


class Recovering(QObject):
    """Opens what is asked for, and asks first where something newer lies beside it."""

    def __init__(
        self,
        files: Files,
        sessions: Sessions,
        autosave: Autosave,
        gathering: Gathering,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._files, self._sessions = files, sessions
        self._autosave, self._gathering = autosave, gathering
        self._window = window
        self._wanted: Lost | None = None  # what is being opened, where it is an autosave
        self._offering: set[Path] = set()  # folders that the learner is being asked about
        self._is_waiting = False  # whether the others are offered after that
        files.claim = sessions.claim
        files.projects.gather, files.projects.prepare = gathering.project, gathering.prepare
        files.projects.wanted.connect(self.open)
        files.projects.saved.connect(self._on_saved)

    def open(self, path: Path) -> None:
        """Open a project's file, or what a crash has left beside it, as the learner wants."""
        own = self._autosave.is_own
        lost = [one for one in self._sessions.of(path) if not own(one.folder)]
        if lost:
            self._offer(lost, path)
        else:
            self._open(path)

    def _left_beside(self, path: Path) -> Lost | None:
        """What a crash has left; what this window keeps there itself goes with its document."""
        lost = self._sessions.beside(path)
        return None if lost is not None and self._autosave.is_own(lost.folder) else lost

    def offer_lost(self) -> None:
        """Offer everything that was open when the program ended, if anything was.

        Where a file is opened, what lies beside it is asked about first, and not once more.
        """
        self._is_waiting = bool(self._offering)
        lost = [] if self._offering else self._sessions.lost()
        if lost:
            self._offer(lost, None)

    def _offer_others(self, asked: set[Path]) -> None:
        """Offer what is left when the learner has been asked about some of it."""
        self._offering = set()
        if self._is_waiting:
            self._is_waiting = False
            lost = [one for one in self._sessions.lost() if one.folder not in asked]
            if lost:
                self._offer(lost, None)

    def _offer(self, lost: list[Lost], path: Path | None) -> None:
        """Ask about what was left; without it, ``path`` is opened."""
        from gui.dialogs.recovery import RecoveryDialog  # mostly nothing was

        dialog = RecoveryDialog(lost, self._window)
        dialog.open_wanted.connect(self._recover)
        dialog.discarded.connect(self._sessions.forget)
        asked = self._offering = {one.folder for one in lost}
        dialog.finished.connect(lambda: self._offer_others(asked))
        if path is not None:
            dialog.rejected.connect(lambda: self._open(path))
        open_once(dialog)

    def _recover(self, lost: Lost) -> None:
        if self._files.may_discard():
            self._open(lost.folder, lost)

    def _open(self, path: Path, lost: Lost | None = None) -> None:
        self._wanted = lost
        desk = self._files.projects.desk
        kind = Qt.ConnectionType.UniqueConnection
        desk.opened.connect(self._on_opened, kind)
        desk.failed.connect(self._on_failed, kind)
        desk.open(path)

    def _on_opened(self, opened: Opened) -> None:
        lost, self._wanted = self._wanted, None
        if lost is not None:
            self._bring_back(opened, lost)
            return
        path = opened.path
        is_copy = not self._sessions.claim(path)
        left = self._left_beside(path)
        self._gathering.give_back(opened.project, None if is_copy else path)
        self._files.remember_read(path)
        if is_copy:
            self._files.say_copy(path)
        elif left is not None:
            self._autosave.stay_off()  # the learner has left it for later

    def _bring_back(self, opened: Opened, lost: Lost) -> None:
        """What was left is the document now, of the same file unless another window has that.

        Which file it is is told by where it lies: both may have been brought elsewhere.
        """
        told = lost.summary.file if lost.summary else ""
        named = file_of(lost.folder) or (Path(told) if told else None)
        file = named if named is not None and self._sessions.claim(named) else None
        if file is not None:
            self._files.known.note_as(file, lost.summary.stamp if lost.summary else "")
        self._gathering.give_back(opened.project, file, unsaved=True)
        self._autosave.take(lost)
        if named is not None and file is None:
            self._files.say_copy(named)

    def _on_failed(self, error: EngineError) -> None:
        self._wanted = None
        self._files.say_failed(error)

    def _on_saved(self, path: Path) -> None:
        self._sessions.claim(path)


def picture_of(view: QWidget) -> bytes:
    """A small picture of a view, as PNG."""
    small = view.grab().scaled(WIDTH, HEIGHT, Qt.AspectRatioMode.KeepAspectRatio)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    small.save(buffer, "PNG")
    return bytes(buffer.data().data())
