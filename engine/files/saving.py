"""A table as a file for other programs: CSV, TSV, Parquet, Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from engine import storage
from engine.data.cells import safe
from engine.data.table import Column, Table
from engine.errors import EngineError

SUFFIXES = (".csv", ".tsv", ".parquet", ".xlsx")


def save_table(table: Table, path: str | Path) -> None:
    """Write the whole table, or nothing; the file's ending says how.

    In CSV and TSV, text that a spreadsheet program would run as a formula is written with an
    apostrophe before it, which reading takes away. Numbers keep every bit. Raises EngineError where
    the file cannot be written.
    """
    place = Path(path)
    writer = WRITERS.get(place.suffix.lower())
    if writer is None:
        raise EngineError("must end in .csv, .tsv, .parquet or .xlsx", place.name)
    writer(table, place)


def _write_csv(table: Table, path: Path) -> None:
    storage.write_text(path, _lines(table, ","))


def _write_tsv(table: Table, path: Path) -> None:
    storage.write_text(path, _lines(table, "\t"))


def _lines(table: Table, delimiter: str) -> Iterator[str]:
    columns = [_cells(column.tolist()) for column in table.columns.values()]
    yield "\ufeff"  # so that Excel, too, reads Hangul as Hangul
    for row in ([safe(name) for name in table.names], *zip(*columns, strict=True)):
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerow(row)
        yield buffer.getvalue()


def _cells(cells: list[Any]) -> list[str]:
    return [safe(cell) if isinstance(cell, str) else _number(cell) for cell in cells]


def _number(value: float | int) -> str:
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
    return str(int(value)) if whole and str(value) != "-0.0" else repr(value)


def _write_parquet(table: Table, path: Path) -> None:
    _write_made(path, lambda buffer: _frame(table).write_parquet(buffer))


def _write_excel(table: Table, path: Path) -> None:
    if table.rows > 1_048_575 or len(table.names) > 16_384:
        raise EngineError(
            "has more rows or columns than a sheet of Excel", path.name, "save it as CSV or Parquet"
        )
    _write_made(path, lambda buffer: _make_book(_frame(table), buffer))


def _make_book(frame: Any, buffer: io.BytesIO) -> None:
    import xlsxwriter  # slow to import, and only where it is needed

    # A cell that holds text is never run, whatever it begins with; nor shall it become a link.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        frame.write_excel(book, autofit=False, dtype_formats=None)


def _frame(table: Table) -> Any:
    import polars  # slow to import, and only where it is needed

    def series(column: Column) -> Any:
        if column.dtype != object:
            return polars.Series(column)
        cells = column.tolist()
        if all(isinstance(cell, int) for cell in cells):
            return polars.Series(cells, dtype=polars.Int64)
        return polars.Series([str(cell) for cell in cells])

    return polars.DataFrame({name: series(column) for name, column in table.columns.items()})


def _write_made(path: Path, make: Callable[[io.BytesIO], object]) -> None:
    """Write what is made in memory: what libraries say of a full disk is no sentence for people."""
    buffer = io.BytesIO()
    try:
        make(buffer)
    except (ValueError, OverflowError) as error:
        raise EngineError("cannot be written: {why}", str(path), why=str(error)) from error
    storage.write(path, lambda stream: stream.write(buffer.getbuffer()))


WRITERS: dict[str, Callable[[Table, Path], None]] = {
    ".csv": _write_csv,
    ".tsv": _write_tsv,
    ".parquet": _write_parquet,
    ".xlsx": _write_excel,
}
