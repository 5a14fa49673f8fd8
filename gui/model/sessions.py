"""What windows have open, noted in the state folder: a crash is told from a second window."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QLockFile

from engine.project import autosaves
from engine.project.autosaves import Summary
from gui.kit.places import state_folder

LOCK, WHERE = "lock", "where.json"
AT_ONCE = 0  # milliseconds that are waited for a lock


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
        self._file: QLockFile | None = None

    def own(self) -> Path:
        """The folder of this window's session, made at the first use; OSError where that fails."""
        if self._own is None:
            folder = self._root / "sessions" / uuid4().hex[:12]
            folder.mkdir(parents=True)
            self._lock = _locked(folder / LOCK)
            self._own = folder
        return self._own

    def note(self, folder: Path) -> None:
        """That the autosave of this session lies in a folder."""
        with suppress(OSError):
            text = json.dumps({"folder": str(folder)}, ensure_ascii=False)
            (self.own() / WHERE).write_text(text, encoding="utf-8")

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

    def take(self, lost: Lost) -> bool:
        """Go on with another session as this window's own; False where somebody was faster."""
        if lost.session is None:
            self.note(lost.folder)
            return True
        lock = _locked(lost.session / LOCK)
        if lock is None:
            return False
        self.end()
        self._own, self._lock = lost.session, lock
        return True

    def forget(self, lost: Lost) -> None:
        """Take what was left behind away."""
        lock = _locked(lost.session / LOCK) if lost.session else None
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
        self._own = self._lock = None

    def leave(self) -> None:
        """The program ends and its autosave is to be found again."""
        for lock in (self._lock, self._file):
            if lock is not None:
                lock.unlock()
        self._own = self._lock = self._file = None

    def claim(self, file: Path | None) -> bool:
        """Whether no other window has this file open; from now on this one has."""
        if self._file is not None:
            self._file.unlock()
            self._file = None
        lock = None if file is None else self._lock_of(file)
        if lock is None:
            return True  # nobody can tell
        if lock.tryLock(AT_ONCE):
            self._file = lock
        return self._file is not None or lock.error() != QLockFile.LockError.LockFailedError

    def _is_open(self, file: Path) -> bool:
        """Whether another window has a file."""
        if self._file is not None and self._file.fileName() == self._name_of(file):
            return False
        lock = self._lock_of(file)
        if lock is None or lock.tryLock(AT_ONCE):
            return False
        return lock.error() == QLockFile.LockError.LockFailedError

    def _name_of(self, file: Path) -> str:
        name = hashlib.sha256(str(file.absolute()).encode()).hexdigest()[:24]
        return str(self._root / "files" / f"{name}.lock")

    def _lock_of(self, file: Path) -> QLockFile | None:
        name = self._name_of(file)
        with suppress(OSError):
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            lock = QLockFile(name)
            lock.setStaleLockTime(0)
            return lock
        return None

    def _others(self) -> list[Path]:
        with suppress(OSError):
            folders = (self._root / "sessions").iterdir()
            return [folder for folder in folders if folder.is_dir() and folder != self._own]
        return []

    def _lost(self, session: Path) -> Lost | None:
        """What a session has left; one that left nothing goes."""
        lock = _locked(session / LOCK)
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


def _locked(path: Path) -> QLockFile | None:
    """The lock, held; None where another window holds it."""
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)
    return lock if lock.tryLock(AT_ONCE) else None
