"""Days since 1970 and hours of a day, in words."""

from __future__ import annotations

import datetime

EPOCH = datetime.datetime(1970, 1, 1)


def day_of(text: str) -> float | None:
    """Days since 1970 of a date written year first, with or without a time; None otherwise."""
    try:
        moment = datetime.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return (moment.replace(tzinfo=None) - EPOCH) / datetime.timedelta(days=1)


def told(value: float, form: str = "date") -> str:
    """Days since 1970 as a date, hours (form ``time``) as a time of day."""
    try:
        if form == "time":
            minutes = round(value * 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        moment = EPOCH + datetime.timedelta(days=value)
    except (OverflowError, ValueError):
        return f"{value:g}"
    day = moment.date().isoformat()  # %Y has four digits on some systems only
    return day if moment.time() == datetime.time() else f"{day} {moment:%H:%M}"
