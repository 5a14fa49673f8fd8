"""Tables as text: encoding, delimiter, decimal point and header are found out."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import replace

from engine.data.files.limits import MOST_CELLS, check_cells
from engine.data.files.points import guess_decimal
from engine.data.files.saving import plain
from engine.data.files.sheet import Row, Sheet, from_rows
from engine.data.files.source import Options
from engine.errors import EngineError

DELIMITERS = ";\t|,"  # the first of equals: a comma may be a decimal one
HEAD = 65_536  # bytes or letters that guesses are made from
HANGUL = re.compile("[가-힣]")  # three bytes each, which nothing else looks like by chance
BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What begins like this is no text, whatever its name says.
SIGNATURES = {
    b"PK\x03\x04": "a workbook (.xlsx, .ods) or another packed file",
    b"\xd0\xcf\x11\xe0": "an old workbook (.xls)",
    b"PAR1": "a Parquet file",
    b"\x93NUMPY": "a NumPy file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a packed file",
    b"\x80\x04\x95": "a Python pickle",
}


def read_text(content: bytes, options: Options) -> Sheet:
    """A CSV, TSV or semicolon file."""
    text, encoding = decoded(content, options.encoding)
    return from_text(text, replace(options, encoding=encoding))


def from_text(text: str, options: Options, kind: str = "csv") -> Sheet:
    """A table in text that is decoded already."""
    delimiter = options.delimiter or guess_delimiter(text[:HEAD], options.decimal)
    rows = _rows(text, delimiter)
    decimal = options.decimal or guess_decimal([cells for _, cells in rows], delimiter)
    return from_rows(kind, rows, replace(options, delimiter=delimiter, decimal=decimal))


def decoded(content: bytes, encoding: str | None) -> tuple[str, str]:
    """The text, and the name of its encoding; EngineError where it is no text."""
    for signature, kind in SIGNATURES.items():
        if content.startswith(signature):
            raise EngineError(
                "is no text but looks like {kind}",
                hint="give the file the ending that belongs to it",
                kind=kind,
            )
    encoding = encoding or guess_encoding(content)
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise EngineError(
            "is not a text file in {encoding}", hint="choose another encoding", encoding=encoding
        ) from error
    if "\0" in text:
        raise EngineError("is not a text file")
    return text.removeprefix("\ufeff"), encoding


def guess_encoding(content: bytes) -> str:
    """UTF-8 where the bytes allow it, else what they look like."""
    for mark, name in BOMS.items():
        if content.startswith(mark):
            return name
    if b"\0" in content[:HEAD]:
        return _sixteen_bits(content[:HEAD])
    if _decodes(content, "utf-8"):
        return "utf-8"
    if _decodes(content, "euc-kr"):  # the common syllables, which Latin text rarely looks like
        return "euc-kr"
    _refuse_broken(content)
    return _by_frequency(content)


def guess_delimiter(head: str, decimal: str | None = None) -> str:
    """The delimiter that cuts the first lines into the same number of cells, and into most."""
    lines = [line for line in head.splitlines() if line.strip() and not line.startswith("#")][:50]
    possible = DELIMITERS.replace(decimal or " ", "")
    best = max(possible, key=lambda delimiter: _evenness(lines, delimiter))
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


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _sixteen_bits(head: bytes) -> str:
    """UTF-16 without a mark: every second byte of most letters is nought."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if max(even, odd) > 0.3 * half and min(even, odd) < 0.05 * half:
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        text = head[: len(head) // 2 * 2].decode(encoding, "replace")
        if all(letter.isprintable() or letter.isspace() for letter in text):
            return encoding
    raise EngineError("is not a text file")


def _refuse_broken(content: bytes) -> None:
    """Refuse UTF-8 in which some bytes are wrong: another encoding would spoil all the others."""
    text = content.decode("utf-8", "replace")
    if HANGUL.search(text):
        line = text[: text.index("\ufffd")].count("\n") + 1
        raise EngineError(
            "has letters of another encoding than the rest, which is UTF-8",
            f"line {line}",
            "mend that line, or choose another encoding",
        )


def _by_frequency(content: bytes) -> str:
    from charset_normalizer import from_bytes  # slow to import, and few files need it

    best = from_bytes(content[:HEAD]).best()
    likely = best.encoding if best is not None else "cp1252"
    korean = likely in ("cp949", "euc_kr", "johab", "uhc") and _decodes(content, "cp949")
    if korean:
        return "cp949"
    return likely if likely in ("cp1252", "latin_1") and _decodes(content, likely) else (
        "cp1252" if _decodes(content, "cp1252") else "latin-1"
    )  # fmt: skip
