"""Columns of class names as numbers of their classes, found once a column and kept beside it."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
Label = str | int


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """``labels`` in their order, and for each row the place of its label: shape (rows,)."""

    labels: tuple[Label, ...]
    places: NDArray[np.int32]

    def column(self) -> Column:
        """The class names themselves, one object a class; its codes are known."""
        found = np.empty(len(self.labels), dtype=object)
        found[:] = self.labels
        column: Column = found[self.places]
        _keep(column, self)
        return column


_known: dict[int, Codes] = {}  # by the identity of columns that are alive


def codes(column: Column) -> Codes | None:
    """A column's codes, sorted: integers by size, text by letters; None for mixed kinds."""
    known = _known.get(id(column))
    if known is not None or column.dtype != object or column.flags.writeable:
        return known
    cells = column.tolist()
    kinds = {type(cell) for cell in cells}
    if not kinds <= {str} and not kinds <= {int}:
        return None
    labels = tuple(sorted(set(cells)))
    places = {label: place for place, label in enumerate(labels)}
    found = np.fromiter(map(places.__getitem__, cells), np.int32, len(cells))
    _keep(column, Codes(labels, found))
    return _known[id(column)]


def light(column: Column) -> Column | Codes:
    """What is sent in the place of a column: its codes, where they are known and the fewer."""
    known = _known.get(id(column))
    return known if known is not None and len(known.labels) < len(column) // 2 else column


def carried(
    old: Column, new: Column, change: Callable[[Column, Column], Column], cells: Sequence[Any] = ()
) -> Column:
    """A column made of another's cells and others, with codes that the same change makes."""
    known = _known.get(id(old))
    if known is None or not known.labels:
        return new
    index = {label: place for place, label in enumerate(known.labels)}
    kind = type(known.labels[0])
    extra = [index.get(cell, -1) if type(cell) is kind else -1 for cell in cells]
    places = change(known.places, np.array(extra, dtype=np.int32))
    if -1 not in extra and np.bincount(places, minlength=len(index)).all():
        _keep(new, Codes(known.labels, places))
    return new


def _keep(column: Column, known: Codes) -> None:
    column.flags.writeable = False  # else the codes could become wrong
    _known[id(column)] = known
    weakref.finalize(column, _known.pop, id(column), None).atexit = False
