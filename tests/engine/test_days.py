"""Dates as days since 1970, and back into words."""

from __future__ import annotations

import datetime

import pytest

from engine.data.days import day_of, told


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1970-01-01", 0.0), ("1970-01-02", 1.0), ("1969-12-31", -1.0), (" 2000-03-01 ", 11017.0),
        ("1970-01-03T12:00", 2.5), ("1970-01-01T06:00:00+09:00", 0.25), ("2001-02-29", None),
        ("soon", None),
    ],
)  # fmt: skip
def test_a_date_is_the_days_since_1970(text: str, day: float | None) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("value", "form", "words"),
    [
        (0, "date", "1970-01-01"), (11017, "date", "2000-03-01"), (-1, "date", "1969-12-31"),
        (0.5, "date", "1970-01-01 12:00"), (2.26, "date", "1970-01-03 06:14"),
        (9.5, "time", "09:30"), (0.0, "time", "00:00"), (25.25, "time", "25:15"),
        (1e9, "date", "1e+09"), (float("nan"), "time", "nan"),
    ],
)  # fmt: skip
def test_days_and_hours_in_words(value: float, form: str, words: str) -> None:
    assert told(value, form) == words


def test_every_day_comes_back() -> None:
    for ordinal in range(1, datetime.date.max.toordinal(), 9973):
        day = datetime.date.fromordinal(ordinal).isoformat()
        found = day_of(day)
        assert found is not None and told(found) == day
