"""Temporary folders that a program which was killed has left behind."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from time import time

OLD = 24 * 3600.0  # seconds: a younger folder may belong to a process that is not seen from here


def clear(place: Path, prefix: str) -> None:
    """Remove folders named ``prefix``, their owner's process number, ``-`` and anything.

    Only the user's own, real folders, a day old, whose owner has ended; elsewhere than on POSIX
    systems a process cannot be asked for safely, and nothing is removed.
    """
    if os.name != "posix":
        return
    with suppress(OSError):
        for folder in place.glob(f"{prefix}*-*"):
            with suppress(OSError):
                owner = folder.name[len(prefix) :].split("-")[0]
                if owner.isdecimal() and _left(folder) and not is_alive(int(owner)):
                    shutil.rmtree(folder, ignore_errors=True)


def _left(folder: Path) -> bool:
    if folder.is_symlink() or not folder.is_dir():
        return False
    found = folder.lstat()
    return found.st_uid == os.getuid() and time() - found.st_mtime > OLD


def is_alive(process: int) -> bool:
    """Whether there is a process of this number, on POSIX systems."""
    try:
        os.kill(process, 0)  # sends nothing
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
