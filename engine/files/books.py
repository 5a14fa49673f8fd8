"""Workbooks: .xlsx, .xls and .ods, one sheet of them."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engine.errors import EngineError
from engine.files.limits import MOST_TEXT, check_cells, part_of, unpacked
from engine.files.sheet import Row, Sheet, from_rows
from engine.files.source import Options

OLD = b"\xd0\xcf\x11\xe0"
CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"'
)
SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
MOST_MERGES = 10_000
LOCKED = "EncryptedPackage".encode("utf-16-le")
DAMAGED = "is damaged, or not of the kind that its name says"
REPEATED = re.compile(rb'number-(rows|columns)-repeated="(\d+)"([^>]*)>')


def read_book(content: bytes, options: Options) -> Sheet:
    """One sheet of a workbook: the one asked for, else the first that has a table."""
    if not content.startswith((OLD, b"PK")):
        return _in_disguise(content, options)
    if content.startswith(OLD) and LOCKED in content:
        raise EngineError("has a password", hint="save a copy without a password, and open that")
    import fastexcel  # slow to import, and few files need it

    parts = _checked(content)
    try:
        book = fastexcel.read_excel(content)
        names = tuple(book.sheet_names)
        if options.sheet is not None and options.sheet not in names:
            raise EngineError("has no sheet {sheet}", hint="choose one of its sheets",
                              sheet=repr(options.sheet))  # fmt: skip
        order = _visible_first(content, names)
        wanted = options.sheet or _first(book, order)
        frame = book.load_sheet(wanted, header_row=None, dtypes="string").to_polars()
        check_cells(*frame.shape)
        part = parts.get(names.index(wanted), Part())
        rows, used = _filled(merged(frame.rows(), part), part.first_row)
        if not rows:
            raise EngineError("the sheet {sheet} is empty", sheet=repr(wanted))
        sheet = from_rows("excel", rows, replace(options, sheet=wanted), "row", order)
        if not len(sheet.lines):
            return sheet
        body = int(sheet.lines[0])
        exact = book.load_sheet(
            wanted, header_row=None, skip_rows=body - part.first_row
        ).to_polars()
    except fastexcel.FastExcelError as error:
        raise EngineError(DAMAGED) from error
    return _with_numbers(sheet, exact, used, body)


def sheet_names(content: bytes) -> tuple[str, ...]:
    """The sheets of a workbook, hidden ones last; raises EngineError where it is damaged."""
    import fastexcel

    _checked(content)
    try:
        return _visible_first(content, tuple(fastexcel.read_excel(content).sheet_names))
    except fastexcel.FastExcelError as error:
        raise EngineError(DAMAGED) from error


def _in_disguise(content: bytes, options: Options) -> Sheet:
    """What is called a workbook and is a page of HTML, or text: many sites write those."""
    from engine.files.markup import is_page, read_page
    from engine.files.text import read_text

    if is_page(content):
        return read_page(content, options)
    try:
        sheet = read_text(content, options)
    except EngineError as error:
        raise EngineError(DAMAGED) from error
    if len(sheet.names) < 2:
        raise EngineError(DAMAGED)
    return sheet


def _with_numbers(sheet: Sheet, exact: Any, used: list[int], body: int) -> Sheet:
    """The sheet with every digit of its columns of numbers: their texts are rounded."""
    columns = list(sheet.columns)
    rows = np.array(sheet.lines, dtype=np.int64) - body
    for place in range(len(columns)):
        source = used[place] if place < len(used) else exact.width
        if source < exact.width and exact.dtypes[source].is_numeric() and rows[-1] < exact.height:
            values = exact.to_series(source).to_numpy()
            columns[place] = np.asarray(values, dtype=np.float64)[rows]
    return replace(sheet, columns=tuple(columns))


def _visible_first(content: bytes, names: tuple[str, ...]) -> tuple[str, ...]:
    """The sheets in their order, those that the book hides at the end."""
    if content.startswith(OLD) or "xl/workbook.xml" not in (packed := unpacked(content)).namelist():
        return names
    tags = SHEET.findall(part_of(packed, "xl/workbook.xml"))
    if len(tags) != len(names):
        return names
    hidden = {name for name, tag in zip(names, tags, strict=True) if b"idden" in tag}
    return tuple(sorted(names, key=lambda name: name in hidden))


def _first(book: Any, names: tuple[str, ...]) -> str:
    """The first sheet with a table: at least two columns and two rows with something in them."""
    if not names:
        raise EngineError("is empty")
    filled = []
    for name in names:
        head = book.load_sheet(name, header_row=None, n_rows=40, dtypes="string").to_polars()
        rows = [row for row in head.rows() if sum(bool(cell) for cell in row) >= 2]
        if len(rows) >= 2:
            return name
        if any(any(row) for row in head.rows()):
            filled.append(name)
    return (filled or list(names))[0]


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


@dataclass(frozen=True, slots=True)
class Part:
    """What a sheet's own text says about its cells."""

    first_row: int = 1  # the first one in use
    first_column: int = 1
    merges: tuple[tuple[int, int, int, int], ...] = ()  # rows and columns, from and to


def merged(rows: list[tuple[str | None, ...]], part: Part) -> list[tuple[str | None, ...]]:
    """The rows with a merged cell's value in every cell that it covers."""
    if not part.merges or not rows:
        return rows
    cells = [list(row) for row in rows]
    for top, left, bottom, right in part.merges:
        up, side = top - part.first_row, left - part.first_column
        if not (0 <= up < len(cells) and 0 <= side < len(cells[0])):
            continue
        wide = right > left and bottom == top and _alone(cells[up], side, right - left)
        for row in range(up, min(bottom - part.first_row + 1, len(cells))):
            for column in range(side, min(right - part.first_column + 1, len(cells[0]))):
                if not wide and not cells[row][column]:
                    cells[row][column] = cells[up][side]
    return [tuple(row) for row in cells]


def _alone(row: list[str | None], side: int, more: int) -> bool:
    """Whether a merged cell is all there is in its row: a title over the table."""
    return not any(cell for place, cell in enumerate(row) if not side <= place <= side + more)


def _checked(content: bytes) -> dict[int, Part]:
    """What each sheet says about its cells, by its place, where the file says it.

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
        raise EngineError(DAMAGED)
    _check_letters(packed)
    return {place: _check_corner(part_of(packed, name)) for place, name in enumerate(sheets)}


def _place(name: str) -> tuple[int, str]:
    digits = re.findall(r"\d+", name)
    return int(digits[-1][:9]) if digits else 0, name


def _check_corner(xml: bytes) -> Part:
    rows, columns = [], []
    for column, row in set(CELL.findall(xml)):
        rows.append(int(row))
        columns.append(_column(column))
    if not rows:
        return Part()
    check_cells(max(rows) - min(rows) + 1, max(columns) - min(columns) + 1)
    merges = tuple(
        (int(top), _column(left), int(bottom), _column(right))
        for left, top, right, bottom in MERGED.findall(xml)[:MOST_MERGES]
    )
    return Part(min(rows), min(columns), merges)


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
