"""Tables as text: delimiter, decimal point and header are found out."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace

from engine.data.cells import plain
from engine.errors import EngineError
from engine.files.encodings import decoded
from engine.files.limits import MOST_CELLS, check_cells
from engine.files.numbers import number
from engine.files.points import guess_decimal
from engine.files.sheet import Row, Sheet, from_rows
from engine.files.source import Options

DELIMITERS = ";\t|,"  # the first of equals: a comma may be a decimal one
TOLD = re.compile(r'"?sep=([;,|\t ])"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
HEAD = 65_536  # letters that guesses are made from


def read_text(content: bytes, options: Options) -> Sheet:
    """A CSV, TSV or semicolon file."""
    text, encoding = decoded(content, options.encoding)
    return from_text(text, replace(options, encoding=encoding))


def from_text(text: str, options: Options, kind: str = "csv") -> Sheet:
    """A table in text that is decoded already."""
    told = TOLD.match(text)
    if told:  # what Excel reads and does not show; the lines after it keep their numbers
        text = "\n" + text[told.end() :]
    delimiter = options.delimiter or (told and told[1])
    delimiter = delimiter or guess_delimiter(text[:HEAD], options.decimal)
    rows = _rows(text, delimiter)
    decimal = options.decimal or guess_decimal([cells for _, cells in rows], delimiter)
    return from_rows(kind, rows, replace(options, delimiter=delimiter, decimal=decimal))


def guess_delimiter(head: str, decimal: str | None = None) -> str:
    """The delimiter that cuts the first lines into the same number of cells, and into most."""
    lines = [line for line in head.splitlines() if line.strip() and not line.startswith("#")][:50]
    possible = DELIMITERS.replace(decimal or " ", "")
    best = max(possible, key=lambda delimiter: _evenness(lines, delimiter))
    if best == ",":  # or they are decimal commas, and another one cuts the lines into numbers
        others = (other for other in possible if other != "," and _cuts_numbers(lines, other))
        best = next(others, best)
    if _evenness(lines, best)[0] == 0 and all(len(line.split()) > 1 for line in lines):
        return " "
    return best


def _rows(text: str, delimiter: str) -> list[Row]:
    """The rows that are not empty, with the line each ends on; leading comments are left out."""
    try:
        return _parsed(text, delimiter, strict=True)
    except csv.Error as error:
        if "expected after" not in str(error):
            raise
        return _parsed(text, delimiter, strict=False)  # a quote in the middle of a cell


def _parsed(text: str, delimiter: str, *, strict: bool) -> list[Row]:
    lines = io.StringIO(text, newline="")
    reader = csv.reader(
        (" ".join(line.split()) + "\n" for line in lines) if delimiter == " " else lines,
        delimiter=delimiter,
        strict=strict,
        skipinitialspace=True,
    )
    rows: list[Row] = []
    cells = 0
    try:
        for row in reader:
            if not rows and row and row[0].startswith("#"):
                continue
            if any(cell and not cell.isspace() for cell in row):
                rows.append((reader.line_num, [plain(cell.strip()) for cell in row]))
                cells += len(row)
            if cells > MOST_CELLS:
                check_cells(cells, 1)
    except csv.Error as error:
        if strict and "expected after" in str(error):
            raise
        where = f"line {reader.line_num}"
        raise EngineError("is not a table: {why}", where, why=str(error)) from error
    if not rows:
        raise EngineError("is empty")
    check_cells(1, len(rows[0][1]))
    return rows


def _cuts_numbers(lines: list[str], delimiter: str) -> bool:
    """Whether the lines are numbers with decimal commas between these delimiters."""
    return _evenness(lines, delimiter)[0] == 1 and all(
        number(cell.strip(), ",") is not None for line in lines for cell in line.split(delimiter)
    )


def _evenness(lines: list[str], delimiter: str) -> tuple[float, int]:
    """How many of the lines have the most common number of cells, and that number."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        widths = [line.count(delimiter) + 1 for line in lines]
    if not widths:
        return 0.0, 0
    (width, count), *_ = Counter(widths).most_common(1)
    return (0.0, 0) if width == 1 else (count / len(widths), width)
