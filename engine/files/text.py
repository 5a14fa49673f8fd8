"""Tables as text: delimiter, decimal point and header are found out."""

from __future__ import annotations

import csv
from dataclasses import replace

from engine.files.delimiters import HEAD, delimited, only_first_quoted, parsed
from engine.files.encodings import Decoded, decoded
from engine.files.points import guess_decimal
from engine.files.sheet import Row, Sheet, from_rows
from engine.files.source import Options


def read_text(content: bytes, options: Options) -> Sheet:
    """A CSV, TSV or semicolon file."""
    from engine.files.quick import LEAST, read_quickly

    found = decoded(content, options.encoding)
    told = replace(options, encoding=found.encoding)
    sheet = read_quickly(found, told) if len(content) >= LEAST else None
    return with_doubts(sheet or from_text(found.text, told), found)


def with_doubts(sheet: Sheet, found: Decoded) -> Sheet:
    """A sheet with what is asked about its encoding."""
    return replace(sheet, questions=(*found.questions, *sheet.questions), doubtful=found.others)


def from_text(text: str, options: Options, kind: str = "csv") -> Sheet:
    """A table in text that is decoded already."""
    text, delimiter = delimited(text, options)
    rows = _rows(text, delimiter)
    decimal = options.decimal or guess_decimal([cells for _, cells in rows], delimiter)
    found = replace(options, delimiter=delimiter, decimal=decimal)
    return from_rows(kind, rows, found, quoted=only_first_quoted(text[:HEAD]))


def _rows(text: str, delimiter: str) -> list[Row]:
    """The rows that are not empty, with the line each ends on; comments are left out."""
    try:
        return parsed(text, delimiter, strict=True)
    except csv.Error as error:
        if "expected after" not in str(error):
            raise
        return parsed(text, delimiter, strict=False)  # a quote in the middle of a cell
