"""The heights that contours are drawn at: round ones, from one ladder that never changes."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LADDER = (1.0, 2.0, 5.0)
FEWEST, MOST = 5, 14
DECADES = 12  # below the highest, that a picture goes down to
LARGEST = 1e300


def span(losses: Array) -> tuple[float, float]:
    """The lowest and the highest loss that a picture tells apart, both positive.

    What is lost is not among them, nor what is nought or more than ``DECADES`` below the highest.
    """
    finite = losses[np.isfinite(losses) & (np.abs(losses) < LARGEST)]
    if not len(finite) or float(finite.max()) <= 0:
        return 1.0, 10.0
    high = float(finite.max())
    low = max(float(finite.min()), high * 10.0**-DECADES)
    return (low, high) if high > low * (1 + 1e-9) else (low / 2, high * 2)


def levels(low: float, high: float) -> list[float]:
    """Round heights from ``low`` to ``high``: 1, 2, 5, 10, …; even ones where these are too few.

    Of too many every second or third decade's are left out.
    """
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    rungs = [step * 10.0**power for power in range(first, last + 1) for step in LADDER]
    inside = [rung for rung in rungs if low < rung < high]
    if len(inside) < FEWEST:
        return _even(low, high)
    if len(inside) > MOST:
        inside = [rung for rung in inside if _leads(rung) == 1]
    return inside[:: max(1, -(-len(inside) // MOST))]


def _even(low: float, high: float) -> list[float]:
    """Multiples of one rung of the ladder."""
    power = 10.0 ** math.floor(math.log10((high - low) / FEWEST))
    step = next(
        (s * power for s in (*LADDER, 10.0) if (high - low) / (s * power) <= 2 * FEWEST),
        10 * power,
    )
    return [k * step for k in range(math.floor(low / step) + 1, math.ceil(high / step))]


def _leads(rung: float) -> int:
    """The first digit of a rung."""
    return round(rung / 10.0 ** math.floor(math.log10(rung) + 1e-9))
