"""What every kind of file is read into first: cells under names, each row with its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.files.limits import check_cells
from engine.files.numbers import number
from engine.files.source import LeftOut, Options

Cell = str | float | None
Cells = Sequence[Cell] | NDArray[Any]  # float64 with NaN for what is missing, or anything


@dataclass(frozen=True, slots=True)
class Sheet:
    """Columns as they stand in the file: numbers where the file knows them, text elsewhere."""

    kind: str
    options: Options
    names: tuple[str, ...]
    columns: tuple[Cells, ...]
    lines: Sequence[int]  # where each row is in the file, counted from 1
    unit: str = "line"  # what ``lines`` counts
    ragged: tuple[LeftOut, ...] = ()  # rows left out already, because they do not fit
    sheets: tuple[str, ...] = ()
    skipped: int = 0  # how many there are of ``ragged``, which holds the first ones only


MOST_LEFT_OUT = 100
Row = tuple[int, list[str]]  # the line that it ends on, and its cells


def from_rows(
    kind: str,
    rows: list[Row],
    options: Options,
    unit: str = "line",
    sheets: tuple[str, ...] = (),
) -> Sheet:
    """A sheet of rows of text; the first one has the names unless there are numbers in it."""
    rows = _without_empty_tail(rows)
    if not rows:
        raise EngineError("is empty")
    header = options.header
    if header is None:
        decimal = options.decimal or "."
        header = all(number(cell, decimal) is None for cell in rows[0][1])
    width = len(rows[0][1])
    check_cells(len(rows), width)
    body = rows[1:] if header else rows
    if not body:
        raise EngineError("has a header but no rows", hint="at least two rows are needed")
    names = unique(rows[0][1]) if header else numbered(width)
    good, ragged, count = _sorted_out(body, width, unit)
    columns = tuple([row[place] for _, row in good] for place in range(width))
    lines = [line for line, _ in good]
    return Sheet(
        kind, replace(options, header=header), names, columns, lines, unit, ragged, sheets, count
    )


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """The names of a header, each once: a second ``x`` is ``x_2``, an empty one says its place."""
    found: dict[str, None] = {}
    for place, given in enumerate(names, start=1):
        name = wanted = " ".join(given.split()) or f"column {place}"
        count = 2
        while name in found:
            name, count = f"{wanted}_{count}", count + 1
        found[name] = None
    return tuple(found)


def numbered(count: int) -> tuple[str, ...]:
    """Names for columns that have none: x1, x2, …, y."""
    return (*(f"x{place}" for place in range(1, count)), "y")


def _sorted_out(
    rows: list[Row], width: int, unit: str
) -> tuple[list[Row], tuple[LeftOut, ...], int]:
    """The rows that are as wide as the first one, and why the others are not among them."""
    good = [row for row in rows if len(row[1]) == width]
    odd = [row for row in rows if len(row[1]) != width]
    reasons = tuple(
        LeftOut(
            line,
            EngineError(
                "has {count} cells, but the first row has {first}",
                f"{unit} {line}",
                count=len(cells),
                first=width,
            ),
        )
        for line, cells in odd[:MOST_LEFT_OUT]
    )
    return good, reasons, len(odd)


def _without_empty_tail(rows: list[Row]) -> list[Row]:
    """The rows without a last column that is empty in all: lines often end in a delimiter."""
    while rows and len(rows[0][1]) > 1 and all(not cells or not cells[-1] for _, cells in rows):
        width = len(rows[0][1])
        rows = [(line, cells[:-1] if len(cells) == width else cells) for line, cells in rows]
        if any(len(cells) >= width for _, cells in rows):
            break
    return rows


def floats(column: NDArray[Any]) -> NDArray[np.float64]:
    """Numbers of any type as float64."""
    with np.errstate(over="ignore"):
        return np.asarray(column, dtype=np.float64)
