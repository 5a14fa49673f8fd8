"""Columns of equal length under their names: the learner's data, frozen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.codes import Codes, carried, codes
from engine.data.codes import light as coded
from engine.data.mapped import Handle, heavy, light

Column = NDArray[Any]
Cell = float | int | str
Indices = NDArray[np.int64]
SOME = 64  # rows in which other columns differ already, but for few


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """Named columns of shape (rows,): float64 for numbers, objects (str or int) for class names.

    A table is never changed: every edit is a new table that shares the columns left alone.
    """

    columns: Mapping[str, Column]

    def __post_init__(self) -> None:
        for column in self.columns.values():
            column.flags.writeable = False

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table) or list(self.columns) != list(other.columns):
            return False
        return all(_same(column, other.columns[name]) for name, column in self.columns.items())

    def __reduce__(self) -> tuple[Any, ...]:
        """Between processes, columns that lie in files travel as their names, classes as codes."""
        return _rebuilt, ({name: _sent(column) for name, column in self.columns.items()},)

    def __hash__(self) -> int:
        return hash((self.names, self.rows))

    @property
    def rows(self) -> int:
        """How many rows there are; a table without columns has none."""
        return len(next(iter(self.columns.values()), ()))

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in their order."""
        return tuple(self.columns)

    def row(self, index: int) -> dict[str, Cell]:
        """One row's cells by column name."""
        return {name: column[index] for name, column in self.columns.items()}

    def matrix(self, names: Sequence[str]) -> NDArray[np.float64]:
        """The named numeric columns side by side, shape (rows, names)."""
        if not names:
            return np.empty((self.rows, 0))
        return np.column_stack([self.columns[name] for name in names]).astype(np.float64)

    def replace(self, **columns: Column) -> Table:
        """The same table with whole columns exchanged or added."""
        return Table({**self.columns, **columns})

    def append(self, rows: Iterable[Mapping[str, Cell]]) -> Table:
        """The table with rows added at its end; each row names every column."""
        added = list(rows)
        return self._each(lambda column, new: np.concatenate([column, new]), added)

    def delete(self, indices: Sequence[int] | Indices) -> Table:
        """The table without the rows at ``indices``."""
        return self._each(lambda column, _: np.delete(column, indices))

    def take(self, indices: Indices) -> Table:
        """The rows at ``indices``, in that order: sorted, picked out or repeated."""
        return self._each(lambda column, _: column[indices])

    def insert(self, at: int, rows: Iterable[Mapping[str, Cell]]) -> Table:
        """The table with rows put in before the row ``at``; each row names every column."""
        return self._each(
            lambda column, new: np.concatenate([column[:at], new, column[at:]]), list(rows)
        )

    def put(self, index: int, cells: Mapping[str, Cell]) -> Table:
        """The table with some cells of one row changed."""
        return self.put_rows(np.array([index]), cells)

    def put_rows(self, indices: Indices, cells: Mapping[str, Cell | Column]) -> Table:
        """The table with cells of some rows changed, each to one value or to one a row."""
        columns = dict(self.columns)
        for name, values in cells.items():
            columns[name] = columns[name].copy()
            columns[name][indices] = values
        return Table(columns)

    def _each(
        self, change: Callable[[Column, Column], Column], rows: Sequence[Mapping[str, Cell]] = ()
    ) -> Table:
        """The table whose columns a change makes of the columns and of further rows' cells."""
        columns = {}
        for name, column in self.columns.items():
            cells = [row[name] for row in rows]
            new = change(column, _column_like(column, cells))
            columns[name] = carried(column, new, change, cells)
        return Table(columns)

    def rename(self, old: str, new: str) -> Table:
        """The table with another name for a column, in its place."""
        return Table({new if name == old else name: self.columns[name] for name in self.columns})


def _sent(column: Column) -> Column | Handle | Codes:
    return coded(column) if column.dtype == object else light(column)


def _rebuilt(columns: Mapping[str, Column | Handle | Codes]) -> Table:
    return Table(
        {
            name: sent.column() if isinstance(sent, Codes) else heavy(sent)
            for name, sent in columns.items()
        }
    )


def numbers(values: Iterable[float]) -> Column:
    """A numeric column, float64."""
    return np.array(list(values), dtype=np.float64)


def labels(values: Iterable[str | int]) -> Column:
    """A column of class names, kept as they are."""
    return _objects(list(values))


def _objects(cells: list[Any]) -> Column:
    column = np.empty(len(cells), dtype=object)
    column[:] = cells
    return column


def classes(column: Column) -> tuple[str | int, ...]:
    """The different class names of a column, sorted: integers by size, text by letters."""
    known = codes(column)
    if known is not None:
        return known.labels
    return tuple(sorted(set(column.tolist()), key=lambda label: (isinstance(label, str), label)))


def values(column: Column) -> tuple[str | int, ...]:
    """The different values of a column of names or whole numbers, by first appearance."""
    known = codes(column)
    if known is None:
        return tuple(dict.fromkeys(column.tolist()))
    first = np.empty(len(known.labels), dtype=np.int64)
    first[known.places[::-1]] = np.arange(len(column))[::-1]  # of several, the last one stays
    return tuple(known.labels[place] for place in np.argsort(first))


def _column_like(column: Column, values: list[Cell]) -> Column:
    return _objects(values) if column.dtype == object else np.array(values, dtype=np.float64)


def _same(left: Column, right: Column) -> bool:
    if left is right or left.dtype != right.dtype:
        return left is right
    if left.dtype == object or left.shape != right.shape:
        return bool(np.array_equal(left, right))
    if not np.array_equal(left[:SOME], right[:SOME], equal_nan=True):
        return False
    one, other = (np.ascontiguousarray(column).view(np.int64) for column in (left, right))
    return np.array_equal(one, other) or np.array_equal(left, right, equal_nan=True)
