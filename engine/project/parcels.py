"""Projects between two processes: each column travels once, however often it is spoken of."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np

from engine.data.codes import Codes, codes
from engine.data.mapped import Handle, mapped
from engine.data.table import Column, Table

Sent = Column | Codes | Handle
Numbered = tuple[tuple[str, int], ...]  # a table: its columns' names and numbers


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something packed; ``new`` are the columns that are sent for the first time.

    Columns of the numbers in ``forgotten`` are spoken of no more.
    """

    new: Mapping[int, Sent]
    forgotten: tuple[int, ...]
    body: bytes


class Packer:
    """Packs for one receiver and knows which columns that one has.

    Other rows of numbers travel as columns do where they have more than ``beside`` bytes.
    """

    def __init__(
        self, light: Callable[[int, Column], Sent] | None = None, beside: float = inf
    ) -> None:
        self._light, self._beside = light or light_column, beside
        self._columns: dict[int, tuple[int, Column]] = {}  # numbers, by the columns' identities
        self._last = 0

    def pack(self, what: object) -> Parcel:
        """Pack a thing with all tables in it."""
        stream = io.BytesIO()
        before = self._columns
        pickler = _Pickler(stream, self._number, self._beside)
        pickler.dump(what)
        used = pickler.used
        new = {n: self._light(n, column) for key, (n, column) in used.items() if key not in before}
        self._columns = used
        forgotten = tuple(n for key, (n, _) in before.items() if key not in used)
        return Parcel(new, forgotten, stream.getvalue())

    def _number(self, column: Column) -> int:
        known = self._columns.get(id(column))
        if known is not None:
            return known[0]
        self._last += 1
        return self._last


class _Pickler(pickle.Pickler):
    """Puts numbers in the place of columns."""

    def __init__(self, stream: io.BytesIO, number: Callable[[Column], int], beside: float) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self._number, self._beside = number, beside
        self.used: dict[int, tuple[int, Column]] = {}

    def persistent_id(self, what: object) -> Numbered | int | None:
        """A table as the numbers of its columns, a long row as its number."""
        if isinstance(what, Table):
            return tuple((name, self._of(column)) for name, column in what.columns.items())
        if not isinstance(what, np.ndarray) or what.nbytes <= self._beside:
            return None
        return self._of(what) if what.ndim == 1 and what.dtype == np.float64 else None

    def _of(self, column: Column) -> int:
        if id(column) not in self.used:
            self.used[id(column)] = self._number(column), column
        return self.used[id(column)][0]


class Unpacker:
    """Unpacks what one sender has packed, in its order."""

    def __init__(self) -> None:
        self._columns: dict[int, Column] = {}
        self._tables: dict[Numbered, Table] = {}

    def unpack(self, parcel: Parcel) -> Any:
        """The thing; tables that were the same are the same again."""
        for number, sent in parcel.new.items():
            self._columns[number] = _heavy(sent)
        self._tables = {}
        found = _Unpickler(io.BytesIO(parcel.body), self._found).load()
        for number in parcel.forgotten:
            self._columns.pop(number, None)
        return found

    def _found(self, numbered: Numbered | int) -> Table | Column:
        if isinstance(numbered, int):
            return self._columns[numbered]
        if numbered not in self._tables:
            columns = {name: self._columns[number] for name, number in numbered}
            self._tables[numbered] = Table(columns)
        return self._tables[numbered]


class _Unpickler(pickle.Unpickler):
    """Puts columns in the place of their numbers."""

    def __init__(
        self, stream: io.BytesIO, found: Callable[[Numbered | int], Table | Column]
    ) -> None:
        super().__init__(stream)
        self._found = found

    def persistent_load(self, numbered: Numbered | int) -> Table | Column:
        """The table, or the array, that was meant."""
        return self._found(numbered)


def light_column(_: int, column: Column) -> Sent:
    """A column of class names as codes, where it has them."""
    return (codes(column) or column) if column.dtype == object else column


def _heavy(sent: Sent) -> Column:
    if isinstance(sent, Codes):
        return sent.column()
    return mapped(sent.path) if isinstance(sent, Handle) else sent
