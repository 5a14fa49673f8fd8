"""Long columns that lie in files, so that processes share them instead of sending them."""

from __future__ import annotations

import weakref
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
_paths: dict[int, Path] = {}  # by the identity of columns that are alive


@dataclass(frozen=True, slots=True)
class Handle:
    """What is sent in the place of such a column."""

    path: Path


def mapped(path: Path) -> Column:
    """The column in an .npy file; the file goes when nobody in this process has the column."""
    column: Column = np.asarray(np.load(path, mmap_mode="r"))
    _paths[id(column)] = path
    weakref.finalize(column, _forget, id(column), path)
    return column


def light(column: Column) -> Column | Handle:
    """The handle of a column that lies in a file, or the column itself."""
    path = _paths.get(id(column))
    return Handle(path) if path is not None and path.exists() else column


def heavy(column: Column | Handle) -> Column:
    """The column that was meant; the file still belongs to the process that has made it."""
    if isinstance(column, Handle):
        return np.asarray(np.load(column.path, mmap_mode="r"))
    return column


def _forget(key: int, path: Path) -> None:
    _paths.pop(key, None)
    with suppress(OSError):  # a system may keep files that are in use; they go with their folder
        path.unlink()
