"""How figures are written everywhere in the window: four significant digits, a true minus sign."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

Number = float | np.floating[Any]

DIGITS = 4
SMALLEST_PLAIN = 1e-4
LARGEST_PLAIN = 1e6
LEAST_LOSS, MOST_LOSS = 1e-3, 999.99995  # between them a loss has four decimals
NOTHING = "—"


def number(value: Number | None) -> str:
    """``value`` with four significant digits: ``13.35``, ``−0.001234``, ``1.235e−7``, ``∞``.

    Zeros at the end stay, so that a figure keeps its width while it changes; None is a dash.
    """
    if value is None:
        return NOTHING
    value = float(value)
    if not math.isfinite(value):
        return _not_finite(value)
    if value == 0:
        return "0"
    mantissa, exponent = f"{abs(value):.{DIGITS - 1}e}".split("e")
    rounded = float(f"{mantissa}e{exponent}")
    if SMALLEST_PLAIN <= rounded < LARGEST_PLAIN:
        text = f"{abs(value):.{max(DIGITS - 1 - int(exponent), 0)}f}"
    else:
        text = f"{mantissa}e{int(exponent)}"
    return _sign(value) + text.replace("-", "−")


def loss(value: Number | None) -> str:
    """A loss: below 1,000 with four decimals as textbooks print it, ``13.3520``.

    One that four decimals would cut has four significant digits as all figures.
    """
    value = None if value is None else float(value)
    if value is None or not LEAST_LOSS <= abs(value) < MOST_LOSS:
        return number(value)
    return _sign(value) + f"{abs(value):.{DIGITS}f}"


def short(value: Number | None) -> str:
    """The same without zeros at the end, for figures that stand still: ``0.001``, ``200``."""
    text = number(value)
    if "." not in text:
        return text
    digits, separator, exponent = text.partition("e")
    return digits.rstrip("0").rstrip(".") + separator + exponent


def full(value: Number | None) -> str:
    """Every digit that ``value`` has in its own precision, for tooltips."""
    if value is None:
        return NOTHING
    if not math.isfinite(value):
        return _not_finite(value)
    if value == 0:
        return "0"
    return str(value).removesuffix(".0").replace("-", "−")


def single(value: float) -> Number:
    """The number in single precision where that holds it: it has the shorter text, ``0.7``."""
    with np.errstate(over="ignore"):
        short_one = np.float32(value)
    return short_one if float(short_one) == value else value


def tick(value: float, step: float, widest: int = 6) -> str:
    """A figure beside an axis whose ticks are ``step`` apart, with the digits that tell them apart.

    Plain up to ``widest`` characters, else the shorter of plain and ``1.2e6``.
    """
    if abs(value) < step * 1e-6:
        return "0"
    place = math.floor(math.log10(step) + 1e-9)  # of the last digit that changes
    plain = f"{abs(value):.{max(0, -place)}f}"
    digits = max(0, math.floor(math.log10(abs(value)) + 1e-9) - place)
    mantissa, _, exponent = f"{abs(value):.{digits}e}".partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    scientific = f"{mantissa}e{int(exponent)}".replace("-", "−")
    fits = len(plain) <= max(widest, len(scientific))
    return _sign(value) + (plain if fits else scientific)


def count(value: int) -> str:
    """A whole number with narrow spaces between its thousands: ``1 000 000``."""
    return f"{value:,}".replace(",", "\u202f").replace("-", "−")


def _not_finite(value: Number) -> str:
    return "NaN" if math.isnan(value) else f"{_sign(value)}∞"


def _sign(value: Number) -> str:
    return "−" if value < 0 else ""
