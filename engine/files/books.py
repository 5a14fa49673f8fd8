"""Workbooks: .xlsx, .xls and .ods, one sheet of them."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from typing import Any

import numpy as np

from engine.errors import EngineError
from engine.files.limits import MOST_TEXT, check_cells, part_of, unpacked
from engine.files.sheet import Row, Sheet, from_rows
from engine.files.source import Options

OLD = b"\xd0\xcf\x11\xe0"
CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
REPEATED = re.compile(rb'number-(rows|columns)-repeated="(\d+)"([^>]*)>')


def read_book(content: bytes, options: Options) -> Sheet:
    """One sheet of a workbook: the one asked for, else the first that is not empty."""
    import fastexcel  # slow to import, and few files need it

    first_rows = _checked(content)
    try:
        book = fastexcel.read_excel(content)
        names = tuple(book.sheet_names)
        wanted = options.sheet or _first(book, names)
        if wanted not in names:
            raise EngineError(
                "has no sheet {sheet}", hint="choose one of its sheets", sheet=repr(wanted)
            )
        frame = book.load_sheet(wanted, header_row=None, dtypes="string").to_polars()
        check_cells(*frame.shape)
        start = first_rows.get(names.index(wanted), 1)
        rows, used = _filled(frame.rows(), start)
        if not rows:
            raise EngineError("the sheet {sheet} is empty", sheet=repr(wanted))
        sheet = from_rows("excel", rows, replace(options, sheet=wanted), "row", names)
        body = start + (sheet.options.header is True)
        exact = book.load_sheet(wanted, header_row=None, skip_rows=body - start).to_polars()
    except fastexcel.FastExcelError as error:
        raise EngineError("is damaged, or not of the kind that its name says") from error
    return _with_numbers(sheet, exact, used, body)


def _with_numbers(sheet: Sheet, exact: Any, used: list[int], body: int) -> Sheet:
    """The sheet with every digit of its columns of numbers: their texts are rounded."""
    columns = list(sheet.columns)
    rows = np.array(sheet.lines, dtype=np.int64) - body
    for place, source in enumerate(used):
        if source < exact.width and exact.dtypes[source].is_numeric() and rows[-1] < exact.height:
            values = exact.to_series(source).to_numpy()
            columns[place] = np.asarray(values, dtype=np.float64)[rows]
    return replace(sheet, columns=tuple(columns))


def _filled(rows: list[tuple[str | None, ...]], start: int) -> tuple[list[Row], list[int]]:
    """The rows and columns with anything in them; the rows with their numbers in the sheet."""
    width = len(rows[0]) if rows else 0
    used = [place for place in range(width) if any(row[place] for row in rows)]
    texts = [
        (line, [(row[place] or "").strip() for place in used])
        for line, row in enumerate(rows, start=start)
        if any(row)
    ]
    return texts, used


def _first(book: Any, names: tuple[str, ...]) -> str:
    """The first sheet with something in it."""
    for name in names:
        if book.load_sheet(name, header_row=None, n_rows=2).height:
            return name
    if not names:
        raise EngineError("is empty")
    return names[0]


def _checked(content: bytes) -> dict[int, int]:
    """The first row in use of each sheet, by its place, where the file says it.

    A reader makes room for everything between the first and the last cell, so that a sheet with
    one cell in its far corner would take all memory there is.
    """
    if content.startswith(OLD):
        return {}  # at most 65,536 rows of 256 cells
    packed = unpacked(content)
    names = packed.namelist()
    if "content.xml" in names:
        _check_spread(part_of(packed, "content.xml"))
        return {}
    sheets = sorted(
        (name for name in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)), key=_place
    )
    if not sheets:
        raise EngineError("is damaged, or not of the kind that its name says")
    _check_letters(packed)
    return {place: _check_corner(part_of(packed, name)) for place, name in enumerate(sheets)}


def _place(name: str) -> tuple[int, str]:
    digits = re.findall(r"\d+", name)
    return int(digits[-1][:9]) if digits else 0, name


def _check_corner(xml: bytes) -> int:
    rows, columns = [], []
    for column, row in set(CELL.findall(xml)):
        rows.append(int(row))
        columns.append(_column(column))
    if not rows:
        return 1
    check_cells(max(rows) - min(rows) + 1, max(columns) - min(columns) + 1)
    return min(rows)


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + letter - 64
    return place


def _check_letters(packed: zipfile.ZipFile) -> None:
    """Texts are kept once, and used as often as a sheet likes."""
    names = packed.namelist()
    if "xl/sharedStrings.xml" not in names:
        return
    longest = max(len(text) for text in part_of(packed, "xl/sharedStrings.xml").split(b"<si>"))
    uses = sum(
        part_of(packed, name).count(b't="s"')
        for name in names
        if name.startswith("xl/worksheets/s")
    )
    if longest > 32_767 * 6 or longest * uses > 50 * MOST_TEXT:
        raise EngineError("has too much text in its cells")


def _check_spread(xml: bytes) -> None:
    """Rows and cells of an .ods may be repeated any number of times."""
    found = REPEATED.findall(xml)
    filled = [
        (kind, int(count[:9])) for kind, count, rest in found if not rest.rstrip().endswith(b"/")
    ]
    rows = max((count for kind, count in filled if kind == b"rows"), default=1)
    columns = max((count for kind, count in filled if kind == b"columns"), default=1)
    if rows > 1 and columns > 1:
        check_cells(rows, columns)
    check_cells(max(rows, xml.count(b"<table:table-row")), 1)
    check_cells(1, columns)
