"""Autosaves: a folder with the project as it was, whose long columns are written only once.

``autosave.gradus`` is written whole or not at all, and only after the columns that it names; so
whatever ends the program, the folder holds either what was kept before or what was kept last.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engine import storage
from engine.errors import EngineError
from engine.project import arrays, container, reading, writing
from engine.project.arrays import Numbers
from engine.project.container import Container
from engine.project.limits import ABOUT, MOST_FILE, PICTURE
from engine.project.value import Project

FILE = "autosave.gradus"
LARGE = 100_000  # bytes of a column that is a file of its own
SUFFIX = ".autosave"
MOST_TOLD = 10**11  # rows, steps, or seconds since 1970: the year 5138


@dataclass(frozen=True, slots=True)
class Summary:
    """What is said of an autosave before it is opened.

    ``file`` is the learner's file that it is of; empty where there is none. ``stamp`` tells that
    file, as it was known, from one that somebody has written since. ``time`` is in seconds since
    1970, by a clock that may be wrong.
    """

    title: str = ""
    file: str = ""
    time: float = 0.0
    rows: int = 0
    steps: int = 0
    has_report: bool = False
    picture: bytes = b""
    stamp: str = ""


def beside(file: Path) -> Path:
    """The hidden folder of a file's autosave, on the same medium."""
    return file.with_name(f".{file.name}{SUFFIX}")


def file_of(folder: Path) -> Path | None:
    """The file that a folder lies beside, wherever both were brought; None where it is no such."""
    name = folder.name.removeprefix(".").removesuffix(SUFFIX)
    return folder.with_name(name) if name and folder == beside(folder.with_name(name)) else None


class Keeper:
    """Keeps projects and knows the columns that it has written already."""

    def __init__(self) -> None:
        self._hashes: dict[int, tuple[Numbers, str]] = {}  # by identity

    def keep(
        self, project: Project, summary: Summary, folder: Path, device: int | None = None
    ) -> None:
        """Put a project into a folder in the place of what is there; EngineError where it fails.

        ``device`` is the medium that its file was known on.
        """
        _make(folder, summary, device)
        members, columns = writing.parts(project)
        large = {name: column for name, column in columns.items() if column.nbytes > LARGE}
        self._hashes = {id(found): (found, self._hash(found)) for found in large.values()}
        elsewhere = {name: self._hash(found) for name, found in large.items()}
        for name, found in large.items():
            _write_column(folder / f"{elsewhere[name]}.npy", found)
        for name, found in columns.items():
            if name not in large:
                members[name] = arrays.written(found)
        about = asdict(summary)
        members[PICTURE] = about.pop("picture")
        members[ABOUT] = json.dumps(about, ensure_ascii=False).encode()
        said = {**writing.about(), "elsewhere": elsewhere}
        storage.write(folder / FILE, lambda file: container.write(file, members.items(), said))
        _clear(folder, set(elsewhere.values()))

    def _hash(self, column: Numbers) -> str:
        known = self._hashes.get(id(column))
        return known[1] if known else hashlib.sha256(arrays.written(column)).hexdigest()


def kept(folder: Path) -> Project:
    """The project in a folder; EngineError where it is damaged."""
    content = storage.read_bytes(folder / FILE)
    return reading.read(content, folder.name, lambda name: _column(folder, name))


def summary(folder: Path) -> Summary | None:
    """What is in a folder, in a few words; None where there is nothing that could be opened."""
    try:
        return _told_by(folder)
    except EngineError:
        return None


def problem(folder: Path) -> EngineError | None:
    """Why nothing can be said of what is in a folder; None where it can."""
    try:
        _told_by(folder)
    except EngineError as error:
        return error
    return None


def _told_by(folder: Path) -> Summary:
    """What an autosave says of itself."""
    try:
        with (folder / FILE).open("rb") as stream:
            found = Container(stream, lambda name: _column(folder, name))
            about = container.json_of(found.read(ABOUT), ABOUT)
            return _summary(about, found.read(PICTURE))
    except (KeyError, OSError) as error:
        raise EngineError(container.NOT_WHAT_IT_SAYS, folder.name) from error


def remove(folder: Path) -> None:
    """Take an autosave away: its file has been saved, or nobody wants it."""
    with suppress(OSError):
        (folder / FILE).unlink(missing_ok=True)  # first: without it the rest is nothing
    shutil.rmtree(folder, ignore_errors=True)


def there(folder: Path) -> bool:
    """Whether a folder has an autosave."""
    with suppress(OSError):
        return (folder / FILE).is_file()
    return False


def _make(folder: Path, summary: Summary, device: int | None) -> None:
    """Make the folder where it is not there; beside a file that is gone it would be lost."""
    file = Path(summary.file)
    if file.name and folder == beside(file):
        if not file.exists():
            raise EngineError("there is no such file", str(file))
        if storage.is_on_another(file, device, summary.stamp):
            raise EngineError("is on another medium now", str(file))
    try:
        is_new = not folder.exists()
        folder.mkdir(exist_ok=True)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise EngineError("cannot be written: {why}", str(folder), why=why) from error
    if is_new and os.name == "nt" and folder.name.startswith("."):
        with suppress(OSError):  # there a name does not hide anything
            subprocess.run(["attrib", "+h", str(folder)], check=False, capture_output=True)


def _write_column(path: Path, column: Numbers) -> None:
    if not path.exists():
        content = arrays.written(column)
        storage.write(path, lambda file: file.write(content))


def _clear(folder: Path, used: set[str]) -> None:
    """Remove columns that no autosave speaks of any more."""
    with suppress(OSError):
        for path in folder.glob("*.npy"):
            if path.stem not in used:
                with suppress(OSError):
                    path.unlink()


def _column(folder: Path, name: str) -> bytes:
    """The bytes of a column's file; ``name`` is its hash."""
    path = folder / f"{name}.npy"
    if not name.isalnum() or not path.is_file() or path.stat().st_size > MOST_FILE:
        raise EngineError("there is no such file", path.name)
    return storage.read_bytes(path)


def _is_told(value: Any) -> bool:
    """Whether a number is one that a learner could be told."""
    return isinstance(value, str) or 0 <= value < MOST_TOLD


def _summary(about: Any, picture: bytes) -> Summary:
    given: Mapping[str, Any] = about if isinstance(about, dict) else {}
    usual = asdict(Summary())
    fitting = {
        name: value
        for name, value in given.items()
        if name in usual and isinstance(value, type(usual[name])) and _is_told(value)
    }
    return Summary(**{**fitting, "picture": picture})
