"""What text with delimiters is cut into: which delimiter it has, its rows and its comments."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from engine.data.cells import plain
from engine.errors import EngineError
from engine.files.limits import MOST_CELLS, check_cells
from engine.files.numbers import number
from engine.files.sheet import Row
from engine.files.source import Options

DELIMITERS = ";\t|,"  # the first of equals: a comma may be a decimal one
TOLD = re.compile(r'"?sep=([;,|\t ])"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
HEAD = 65_536  # letters that guesses are made from


def delimited(text: str, options: Options) -> tuple[str, str]:
    """The text without Excel's word about the delimiter, and the delimiter."""
    told = TOLD.match(text)
    if told:  # what Excel reads and does not show; the lines after it keep their numbers
        text = "\n" + text[told.end() :]
    delimiter = options.delimiter or (told and told[1])
    return text, delimiter or guess_delimiter(text[:HEAD], options.decimal)


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


def only_first_quoted(head: str) -> bool:
    """Whether all cells of the first line stand in quotes, and none of those under it."""
    lines = [line.strip() for line in head.splitlines() if line.strip()][:20]
    first = lines[0] if lines else ""
    is_quoted = first.startswith('"') and first.endswith('"')
    return is_quoted and len(lines) > 1 and not any('"' in line for line in lines[1:])


def parsed(text: str, delimiter: str, *, strict: bool) -> list[Row]:
    """The rows of delimited text; raises csv.Error for a quote in the middle where ``strict``."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(
        (" ".join(line.split()) + "\n" for line in lines) if delimiter == " " else lines,
        delimiter=delimiter,
        strict=strict,
        skipinitialspace=True,
    )
    rows: list[Row] = []
    comments: list[Row] = []
    cells = 0
    try:
        for row in reader:
            if row and row[0].startswith("#") and _is_comment(row, rows, len(comments)):
                comments.append((reader.line_num, [cell.strip() for cell in row]))
                continue
            if not rows and comments and any(map(number, row)):
                rows += _names_in(comments[-1], len(row))
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


def _is_comment(row: list[str], rows: list[Row], before: int) -> bool:
    """Whether a line that begins with # is none of the table's: # alone may be a name."""
    if rows:
        return len(row) != len(rows[-1][1])
    return len(row) < 2 or before > 0 or row[0].startswith(("# ", "##"))


def _names_in(comment: Row, width: int) -> list[Row]:
    """The last comment over a table of numbers, where it names as many columns."""
    line, cells = comment
    return [(line, [cells[0].lstrip("# "), *cells[1:]])] if len(cells) == width else []


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
