"""Files read with one clear sentence when that fails, and written whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from engine.errors import EngineError


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


def read_json(path: Path) -> Any:
    """The parsed document of a JSON file; keys given twice are refused."""
    text = read_text(path)
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise EngineError(
            "is not JSON: {why} in line {line}, column {column}",
            path.name,
            why=error.msg,
            line=error.lineno,
            column=error.colno,
        ) from error
    except EngineError as error:
        raise error.at(path.name) from error
    except (RecursionError, ValueError) as error:
        raise EngineError("is not JSON that can be read", path.name) from error


def write_text(path: Path, text: str | Iterable[str]) -> None:
    """Write a text file beside its place and move it there, so that the old one survives failure.

    ``text`` may come in pieces; a failure in the middle leaves nothing behind. A link is followed,
    and what is no file, such as a terminal, is written into.
    """
    try:
        if _is_device(path):
            return _write_into(path, text)
        path = Path(os.path.realpath(path))
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise EngineError("cannot be written: {why}", str(path), why=_why(error)) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.writelines([text] if isinstance(text, str) else text)
            stream.flush()
            os.fsync(stream.fileno())
        keep_mode(path, part)
        part.replace(path)
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
        with tempfile.TemporaryFile(dir=Path(os.path.realpath(path)).parent):
            pass
    except OSError as error:
        raise EngineError("cannot be written: {why}", str(path), why=_why(error)) from error


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise EngineError("is a folder, not a file", str(path))


def _write_into(path: Path, text: str | Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines([text] if isinstance(text, str) else text)


def keep_mode(path: Path, part: Path) -> None:
    """Give the new file the old one's permissions, or a new file's usual ones."""
    if path.exists():
        part.chmod(path.stat().st_mode & 0o777)
    else:
        umask = os.umask(0)
        os.umask(umask)
        part.chmod(0o666 & ~umask)


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
