"""What every kind of file is read into first: cells under names, each row with its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.files.frame import Frame, Row, frame_of
from engine.files.limits import check_cells
from engine.files.names import numbered, unique
from engine.files.source import LeftOut, Options, Question

Cell = str | float | None
# float64 with NaN for what is missing; text and numbers; or a series of text of a large file
Cells = Sequence[Cell] | NDArray[Any]

__all__ = ["Cell", "Cells", "Row", "Sheet", "floats", "from_rows", "numbered", "unique"]


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
    after: tuple[LeftOut, ...] = ()  # totals and notes, which are no rows of the table
    row_names: tuple[str, ...] = ()  # columns that the file itself calls names of its rows
    unread: tuple[tuple[str, EngineError], ...] = ()  # columns that hold neither numbers nor text
    questions: tuple[Question, ...] = ()
    doubtful: tuple[str, ...] = ()  # other encodings that the bytes allow


MOST_LEFT_OUT = 100


def from_rows(
    kind: str,
    rows: list[Row],
    options: Options,
    unit: str = "line",
    sheets: tuple[str, ...] = (),
    quoted: bool = False,
) -> Sheet:
    """A sheet of rows of text; where the table stands among them is found out."""
    frame = frame_of(rows, options, options.decimal or ".", quoted)
    return framed(kind, rows, frame, options, unit, sheets)


def framed(
    kind: str,
    rows: list[Row],
    frame: Frame,
    options: Options,
    unit: str = "line",
    sheets: tuple[str, ...] = (),
) -> Sheet:
    """The sheet that stands in a frame of the rows."""
    check_cells(frame.end - frame.start, frame.width)
    good, ragged, count = _sorted_out(rows[frame.start : frame.end], frame.width, unit)
    columns = tuple([row[place] for _, row in good] for place in range(frame.width))
    return Sheet(
        kind,
        replace(options, header=frame.header),
        frame.names,
        columns,
        [line for line, _ in good],
        unit,
        ragged,
        sheets,
        count,
        frame.after,
        () if frame.row_names is None else (frame.row_names,),
        questions=header_question(frame, options),
    )


def header_question(frame: Frame, options: Options) -> tuple[Question, ...]:
    """What is asked where the first row may be names as well as values."""
    if not frame.doubtful or options.header is not None:
        return ()
    text = EngineError("the first row may hold names or values: it is read as {kind}",
                       kind="names" if frame.header else "values")  # fmt: skip
    return (Question("header", text),)


def _sorted_out(
    rows: list[Row], width: int, unit: str
) -> tuple[list[Row], tuple[LeftOut, ...], int]:
    """The rows that are as wide as most, and why the others are not among them.

    A row may go on with empty cells, and one whose last cells are missing has gaps there.
    """
    good: list[Row] = []
    odd: list[Row] = []
    for line, cells in rows:
        fits = len(cells) == width or (len(cells) > width and not any(cells[width:]))
        (good if fits else odd).append((line, cells[:width]) if fits else (line, cells))
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


def floats(column: NDArray[Any]) -> NDArray[np.float64]:
    """Numbers of any type as float64."""
    with np.errstate(over="ignore"):
        return np.asarray(column, dtype=np.float64)
