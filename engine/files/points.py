"""Which point a text writes its decimals with: ``1,234`` alone may be either, other cells tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from engine.files.numbers import bare

# What only a decimal point allows: 3.14, 1,234.5 and 1,234,567; with SWAP the same of a comma.
PROOF = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3})+\.\d*|[1-9]\d{0,2}(?:,\d{3}){2,}|\d*\.\d+(?:[eE][+-]?\d+)?)"
)
EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
SWAP = str.maketrans(".,", ",.")
FIRST = 200  # rows that are looked at before all others are


def guess_decimal(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    """The decimal point that more cells prove; thousands in what commas delimit, else a comma.

    A comma between comma-delimited cells is proven only where no cell has a decimal point.
    """
    points, commas, _, _ = found = _counted(rows[:FIRST])
    if not points and not commas:
        points, commas, _, _ = found = _counted(rows)
    if points or commas:
        return "," if commas > points and not (delimiter == "," and points) else "."
    return "," if found[3] > found[2] and delimiter != "," else "."


def unsure(columns: Iterable[Iterable[object]], delimiter: str) -> str:
    """A cell such as ``1,234`` where no other tells whether it has thousands or decimals, or ""."""
    written = {",": "", ";": ".,"}.get(delimiter, ",")  # what decimals may be written with there
    doubtful = ""
    for cell in (cell for column in columns for cell in column):
        if isinstance(cell, str) and ("," in cell or "." in cell):
            text = bare(cell)
            if not EITHER.fullmatch(text):
                if PROOF.fullmatch(text) or PROOF.fullmatch(text.translate(SWAP)):
                    return ""
            elif not doubtful and any(point in text for point in written):
                doubtful = cell
    return doubtful


def _counted(rows: Sequence[Sequence[str]]) -> tuple[int, int, int, int]:
    """How many cells prove a point, prove a comma, and have one of them that may be either."""
    points = commas = either_points = either_commas = 0
    for cell in (cell for row in rows for cell in row if "," in cell or "." in cell):
        text = bare(cell)
        if EITHER.fullmatch(text):
            either_points += "." in text
            either_commas += "," in text
        elif PROOF.fullmatch(text):
            points += 1
        elif PROOF.fullmatch(text.translate(SWAP)):
            commas += 1
    return points, commas, either_points, either_commas
