"""Text that means a day, a month or a time of day."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

from engine.data.days import EPOCH, told

DAY = datetime.timedelta(days=1)
CLOCK = (
    r"(?:[T ,]+(?P<h>\d{1,2})(?::(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?)?"
    r" ?(?P<half>[AaPp]\.?[Mm]\.?)?)?(?: ?(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}))?"
)
MONTHS = {
    name: place
    for place, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WORD = "|".join(sorted(MONTHS, key=len, reverse=True))
# Year first: nothing is in doubt. A month alone stands for its first day.
ORDERED = tuple(
    re.compile(pattern + CLOCK, re.IGNORECASE)
    for pattern in (
        r"(?P<Y>\d{4})(?P<sep>[-/.])(?P<M>\d{1,2})(?P=sep)(?P<D>\d{1,2})\.?",
        r"(?P<Y>\d{4})\. ?(?P<M>\d{1,2})\. ?(?P<D>\d{1,2})\.?",
        r"(?P<Y>\d{4})년 ?(?P<M>\d{1,2})월(?: ?(?P<D>\d{1,2})일)?",
        r"(?P<Y>(?:1[89]|20)\d{2})(?:[-/.]|M| M)(?P<M>0[1-9]|1[0-2])",
        rf"(?P<D>\d{{1,2}})[-/. ]? ?(?P<B>{WORD})[-/., ]+(?P<Y>\d{{4}}|\d{{2}})",
        rf"(?P<B>{WORD})\.?[-/. ](?P<D>\d{{1,2}})(?:st|nd|rd|th)?,?[-/. ](?P<Y>\d{{4}})",
        rf"(?P<B>{WORD})[-/., ]+(?P<Y>\d{{4}})",
        rf"(?P<Y>\d{{4}})[-/. ](?P<B>{WORD})(?:[-/. ](?P<D>\d{{1,2}}))?",
    )
)
EITHER = re.compile(r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<Y>\d{4}|\d{2})" + CLOCK)
TIME = re.compile(
    r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r" ?(?P<half>[AaPp]\.?[Mm]\.?)?"
)
WORDED = re.compile(r"(\d{1,2})시(?: ?(\d{1,2})분)?(?: ?(\d{1,2})초)?")
HALVES = re.compile(r"(오전|오후) ?(\d{1,2}:\d{2}(?::\d{2})?)")
COMPACT = re.compile(r"(?P<Y>(?:19|20)\d{2})(?P<M>0[1-9]|1[0-2])(?P<D>0[1-9]|[12]\d|3[01])")
SHEETS_FIRST = {-25569.0, -25568.0}  # 1899-12-30 and 1899-12-31
CLEAR = 0.2  # by how much one order of day and month must be the more regular one
LONGEST = 40
__all__ = ["Dates", "compact", "days", "hours", "iso", "told", "understood"]
Reader = Callable[[str], float | None]


class Dates(NamedTuple):
    """How all cells of a column are understood: days since 1970, or hours of a day."""

    read: Reader
    form: str  # "ordered", "day_first", "month_first" or "time"
    doubtful: bool = False  # whether the other order would do as well


def understood(cells: Iterable[str], day_first: bool | None = None) -> Dates | None:
    """How the cells are dates or times, all of them; None where some are not."""
    texts = list(dict.fromkeys(cells))
    if not texts or len(texts[0]) > LONGEST or not any(letter.isdigit() for letter in texts[0]):
        return None
    for read, form in ((days, "ordered"), (hours, "time")):
        if _reads(read, texts):
            return Dates(_clock, "time") if _are_clocks(read, texts) else Dates(read, form)
    found = [order for order in (True, False) if _reads(_in_order(order), texts)]
    if not found:
        return None
    if day_first in found and day_first is not None:
        return Dates(_in_order(day_first), _form(day_first))
    if len(found) == 1:
        return Dates(_in_order(found[0]), _form(found[0]))
    scores = {order: _regular(_in_order(order), texts) for order in found}
    best = max(found, key=lambda order: scores[order])
    clear = scores[best] >= 1 and scores[best] - scores[not best] >= CLEAR
    if not clear:
        best = "." in texts[0] or "-" in texts[0]  # as is usual with these
    return Dates(_in_order(best), _form(best), doubtful=not clear)


def days(text: str) -> float | None:
    """A date whose order is plain, with or without a time, as days since 1970-01-01."""
    if len(text) > LONGEST:
        return None
    text = _with_clock(text)
    for pattern in ORDERED:
        found = pattern.fullmatch(text)
        if found is not None:
            return _days(found.groupdict())
    return None


def hours(text: str) -> float | None:
    """A time of day as hours."""
    found = TIME.fullmatch(_with_clock(text)) if len(text) <= LONGEST else None
    return None if found is None else _hours(found.groupdict())


def _with_clock(text: str) -> str:
    """A Korean time of day in digits and colons: 오후 1시 5분 is 1:05 PM."""
    if "시" in text:
        text = WORDED.sub(lambda found: ":".join(n.zfill(2) for n in found.groups("0")), text)
    return HALVES.sub(lambda found: f"{found[2]} {'AP'[found[1] == '오후']}M", text)


def compact(value: float) -> float | None:
    """A whole number such as 20240229 as days since 1970-01-01."""
    found = COMPACT.fullmatch(str(int(value))) if value.is_integer() and value < 1e8 else None
    return None if found is None else _days(found.groupdict())


def iso(value: float) -> str | None:
    """Days since 1970 as text that ``days`` reads; None beyond what a calendar has."""
    try:
        moment = EPOCH + datetime.timedelta(days=value)
    except (OverflowError, ValueError):
        return None
    return moment.isoformat(sep=" ") if moment.time() != datetime.time() else f"{moment:%Y-%m-%d}"


def _are_clocks(read: Reader, texts: list[str]) -> bool:
    """Whether all are times of the day that spreadsheets count from."""
    values = [value for text in texts if (value := read(text)) is not None]
    return read is days and len(texts) > 1 and {value // 1 for value in values} <= SHEETS_FIRST


def _clock(text: str) -> float | None:
    value = days(text)
    return None if value is None else round(value % 1 * 24, 9)


def _in_order(day_first: bool) -> Reader:
    def read(text: str) -> float | None:
        found = EITHER.fullmatch(text) if len(text) <= LONGEST else None
        if found is None:
            return None
        parts: dict[str, str | None] = dict(found.groupdict())
        day, month = ("a", "b") if day_first else ("b", "a")
        return _days({**parts, "D": parts[day], "M": parts[month]})

    return read


def _form(day_first: bool) -> str:
    return "day_first" if day_first else "month_first"


def _reads(read: Reader, texts: list[str]) -> bool:
    return all(read(text) is not None for text in texts)


def _regular(read: Reader, texts: list[str]) -> float:
    """The share of neighbours that go on in one direction with the most common distance."""
    values = [value for text in texts[:500] if (value := read(text)) is not None]
    steps = [round(b - a, 6) for a, b in pairwise(values)]
    if not steps:
        return 0.0
    usual = max(set(steps), key=steps.count)
    ordered = max(sum(step > 0 for step in steps), sum(step < 0 for step in steps))
    return steps.count(usual) / len(steps) + ordered / len(steps)


def _days(parts: dict[str, str | None]) -> float | None:
    year, month = int(parts["Y"] or 0), parts.get("M")
    if len(parts["Y"] or "") == 2:
        year += 2000 if year < 70 else 1900
    place = int(month) if month else MONTHS[(parts.get("B") or "jan").lower()]
    time = _hours(parts) if parts.get("h") else 0.0
    if time is None:
        return None
    try:
        date = datetime.datetime(year, place, int(parts.get("D") or 1))
    except ValueError:
        return None
    return (date - EPOCH) / DAY + (time - _zone(parts.get("zone"))) / 24


def _hours(parts: dict[str, str | None]) -> float | None:
    hour, minute, second = (int(parts.get(name) or 0) for name in "hms")
    half = (parts.get("half") or "").lower()[:1]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or minute > 59 or second > 60:
        return None
    return hour + minute / 60 + (second + float(f"0.{parts.get('f') or 0}")) / 3600


def _zone(text: str | None) -> float:
    """How many hours a zone is ahead."""
    if not text or text[0] not in "+-":
        return 0.0
    value = int(text[1:3]) + int(text[-2:]) / 60
    return -value if text[0] == "-" else value
