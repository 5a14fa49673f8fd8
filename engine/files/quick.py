"""The quick way through a large table: its cells are cut out by polars, its frame as always."""

from __future__ import annotations

import importlib
import inspect
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.files.delimiters import HEAD, delimited, only_first_quoted, parsed
from engine.files.encodings import Decoded
from engine.files.frame import TAIL, frame_of
from engine.files.limits import check_cells
from engine.files.numbers import MISSING_NUMBERS
from engine.files.points import guess_decimal
from engine.files.sheet import Row, Sheet, header_question
from engine.files.source import Options

GONE = list(MISSING_NUMBERS)
FEWEST_ROWS = 20  # at the start, from which the frame is found
LEAST = 200_000  # bytes; below them the careful way is quick enough


def read_quickly(found: Decoded, options: Options) -> Sheet | None:
    """The table where every line is a row of the same width; None where it may not be."""
    text, delimiter = delimited(found.text, options)
    if delimiter == " " or ("\r" in text and "\r" in text.replace("\r\n", "\n")):
        return None
    head = _rows(text[: text.rfind("\n", 0, HEAD) + 1], delimiter)
    tail = _rows(text[text.rfind("\n", 0, len(text) - 4000) + 1 :], delimiter)
    if len(head) < FEWEST_ROWS or not tail or not _lines_in_order(head):
        return None
    decimal = options.decimal or guess_decimal([cells for _, cells in head], delimiter)
    told = replace(options, delimiter=delimiter, decimal=decimal)
    return _by_polars(text, head, tail, told)


def distinct(cells: Any) -> tuple[list[Any], NDArray[np.int32]]:
    """The different texts of a series, and for each row the place of its text."""
    import polars

    frame = polars.DataFrame({"cell": cells})
    different = frame["cell"].unique()
    index = polars.DataFrame(
        {"cell": different, "place": polars.Series(range(len(different)), dtype=polars.Int32)}
    )
    joined = frame.join(index, on="cell", how="left", nulls_equal=True, maintain_order="left")
    return different.to_list(), joined["place"].to_numpy()


def warm_up() -> None:
    """Load what large files are read with, before there is one."""
    importlib.import_module("polars")


def _by_polars(text: str, head: list[Row], tail: list[Row], options: Options) -> Sheet | None:
    import polars  # slow to import, and small files do without

    frame = frame_of(head, options, options.decimal or ".", only_first_quoted(text[:HEAD]))
    if any(len(cells) != frame.width for _, cells in head[frame.start :]):
        return None
    start = head[frame.start][0]
    if _totals(tail, frame.width):
        return None
    lines = text.count("\n") + (not text.endswith("\n")) - (start - 1)
    check_cells(lines, frame.width)
    try:
        table = polars.read_csv(
            text[_offset(text, start) :].encode(),
            has_header=False,
            separator=options.delimiter or ",",
            infer_schema=False,
            **_strict(polars),
        )
    except (polars.exceptions.PolarsError, ValueError):
        return None
    if table.shape != (lines, frame.width) or _may_be_short(table, text, options):
        return None
    columns = tuple(_cells(series, options.decimal) for series in table.iter_columns())
    return Sheet(
        "csv",
        replace(options, header=frame.header),
        frame.names,
        columns,
        range(start, start + lines),
        row_names=() if frame.row_names is None else (frame.row_names,),
        questions=header_question(frame, options),
    )


def _strict(polars: Any) -> dict[str, Any]:
    """That rows of another width are refused, as far as this version has to be told."""
    known = inspect.signature(polars.read_csv).parameters
    return {"missing_columns": "raise"} if "missing_columns" in known else {}


def _may_be_short(table: Any, text: str, options: Options) -> bool:
    """Whether some rows may end early, or a cell hold what must be looked at one by one."""
    if table.row(-1)[-1] is None or any(
        all(cell is None for cell in row) for row in table.tail(3).rows()
    ):
        return True
    if '"' in text:
        return bool(table.to_series(-1).null_count())
    return bool(text.count(options.delimiter or ",") < (table.width - 1) * table.height)


def _offset(text: str, line: int) -> int:
    """Where a line begins, counted from 1."""
    place = 0
    for _ in range(line - 1):
        place = text.index("\n", place) + 1
    return place


def _cells(series: Any, decimal: str | None) -> Any:
    """A column as numbers where all of its cells are some or none, else as text."""
    import polars

    if decimal == ".":
        values = series.cast(polars.Float64, strict=False)
        others = series.filter(values.is_null()).str.strip_chars().fill_null("")
        if len(others) < len(series) and bool(others.str.to_lowercase().is_in(GONE).all()):
            return values.to_numpy().astype(np.float64)
    bare = series.str.strip_chars()
    if bare.str.starts_with("'").any():  # an apostrophe that keeps a spreadsheet from running it
        bare = bare.str.replace(r"^'('*[=+\-@\t\r])", "$1")
    return bare


def _rows(text: str, delimiter: str) -> list[Row]:
    import csv

    try:
        return parsed(text, delimiter, strict=True)
    except (csv.Error, EngineError):
        return []


def _lines_in_order(head: list[Row]) -> bool:
    """Whether each line is one row: no cell has several lines, none is empty after the first."""
    first = head[0][0]
    return [line for line, _ in head] == list(range(first, first + len(head)))


def _totals(tail: list[Row], width: int) -> bool:
    return any(len(cells) != width or not cells[0] for _, cells in tail[-TAIL:][1:])
