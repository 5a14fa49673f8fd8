"""Text that means a number, a date, or nothing at all."""

from __future__ import annotations

import datetime
import re

MISSING_NUMBERS = frozenset(
    ("", "na", "n/a", "nan", "#n/a", "#na", "null", "none", "nil", "-", "--", "—", "?", ".", "결측")
)
MISSING_CLASSES = frozenset(("", "na", "n/a", "nan", "#n/a", "#na", "null", "결측"))
# 1,234,567.8 and 1.234.567,8
GROUPED = {
    ".": re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?"),
    ",": re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d*)?"),
}
COMMA = re.compile(r"[+-]?(?:\d+,\d*|,\d+|\d+)(?:[eE][+-]?\d+)?")
AROUND = "$€£¥₩%\u00a0\u202f\u2009 "
DATE = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\.?(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?Z?)?"
)
LONGEST = 400  # letters of a number


def number(text: str, decimal: str = ".") -> float | None:
    """The number that a cell means, or None; ``decimal`` is its point: ``.`` or ``,``.

    Groups of thousands, signs of money and per cent, and a true minus sign are understood.
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
    return _plain(inner) if inner and inner != text else None


def bare(text: str) -> str:
    """A number without signs of money and per cent, and with a minus sign that Python knows."""
    inner = text.strip(AROUND).replace("−", "-")
    return inner if inner[:1] not in "+-" else inner[:1] + inner[1:].strip(AROUND)


def is_missing(text: str, missing: frozenset[str] = MISSING_NUMBERS) -> bool:
    """Whether a cell says that there is no value."""
    return len(text) < 6 and text.lower() in missing


def days(text: str) -> float | None:
    """A date (year first), with or without a time, as days since 1970; None for anything else."""
    found = DATE.fullmatch(text)
    if found is None:
        return None
    year, _, month, day, hour, minute, second = found.groups()
    try:
        date = datetime.datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0)
        )
    except ValueError:
        return None
    return (date - datetime.datetime(1970, 1, 1)) / datetime.timedelta(days=1)


def _german(text: str) -> str:
    return text.replace(".", "").replace(",", ".")


def _plain(text: str) -> float | None:
    try:
        return float(text) if "_" not in text else None
    except ValueError:
        return None
