"""Round numbers along an axis, and how they are written."""

from __future__ import annotations

import datetime
import math

from gui.kit.numbers import tick

EPOCH = datetime.date(1970, 1, 1)
DAYS_A_MONTH = 30.44
ROUND = (1.0, 2.0, 5.0, 10.0)


def ticks(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """At most ``most`` round numbers from ``low`` to ``high``, with their texts."""
    step = round_step((high - low) / max(most, 1))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [(index * step, tick(index * step, step)) for index in range(first, last + 1)]


def dates(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """At most ``most`` days, firsts of months or of years between two days since 1970."""
    if high - low < 1.5:
        return [(value, _clock(value)) for value, _ in ticks(low, high, most)]
    try:
        first, last = _day(low), _day(high)
    except (OverflowError, ValueError):  # beyond the calendar
        return ticks(low, high, most)
    spans = (high - low) / max(most, 1)
    if spans < DAYS_A_MONTH / 2:
        step = next((days for days in (1, 2, 5, 7, 14) if days >= spans), 14)
        start = math.ceil(low / step) * step
        places = [float(day) for day in range(start, math.floor(high) + 1, step)]
        return [(place, f"{_day(place):%m-%d}") for place in places]
    months = next(
        (count for count in (1, 2, 3, 6, 12) if count * DAYS_A_MONTH >= spans),
        12 * math.ceil(round_step(spans / (12 * DAYS_A_MONTH))),
    )
    begin = -(-(12 * first.year + first.month - 1) // months) * months
    found = []
    for month in range(begin, 12 * last.year + last.month, months):
        day = datetime.date(month // 12, month % 12 + 1, 1)
        text = f"{day:%Y}" if months % 12 == 0 else f"{day:%Y-%m}"
        found.append((float((day - EPOCH).days), text))
    return [entry for entry in found if low <= entry[0] <= high]


def _day(value: float) -> datetime.date:
    return EPOCH + datetime.timedelta(days=math.floor(value))


def _clock(value: float) -> str:
    minutes = round((value - math.floor(value)) * 1440)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def round_step(least: float) -> float:
    """The smallest round number (1, 2, 5, 10, …) that is not below ``least``."""
    power = 10.0 ** math.floor(math.log10(least))
    return next((power * part for part in ROUND if power * part >= least * (1 - 1e-9)), power * 10)
