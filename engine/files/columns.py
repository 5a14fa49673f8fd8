"""From the cells of a sheet to a table: numbers or classes, and what is done about gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.moments import mean
from engine.data.table import Column, Table, labels
from engine.errors import EngineError
from engine.experiment.fields import show
from engine.files.numbers import MISSING_CLASSES, MISSING_NUMBERS, days, is_missing, number
from engine.files.sheet import MOST_LEFT_OUT, Cells, Sheet
from engine.files.source import LeftOut

OK, MISSING, WRONG = 0, 1, 2  # what a cell is


@dataclass(frozen=True, slots=True)
class Read:
    """One column: its values, and for each row whether it has one."""

    kind: str  # "number", "date" or "class"
    values: NDArray[Any]  # float64, NaN where there is none; or objects, "" where there is none
    state: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Finished:
    """A table, and the rows that are not in it."""

    table: Table
    kinds: tuple[str, ...]
    left_out: tuple[LeftOut, ...]  # the first ones, by their lines
    left_out_total: int
    read: tuple[Read, ...] = ()  # all rows, with those left out
    filled: int = 0  # cells of the table that stand for the mean


def finish(sheet: Sheet) -> Finished:
    """The table of a sheet, without the rows that have no value where one is needed.

    ``sheet.options.missing`` says whether such rows are refused (EngineError of the first one),
    left out, or filled with the mean of their column, as far as it has numbers and is not the one
    that is predicted: a row without an answer teaches nothing.
    """
    options = sheet.options
    found = [read_column(cells, options.decimal or ".") for cells in sheet.columns]
    gaps = [column.state == MISSING for column in found]
    for name, column in zip(sheet.names, found, strict=True):
        if len(column.state) and bool((column.state == MISSING).all()):
            raise EngineError("the column {name} is empty", hint=EMPTY_COLUMN, name=repr(name))
    for name, column, cells in zip(sheet.names, found, sheet.columns, strict=True):
        if column.kind == "number" and _mixes_percent(cells, column):
            raise EngineError(
                "the column {name} mixes percentages and plain numbers",
                hint=MIXED_HINT,
                name=repr(name),
            )
    if options.missing == "mean":
        target = options.target if options.target in sheet.names else sheet.names[-1]
        pairs = zip(sheet.names, found, strict=True)
        found = [column if name == target else _filled(column) for name, column in pairs]
    bad = np.zeros(len(sheet.lines), dtype=bool)
    for column in found:
        bad |= column.state != OK
    left_out = _reasons(sheet, found, np.flatnonzero(bad)[:MOST_LEFT_OUT])
    _refuse(sheet, left_out)
    total = int(bad.sum()) + sheet.skipped
    if bad.all():
        raise EngineError("has no row that could be used", hint="look at the rows left out")
    rows = slice(None) if not bad.any() else np.flatnonzero(~bad)
    columns = {name: _column(read, rows) for name, read in zip(sheet.names, found, strict=True)}
    together = sorted((*sheet.ragged, *left_out), key=lambda row: row.line)[:MOST_LEFT_OUT]
    kinds = tuple(read.kind for read in found)
    filled = sum(int((gap & ~bad).sum()) for gap in gaps)
    return Finished(Table(columns), kinds, tuple(together), total, tuple(found), filled)


EMPTY_COLUMN = "fill in or delete the column"
MIXED_HINT = "write all of its cells with %, or none"
GAP = "fill it in, or choose what is done under “Empty cells”"
NO_NUMBER = "mend it, or choose under “Empty cells” to leave such rows out"


def read_column(cells: Cells, decimal: str = ".") -> Read:
    """Numbers where most of the filled cells are numbers, dates or class names elsewhere."""
    if isinstance(cells, np.ndarray):
        values = np.asarray(cells, dtype=np.float64)
        state = np.where(np.isnan(values), MISSING, np.where(np.isinf(values), WRONG, OK))
        return Read("number", values, state.astype(np.int8))
    plain = [cell if isinstance(cell, float) else _number(cell, decimal) for cell in cells]
    empty = [_is_empty(cell, MISSING_NUMBERS) for cell in cells]
    filled = len(cells) - sum(empty)
    if 2 * sum(value is not None and value == value for value in plain) > filled or not filled:
        return _numeric(plain, empty)
    dates = [days(cell) if isinstance(cell, str) else None for cell in cells]
    if sum(date is not None for date in dates) == filled:
        return replace(_numeric(dates, empty), kind="date")
    gone = np.array([_is_empty(cell, MISSING_CLASSES) for cell in cells])
    names = labels("" if cell is None else str(cell) for cell in cells)
    return Read("class", names, np.where(gone, MISSING, OK).astype(np.int8))


def _mixes_percent(cells: Cells, column: Read) -> bool:
    """Whether 15% and 0.15 stand side by side: the same amount would be two numbers."""
    if isinstance(cells, np.ndarray):
        return False
    signed = [isinstance(cell, str) and "%" in cell for cell in cells]
    return len(set(np.array(signed, dtype=bool)[column.state == OK].tolist())) == 2


def _numeric(values: Sequence[float | None], empty: Sequence[bool]) -> Read:
    numbers = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    state = np.where(np.isfinite(numbers), OK, WRONG)
    state[np.array(empty, dtype=bool)] = MISSING
    return Read("number", numbers, state.astype(np.int8))


def _number(cell: object, decimal: str) -> float | None:
    return number(cell, decimal) if isinstance(cell, str) else None


def _is_empty(cell: object, missing: frozenset[str]) -> bool:
    if isinstance(cell, float):
        return cell != cell
    return cell is None or (isinstance(cell, str) and is_missing(cell, missing))


def _filled(column: Read) -> Read:
    if column.kind == "class":
        return column
    values, state = column.values.copy(), column.state.copy()
    gaps = state == MISSING
    values[gaps] = mean(values[state == OK]) if (state == OK).any() else np.nan
    state[gaps] = np.where(np.isfinite(values[gaps]), OK, WRONG)
    return Read(column.kind, values, state)


def _column(read: Read, rows: Any) -> Column:
    column: Column = read.values[rows]
    return column


def _reasons(sheet: Sheet, found: list[Read], rows: NDArray[np.int64]) -> tuple[LeftOut, ...]:
    result = []
    for row in rows.tolist():
        place = next(i for i, column in enumerate(found) if column.state[row] != OK)
        line = sheet.lines[row]
        where = f"{sheet.unit} {line}, column {sheet.names[place]}"
        cell = sheet.columns[place][row]
        result.append(LeftOut(line, _reason(found[place].state[row], cell, where)))
    return tuple(result)


def _reason(state: int, cell: Any, where: str) -> EngineError:
    text = "" if cell is None else str(cell)
    if state == MISSING and (not text or isinstance(cell, float)):
        return EngineError("is an empty cell", where, GAP)
    if state == MISSING:
        return EngineError("stands for no value: {got}", where, GAP, got=show(text))
    if text.lower().lstrip("+-").startswith("inf"):
        return EngineError("must be a finite number, got {got}", where, NO_NUMBER, got=show(text))
    return EngineError("must be a number, got {got}", where, NO_NUMBER, got=show(text))


def _refuse(sheet: Sheet, left_out: tuple[LeftOut, ...]) -> None:
    """Raise the first reason that the learner has not agreed to."""
    refused: list[LeftOut] = []
    if sheet.options.ragged == "refuse":
        refused += sheet.ragged[:1]
    if sheet.options.missing == "refuse":
        refused += left_out[:1]
    if refused:
        raise min(refused, key=lambda row: row.line).reason
