"""How a typed number is read, and where an arrow key or a slider takes it; no widget in here."""

from __future__ import annotations

import math

from engine.catalog import Range
from engine.data import numerals
from engine.errors import EngineError
from engine.experiment import fields

DECADE = (1, 2, 5)  # the stops of a number that moves by factors
LONGEST = 40  # digits that are read one by one; floats hold seventeen
LARGEST = 1e300  # what is larger could step to infinity
PAGE = 10  # what Qt calls a page of steps


def read(text: str, allowed: Range, whole: bool) -> float | int:
    """The number that was typed; raises EngineError where it is none or not allowed."""
    plain, value = numerals.python(text), numerals.number(text)
    if not whole or not math.isfinite(value):
        return fields.number(value, "", allowed)
    if not value.is_integer():
        raise EngineError("must be a whole number, got {got}", got=fields.show(text.strip()))
    exact = plain.lstrip("+-").isdecimal() and len(plain) < LONGEST
    return fields.integer(int(plain) if exact else int(value), "", allowed)


def stepped(
    value: float,
    steps: int,
    allowed: Range,
    stretch: tuple[float, float] | None = None,
    log: bool = False,
    whole: bool = False,
) -> float:
    """Where ``steps`` arrow keys take ``value``; it stays where there is no room.

    Steps end at the stretch's ends, although more than that may be typed.
    """
    if abs(value) > LARGEST:
        return value
    low, high = stretch or (allowed.low, allowed.high)
    moved = _by_factors(value, steps, low) if log else _by_size(value, steps, (low, high), whole)
    moved = max(min(moved, max(high, value)), min(low, value))
    if (moved - value) * steps < 0 or moved not in allowed:
        return value
    return int(moved) if whole else moved


def position(value: float, low: float, high: float, log: bool) -> float:
    """Where ``value`` stands between ``low`` and ``high``, as a share of the way."""
    value = max(low, min(high, value))
    if log:
        return math.log(value / low) / math.log(high / low)
    return (value - low) / (high - low)


def value_at(share: float, low: float, high: float, log: bool, whole: bool) -> float:
    """The number at a share of the way, with three significant digits so that it reads well."""
    value = low * (high / low) ** share if log else low + (high - low) * share
    tidy = min(max(float(f"{value:.3g}"), low), high)
    return round(tidy) if whole else tidy


def _by_size(value: float, steps: int, stretch: tuple[float, float], whole: bool) -> float:
    width = stretch[1] - stretch[0]
    if whole:
        return value + steps
    scale = width / 20 if math.isfinite(width) else abs(value) / 10 or 0.1
    step = 10.0 ** math.floor(math.log10(scale) + 1e-9)
    if abs(value) > 1e15 * step:  # so far off that a step would be lost in rounding
        return value
    return float(f"{(round(value / step) + steps) * step:.12g}")


def _by_factors(value: float, steps: int, low: float) -> float:
    count = len(DECADE) if abs(steps) >= PAGE else abs(steps)
    for _ in range(count):
        value = _neighbour(value, up=steps > 0) if value > 0 else (low if steps > 0 else value)
    return value


def _neighbour(value: float, up: bool) -> float:
    exponent = math.floor(math.log10(value))
    stops = [float(f"{digit}e{exponent + k}") for k in (-1, 0, 1) for digit in DECADE]
    if up:
        return min(stop for stop in stops if stop > value * (1 + 1e-9))
    return max(stop for stop in stops if stop < value * (1 - 1e-9))
