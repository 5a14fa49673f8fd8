"""Locks that tell a crash from a second window, by whatever name that calls the file."""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile

AT_ONCE = 0  # milliseconds that are waited for a lock
LEFT = 90.0  # seconds without a sign of its window until a lock is one that was left behind


def locked(path: Path) -> QLockFile | None:
    """The lock, held; None where another window holds it, or nothing can be written."""
    lock = _tried(path)
    return lock if lock.isLocked() else None


def claimed(folder: Path, file: Path) -> list[QLockFile] | None:
    """The locks of a file under all its names; None where another window holds one of them."""
    held: list[QLockFile] = []
    for name in names(file):
        lock = _tried(folder / f"{name}.lock")
        if lock.isLocked():
            held.append(lock)
        elif lock.error() == QLockFile.LockError.LockFailedError:
            release(held)
            return None
    return held


def release(locks: list[QLockFile]) -> None:
    """Let others have them."""
    while locks:
        locks.pop().unlock()


def names(file: Path) -> Iterator[str]:
    """What stands for a file: its path without links, and its place on its medium.

    A folder can be reached by two paths, and some systems take ``A`` and ``a`` for one name.
    """
    for what in (as_one(file), _on_its_medium(as_one(file))):
        if what is not None:
            yield hashlib.sha256(str(what).encode(errors="surrogateescape")).hexdigest()[:24]


def as_one(path: Path) -> Path:
    """One path for all names of a file."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def beat(locks: list[QLockFile]) -> None:
    """Give a sign that their window is there."""
    for lock in locks:
        with suppress(OSError):
            os.utime(lock.fileName())


def _on_its_medium(file: Path) -> tuple[int, int, str] | None:
    try:
        folder = file.parent.stat()
        other = file.with_name(file.name.swapcase())
        is_one = other.name != file.name and other.samefile(file)
    except FileNotFoundError:
        is_one = False
    except (OSError, ValueError):
        return None
    name = unicodedata.normalize("NFC", file.name.casefold()) if is_one else file.name
    return folder.st_dev, folder.st_ino, name


def _tried(path: Path) -> QLockFile:
    """The lock, held if that is possible: those that were left behind are in nobody's way.

    The system tells dead processes of this computer; those of others that share the folder, and
    a process that has been given the number of a dead one, only by their silence.
    """
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)
    if not lock.tryLock(AT_ONCE) and _is_silent(path) and lock.removeStaleLockFile():
        lock.tryLock(AT_ONCE)
    return lock


def _is_silent(path: Path) -> bool:
    """Whether a lock has seen no sign for long, by the clock of its own folder."""
    with suppress(OSError), tempfile.TemporaryFile(dir=path.parent) as now:
        return os.fstat(now.fileno()).st_mtime - path.stat().st_mtime > LEFT
    return False
