"""What windows have open, noted in the state folder: a crash is told from a second window."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QLockFile

from engine import storage
from engine.errors import EngineError
from engine.project import autosaves
from engine.project.autosaves import Summary
from gui.kit.places import state_folder
from gui.model.locks import as_one, beat, claimed, locked, names, release

LOCK, WHERE = "lock", "where.json"


@dataclass(frozen=True, slots=True)
class Lost:
    """An autosave that nobody has open: ``session``, if any, noted it; it lies in ``folder``."""

    session: Path | None
    folder: Path
    summary: Summary | None


class Sessions:
    """The session of this window, and those that others have left behind.

    A session is a folder with a lock and a note of where its autosave is: beside the learner's
    file, or in the session's folder itself.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = root or state_folder()
        self._own: Path | None = None
        self._lock: QLockFile | None = None
        self._file: list[QLockFile] = []
        self._where: Path | None = None  # what is noted of it

    def own(self) -> Path:
        """The folder of this window's session, made at the first use; OSError where that fails."""
        if self._own is not None and not self._own.is_dir():  # somebody has cleared the state
            self._make_again(self._own)
        if self._own is None:
            folder = self._root / "sessions" / uuid4().hex[:12]
            folder.mkdir(parents=True)
            self._lock = locked(folder / LOCK)
            self._own, self._where = folder, None
        return self._own

    def _make_again(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        if self._lock is not None:
            (folder / LOCK).touch()  # Qt complains of one that is gone
            self._lock.unlock()
        self._lock, self._where = locked(folder / LOCK), None

    def note(self, folder: Path) -> None:
        """That the autosave of this session lies in a folder."""
        with suppress(OSError, EngineError):
            own = self.own()
            if folder != self._where:
                text = json.dumps({"folder": str(folder)}, ensure_ascii=False)
                storage.write_text(own / WHERE, text)  # whole, or as it was
                self._where = folder

    def lost(self) -> list[Lost]:
        """What was open when a program or a computer ended, the newest first."""
        found = [self._lost(folder) for folder in self._others()]
        there = [lost for lost in found if lost is not None]
        return sorted(there, key=lambda lost: -(lost.summary.time if lost.summary else 0))

    def beside(self, file: Path) -> Lost | None:
        """What a crash has left beside a file; None where another window has it open."""
        folder = autosaves.beside(file)
        if not autosaves.there(folder) or self._is_open(file):
            return None
        found = [session for session in self._others() if _noted(session) == folder]
        return Lost(next(iter(found), None), folder, autosaves.summary(folder))

    def of(self, file: Path) -> list[Lost]:
        """All that a crash has left of a file: beside it, or kept on this computer instead."""
        near = self.beside(file)
        found = [] if near is None else [near]
        places = {lost.folder for lost in found}
        return found + [
            lost
            for lost in self.lost()
            if lost.folder not in places
            and lost.summary is not None
            and lost.summary.file
            and as_one(Path(lost.summary.file)) == as_one(file)
        ]

    def take(self, lost: Lost) -> bool:
        """Go on with another session as this window's own; False where somebody was faster."""
        if lost.session is None:
            self.note(lost.folder)
            return True
        lock = locked(lost.session / LOCK)
        if lock is None:
            return False
        self.end()
        self._own, self._lock, self._where = lost.session, lock, lost.folder
        return True

    def forget(self, lost: Lost) -> None:
        """Take what was left behind away."""
        lock = locked(lost.session / LOCK) if lost.session else None
        if lost.session is not None and lock is None:
            return  # somebody has opened it
        if lock is not None:
            lock.unlock()
        for folder in (lost.folder, lost.session):
            if folder is not None:
                autosaves.remove(folder)

    def end(self) -> None:
        """Nothing of this session is to be found again."""
        if self._lock is not None:
            self._lock.unlock()
        if self._own is not None:
            autosaves.remove(self._own)
        self._own = self._lock = self._where = None

    def leave(self) -> None:
        """The program ends and its autosave is to be found again."""
        if self._lock is not None:
            self._lock.unlock()
        release(self._file)
        self._own = self._lock = self._where = None

    def claim(self, file: Path | None) -> bool:
        """Whether no other window has this file open; from now on this one has."""
        release(self._file)
        found = self._claimed(file) if file is not None else []
        self._file = found or []
        return found is not None

    def beat(self) -> None:
        """Give a sign that this window is there: a computer that shares the folder sees no more."""
        beat([*self._file, *([self._lock] if self._lock is not None else [])])

    def _is_open(self, file: Path) -> bool:
        """Whether another window has a file."""
        own = [Path(lock.fileName()).stem for lock in self._file]
        if any(name in own for name in names(file)):
            return False
        found = self._claimed(file)
        release(found or [])
        return found is None

    def _claimed(self, file: Path) -> list[QLockFile] | None:
        """The locks of a file; empty where nobody can tell."""
        folder = self._root / "files"
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            return claimed(folder, file)
        return []

    def _others(self) -> list[Path]:
        with suppress(OSError):
            folders = (self._root / "sessions").iterdir()
            return [folder for folder in folders if folder.is_dir() and folder != self._own]
        return []

    def _lost(self, session: Path) -> Lost | None:
        """What a session has left; one that left nothing goes."""
        lock = locked(session / LOCK)
        if lock is None:
            return None
        folder = _noted(session)
        has_something = autosaves.there(folder)
        lock.unlock()
        if not has_something:
            if folder == session:
                autosaves.remove(session)
            return None  # of one beside a file, the medium may be elsewhere
        return Lost(session, folder, autosaves.summary(folder))


def _noted(session: Path) -> Path:
    """Where a session has its autosave."""
    with suppress(OSError, ValueError):
        found = json.loads((session / WHERE).read_text(encoding="utf-8"))
        if isinstance(found, dict) and isinstance(found.get("folder"), str):
            return Path(found["folder"])
    return session
