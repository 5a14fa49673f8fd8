"""The quick way through a large, clean table of numbers; what is odd is left to the other way."""

from __future__ import annotations

import importlib
from dataclasses import replace

import numpy as np

from engine.errors import EngineError
from engine.files.limits import check_cells
from engine.files.numbers import number
from engine.files.sheet import Sheet
from engine.files.source import Options
from engine.files.text import from_text

LEAST = 200_000  # bytes; below them the careful way is quick enough
HEAD = 20_000


def read_quickly(content: bytes, options: Options) -> Sheet | None:
    """The table where it is one of numbers in UTF-8, row by row; None where it may not be."""
    if len(content) < LEAST or options.encoding not in (None, "utf-8") or b'"' in content[:HEAD]:
        return None
    try:
        first = _head(content[:HEAD].rpartition(b"\n")[0].decode("ascii"), options)
    except (UnicodeDecodeError, EngineError):
        return None
    cells = [str(cell) for column in first.columns for cell in column]
    if first.skipped or any(number(cell) is None for cell in cells):
        return None
    first_line = 2 if first.options.header else 1
    plain = (
        first.lines[0] == first_line  # no comments, no empty lines, no word about the delimiter
        and first.options.decimal == "."
        and first.options.delimiter != " "
    )
    return _by_polars(content, first) if plain else None


def _head(text: str, options: Options) -> Sheet:
    """The first rows, with everything found out."""
    return from_text(text, replace(options, encoding="utf-8"))


def _by_polars(content: bytes, head: Sheet) -> Sheet | None:
    import polars  # slow to import, and small files do without

    options = head.options
    try:
        frame = polars.read_csv(
            content,
            has_header=False,
            skip_rows=1 if options.header else 0,
            separator=options.delimiter or ",",
            schema={f"{place}": polars.Float64 for place in range(len(head.names))},
            quote_char=None,
        )
    except (polars.exceptions.PolarsError, ValueError):
        return None
    check_cells(*frame.shape)
    columns = [series.to_numpy() for series in frame.iter_columns()]
    if not all(bool(np.isfinite(column).all()) for column in columns):
        return None
    first = 2 if options.header else 1
    return replace(head, columns=tuple(columns), lines=range(first, first + len(frame)))


def warm_up() -> None:
    """Load what large files are read with, before there is one."""
    importlib.import_module("polars")
