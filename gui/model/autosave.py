"""The autosave: when the work is kept, where, and until when."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from engine.project.autosaves import Summary, beside
from gui.kit.words import tr
from gui.model.document import Document
from gui.model.known_files import KnownFiles
from gui.model.sessions import Lost, Sessions

if TYPE_CHECKING:
    from engine.frames import Frame
    from engine.project.keeping import Done, Keep
    from gui.model.desk import Desk

EDITS, REST, RUN = 4_000, 4_000, 60_000  # milliseconds until what is new is kept
LEAVING = 5.0  # seconds that the end of the program waits for it


class Autosave(QObject):
    """Keeps what no file has: edits and answers soon, a run once it rests or every minute.

    It lies beside the learner's file, or in the session's folder where there is no file yet or
    where the file's medium cannot be written to.
    """

    said = Signal(str)

    def __init__(
        self,
        document: Document,
        sessions: Sessions,
        desk: Callable[[], Desk],
        picture: Callable[[], bytes],
        known: KnownFiles,
    ) -> None:
        super().__init__(document)
        self._document, self._sessions, self._known = document, sessions, known
        self._desk, self._picture = desk, picture
        self._folders: list[Path] = []  # where something was put, the newest last
        self._elsewhere = False  # it cannot lie beside the file
        self._stays_off = False  # somebody's lies there
        self._kept: object = None  # what it has
        self._step = 0
        self._said = ""
        self._hears = self._begun = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.keep)
        document.state_changed.connect(self._on_edited)
        document.opened.connect(self._on_opened)

    def begin(self) -> None:
        """Keep by itself from now on."""
        self._begun = True
        self._on_edited()

    def follow(self, frame: Frame) -> None:
        """Training has moved, or stands still."""
        self._step = frame.step
        if self._is_new():
            self._due(RUN if frame.running else REST)

    def keep(self) -> None:
        """Keep it now, where there is something that no file has and nothing is being kept."""
        self._timer.stop()
        if not self._is_new():
            return
        if self._hears and self._desk().keeping:  # on a slow medium it would only grow
            self._due(EDITS)
        else:
            self._keep()

    def _keep(self) -> None:
        try:
            folder = self._place()
        except OSError:
            self._say_once(tr("Nothing can be kept for the case of a crash: save often."))
            return
        self._kept = self._document.stand
        self._folders = [other for other in self._folders if other != folder] + [folder]
        path = self._document.path
        device = self._known.device(path) if path is not None else None
        self._served().keep(folder, self._summary(), device)

    def keep_before_leaving(self) -> None:
        """Keep it and wait until that is done: the program ends, and is asked nothing."""
        self._timer.stop()
        if self._is_new():
            self._keep()
        if self._folders:
            self._desk().wait(LEAVING)

    def forget(self) -> None:
        """Its file has been saved, or the learner does not want it: it goes."""
        self._timer.stop()
        folders, self._folders, self._kept = self._folders, [], None
        self._sessions.end()  # first: its lock is this process's to remove
        for folder in folders:
            self._desk().drop(folder)

    def is_own(self, folder: Path) -> bool:
        """Whether what lies in a folder is this window's work, at hand or being taken away."""
        own = [*self._folders, *(self._desk().dropping if self._hears else ())]
        return folder.resolve() in [other.resolve() for other in own]

    def stay_off(self) -> None:
        """What lies beside the file is somebody's: nothing is put in its place."""
        self._stays_off = True

    def take(self, lost: Lost) -> bool:
        """Go on with what was left behind; it goes with the next successful save."""
        if not self._sessions.take(lost):
            return False
        self._folders, self._kept = [lost.folder], self._document.stand
        return True

    def _on_undone(self, done: Done) -> None:
        """It could not be put there: say so once, and put it into the session's folder."""
        from engine.project.keeping import Keep  # loaded by now

        if not isinstance(done.task, Keep) or done.task.path not in self._folders:
            return
        self._kept = None
        name = self._document.path.name if self._document.path else ""
        if self._elsewhere or self._stays_off or not name:
            self._say_once(tr("Nothing can be kept for the case of a crash: save often."))
            return
        self._elsewhere = True
        self._say_once(
            tr("Beside “{name}” nothing can be kept; it is kept on this computer.", name=name)
        )
        self.keep()

    def _on_kept(self, keep: Keep) -> None:
        """It lies there: so it can be found again."""
        self._sessions.note(keep.path)

    def _on_edited(self) -> None:
        if self._is_new():
            self._due(EDITS)
        elif self._folders and not self._document.unsaved:
            self._elsewhere = False  # its file could be written just now
            self.forget()

    def _on_opened(self) -> None:
        self.forget()
        self._elsewhere, self._stays_off, self._said = False, False, ""

    def _is_new(self) -> bool:
        stand = self._document.stand
        return self._begun and self._document.unsaved and stand != self._kept

    def _due(self, soon: int) -> None:
        if not self._timer.isActive() or self._timer.remainingTime() > soon:
            self._timer.start(soon)

    def _place(self) -> Path:
        path = self._document.path
        is_here = path is None or self._elsewhere or self._stays_off
        return self._sessions.own() if path is None or is_here else beside(path)

    def _summary(self) -> Summary:
        document = self._document
        return Summary(
            title=document.title,
            file=str(document.path) if document.path else "",
            time=time.time(),
            rows=document.experiment.data.table.rows,
            steps=self._step,
            has_report=bool(document.report.text.strip()),
            picture=self._picture(),
            stamp=self._known.told(document.path) if document.path else "",
        )

    def _served(self) -> Desk:
        """The desk, of which is heard from its first use on."""
        desk = self._desk()
        if not self._hears:
            self._hears = True
            desk.kept.connect(self._on_kept)
            desk.undone.connect(self._on_undone)
        return desk

    def _say_once(self, sentence: str) -> None:
        if sentence != self._said:
            self._said = sentence
            self.said.emit(sentence)
