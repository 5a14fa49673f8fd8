"""Files read with one clear sentence when that fails, and written whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import stat
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

from engine import parts
from engine.errors import EngineError

ANYBODY_WRITES = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
Stamp = tuple[int, int, int]


def named(path: str | Path) -> Path:
    """The file of a name; EngineError for what is none."""
    try:
        return Path(path)
    except TypeError as error:
        raise EngineError("must be a file's name, got {got}", got=type(path).__name__) from error


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, with or without a byte order mark."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EngineError(
            "is not a text file in UTF-8 (byte {position})", path.name, position=error.start
        ) from error


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that is there, may be read and is not empty."""
    try:
        _refuse_folder(path)
        if _is_device(path):
            raise EngineError("is no file but a device or a pipe", str(path))
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise EngineError("there is no such file", str(path)) from error
    except PermissionError as error:
        raise EngineError("may not be read: permission denied", str(path)) from error
    except (OSError, ValueError) as error:
        raise EngineError("cannot be read: {why}", str(path), why=_why(error)) from error
    if not content.strip():
        raise EngineError("is empty", path.name)
    return content


def parsed_json(text: str, name: str) -> Any:
    """The document in a text; refusals say that it is in ``name``."""
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise EngineError(
            "is not JSON: {why} in line {line}, column {column}",
            name,
            why=error.msg,
            line=error.lineno,
            column=error.colno,
        ) from error
    except EngineError as error:
        raise error.at(name) from error
    except (RecursionError, ValueError) as error:
        raise EngineError("is not JSON that can be read", name) from error


def write_text(path: Path, text: str | Iterable[str]) -> None:
    """Write a text file in UTF-8; ``text`` may come in pieces. See ``write``."""
    pieces = [text] if isinstance(text, str) else text
    write(path, lambda stream: stream.writelines(piece.encode() for piece in pieces))


def write(path: Path, fill: Callable[[IO[bytes]], object]) -> None:
    """Write a file beside its place and move it there, so that the old one survives failure.

    A failure in the middle leaves nothing behind, and what a program that was killed has left in
    the folder goes. A link is followed, and what is no file, such as a terminal, is written into.
    """
    try:
        if _is_device(path):
            with open(path, "wb", opener=_at_once) as stream:
                fill(stream)
            return
        place = _followed(path)
        parts.clear(place.parent)
        part = parts.made(place.parent)
    except OSError as error:
        raise EngineError("cannot be written: {why}", str(path), why=_why(error)) from error
    try:
        with part.open("wb") as stream:
            fill(stream)
            stream.flush()
            os.fsync(stream.fileno())
        _exchange(part, place)
    except OSError as error:
        raise EngineError("cannot be written: {why}", str(path), why=_why(error)) from error
    finally:
        part.unlink(missing_ok=True)


def check_writable(path: Path) -> None:
    """Raise EngineError where a file could not be written, before there is anything to write."""
    try:
        _refuse_folder(path)
        if _is_device(path):
            return
        if is_protected(path):
            raise EngineError("is write-protected", str(path), "choose another name")
        with tempfile.TemporaryFile(dir=_followed(path).parent):
            pass
    except OSError as error:
        raise EngineError("cannot be written: {why}", str(path), why=_why(error)) from error


def is_protected(path: Path) -> bool:
    """Whether a file is there that says that it is not to be written."""
    try:
        writable = bool(path.stat().st_mode & ANYBODY_WRITES) and os.access(path, os.W_OK)
    except OSError:
        return False
    return path.is_file() and not writable


def stamp(path: Path) -> Stamp | None:
    """What tells a file from itself after somebody has written it; None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def device(path: Path) -> int | None:
    """Which medium the folder of a file is on, as the system counts them; None where it is none."""
    try:
        return path.parent.stat().st_dev
    except (OSError, ValueError):
        return None


def told(found: Stamp | None) -> str:
    """How a file was, in a few letters that hold on another medium and computer too."""
    return f"{found[1]} {found[2]}" if found is not None else ""


def is_on_another(path: Path, known: int | None, left: str) -> bool:
    """Whether a file is on another medium than it was, and is not as it was ``left``.

    A medium that was pulled may leave its folder behind; one that came back, or a drive that was
    connected again, has the file as it was, and is taken for the same.
    """
    now = device(path)
    return None not in (now, known) and now != known and (not left or told(stamp(path)) != left)


def _followed(path: Path) -> Path:
    """Where a link leads to, whether or not there is anything; OSError where it leads nowhere."""
    place = Path(os.path.realpath(path))
    if place.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return place


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _at_once(name: str, flags: int) -> int:
    """Open without waiting for somebody who reads the other end of a pipe: OSError without one."""
    handle = os.open(name, flags | getattr(os, "O_NONBLOCK", 0))
    if hasattr(os, "O_NONBLOCK"):
        os.set_blocking(handle, True)
    return handle


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise EngineError("is a folder, not a file", str(path))


def _exchange(part: Path, place: Path) -> None:
    """Give the new file the old one's permissions, or a new file's usual ones, and its place."""
    if place.exists():
        mode = place.stat().st_mode & 0o777
        if os.name == "nt":  # where a file that is write-protected cannot be replaced
            place.chmod(mode | stat.S_IWRITE)
    else:
        umask = os.umask(0)
        os.umask(umask)
        mode = 0o666 & ~umask
    part.chmod(mode | stat.S_IWRITE if os.name == "nt" else mode)
    part.replace(place)
    if os.name == "nt":
        place.chmod(mode)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise EngineError("the key {key} is given twice", key=repr(key))
        result[key] = value
    return result


def _why(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return text[:1].lower() + text[1:]
