"""Files that are being written, beside those that they will be; a kill leaves them behind."""

from __future__ import annotations

import os
import tempfile
import zlib
from contextlib import suppress
from pathlib import Path
from time import time

from engine.data.stale import OLD, is_alive

MACHINE = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
HOST = f"{zlib.crc32(MACHINE.encode()):08x}"  # folders may be shared between machines
BEGIN, END = f".gradus-{HOST}-", ".part"


def made(folder: Path) -> Path:
    """A new, empty file in a folder, whose name says whose it is."""
    handle, name = tempfile.mkstemp(END, f"{BEGIN}{os.getpid()}-", folder)
    os.close(handle)
    return Path(name)


def clear(folder: Path) -> None:
    """Remove the files of this machine's programs that have ended in the middle of writing.

    Where a process cannot be asked for, those that nobody has written to for a day.
    """
    with suppress(OSError):
        for part in folder.glob(f"{BEGIN}*{END}"):
            with suppress(OSError):
                if _left(part):
                    part.unlink()


def _left(part: Path) -> bool:
    owner = part.name[len(BEGIN) :].split("-")[0]
    if not owner.isdecimal() or part.is_symlink() or not part.is_file():
        return False
    if os.name == "posix":
        return not is_alive(int(owner))
    return time() - part.lstat().st_mtime > OLD
