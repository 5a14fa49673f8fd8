"""Edits of many rows: delete, repeat, exchange by text with a spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data import numerals
from engine.data.cells import plain, safe
from engine.data.names import clean, composed
from engine.data.table import Cell, Column, Table
from engine.edits import parts as edits
from engine.errors import EngineError
from engine.experiment import Experiment

Rows = NDArray[np.int64]
CLIPBOARD = "the clipboard"


def delete_rows(experiment: Experiment, rows: Rows) -> Experiment:
    """The table without some rows."""
    return _with(experiment, experiment.data.table.delete(rows))


def duplicate_rows(experiment: Experiment, rows: Rows) -> Experiment:
    """Some rows once more, at the table's end and in their order."""
    table = experiment.data.table
    return _with(experiment, table.take(np.concatenate([np.arange(table.rows), rows])))


def set_cells(experiment: Experiment, rows: Rows, column: str, value: Cell) -> Experiment:
    """One value in a column of some rows."""
    return _with(experiment, experiment.data.table.put_rows(rows, {column: value}))


def append_table(experiment: Experiment, more: Table) -> Experiment:
    """The rows of a table with the same columns, at the end."""
    table = experiment.data.table
    columns = {
        name: np.concatenate([column, more.columns[name]]) if table.rows else more.columns[name]
        for name, column in table.columns.items()
    }
    return _with(experiment, Table(columns))


def as_text(table: Table, rows: Rows, *, named: bool = True) -> str:
    """Some rows as a spreadsheet program takes them: the names if wanted, a line each, by tabs.

    Numbers keep every bit; text that a spreadsheet would run as a formula gets an apostrophe.
    """
    part = table.take(rows)
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    if named:
        writer.writerow([safe(name) for name in table.names])
    writer.writerows(zip(*(map(_written, c.tolist()) for c in part.columns.values()), strict=True))
    return buffer.getvalue()


def from_text(table: Table, text: str) -> Table:
    """Rows for a table from copied cells: with a header in any order, or all columns in theirs.

    Raises EngineError where the columns are others, or a cell is not what its column holds.
    """
    lines = [line for line in csv.reader(io.StringIO(text), delimiter="\t") if any(line)]
    if not lines:
        raise EngineError("has no cells", CLIPBOARD, "copy rows of a table first")
    head = [clean(plain(cell.strip())) for cell in lines[0]]
    has_head = sorted(head) == sorted(table.names)
    names = head if has_head else list(table.names)
    body = list(enumerate(lines, start=1))[1 if has_head else 0 :]
    for place, line in body:
        if len(line) != len(names):
            raise EngineError(
                "has {got} cells, but the table has {count} columns",
                f"{CLIPBOARD}, line {place}",
                "copy cells of all columns",
                got=len(line),
                count=len(names),
            )
    cells = {name: [(place, line[i]) for place, line in body] for i, name in enumerate(names)}
    return Table({name: _column(table.columns[name], cells[name]) for name in table.names})


def cell_of(column: Column, text: str, where: str) -> Cell:
    """What a typed text is in a column: a number, a whole-number label, or a word."""
    bare = text.strip()
    if column.dtype != object:
        return number_of(bare, where)
    if len(column) and isinstance(column[0], int):
        value = number_of(bare, where)
        if value.is_integer():
            return int(value)
        raise EngineError("must be a whole number, got {got}", where, got=repr(bare))
    if not bare:
        raise EngineError("must not be empty", where)
    return composed(bare)


def number_of(text: str, where: str) -> float:
    """The number that was typed or pasted; 1,000 is refused, as it may be a thousand or a one."""
    value = numerals.number(text, where)
    if not np.isfinite(value):
        raise EngineError("must be a number, got {got}", where, got=repr(text.strip()))
    return value


def _column(like: Column, cells: Sequence[tuple[int, str]]) -> Column:
    found = [cell_of(like, plain(cell), f"{CLIPBOARD}, line {place}") for place, cell in cells]
    empty = Table({"": like}).take(np.empty(0, dtype=np.int64))
    return empty.append([{"": cell} for cell in found]).columns[""]


def _written(cell: Any) -> str:
    if isinstance(cell, str):
        return safe(cell)
    whole = isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53
    return str(int(cell)) if whole and str(cell) != "-0.0" else repr(cell)


def _with(experiment: Experiment, table: Table) -> Experiment:
    return edits.with_table(experiment, table)
