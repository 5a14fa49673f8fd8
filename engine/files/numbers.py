"""Text that means a number, or nothing at all."""

from __future__ import annotations

import re

from engine.data import numerals
from engine.data.numerals import unified
from engine.data.signs import PERCENT

ERRORS = ("#n/a", "#na", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!")
MISSING_NUMBERS = frozenset(
    ("", "na", "n/a", "nan", "nat", "<na>", "null", "(null)", "\\n", "none", "nil", "missing",
     "-", "--", "---", "—", "–", "?", ".", "..", "...", "*", "결측", "결측치", "없음", *ERRORS)
)  # fmt: skip
MISSING_CLASSES = frozenset(
    ("", "na", "n/a", "nan", "nat", "<na>", "null", "?", "결측", "결측치", *ERRORS)
)
# 1,234,567.8 and 1.234.567,8
GROUPED = {
    ".": re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?"),
    ",": re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d*)?"),
}
COMMA = re.compile(r"[+-]?(?:\d+,\d*|,\d+|\d+)(?:[eE][+-]?\d+)?")
# 1/3, 1 1/2 and ½ are parts of one; 120/80 and 5/3 are rather two numbers.
PART = re.compile(r"[+-]?(?:\d+ +)?(\d+)/(\d+)")
LONGEST = 400  # letters of a number


def number(text: str, decimal: str = ".") -> float | None:
    """The number that a cell means, or None; ``decimal`` is its point: ``.`` or ``,``.

    Groups of thousands, signs of money and per cent, fractions and a true minus are understood.
    """
    if len(text) > LONGEST or not text:
        return None
    if decimal == "," and (COMMA.fullmatch(text) or GROUPED[","].fullmatch(text)):
        return float(_german(text))
    value = _plain(text)
    if value is not None:
        return value
    inner = bare(text)
    if GROUPED[decimal].fullmatch(inner):
        return float(inner.replace(",", "") if decimal == "." else _german(inner))
    if decimal == "," and COMMA.fullmatch(inner):
        return float(_german(inner))
    value = _plain(inner) if inner and inner != text else None
    return _part(inner) if value is None else value


def bare(text: str) -> str:
    """A number without signs of money and per cent, and with a minus sign that Python knows."""
    inner = unified(text)
    whole = inner.strip(PERCENT)
    return inner if whole == inner else unified(whole)


def is_missing(text: str, missing: frozenset[str] = MISSING_NUMBERS) -> bool:
    """Whether a cell says that there is no value."""
    return len(text) < 9 and text.lower() in missing


def _part(text: str) -> float | None:
    found = PART.fullmatch(text)
    return numerals.number(text) if found and int(found[1]) < int(found[2]) else None


def _german(text: str) -> str:
    return text.replace(".", "").replace(",", ".")


def _plain(text: str) -> float | None:
    try:
        return float(text) if "_" not in text else None
    except ValueError:
        return None
