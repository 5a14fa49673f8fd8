"""Which part of an axis is shown: with room around the data, and never one that cannot be drawn."""

from __future__ import annotations

import math

MARGIN = 0.1  # room around the data, as a part of their stretch
SMALLEST_SPAN, LARGEST_SPAN = 1e-9, 1e15  # beyond them floats and Qt's transforms lose the points

FURTHEST = 1e100  # where differences still are numbers


def fitted(low: float, high: float) -> tuple[float, float]:
    """The stretch of an axis that shows data from ``low`` to ``high``."""
    low, high = _widened(*(float(max(-FURTHEST, min(FURTHEST, end))) for end in (low, high)))
    room = (high - low) * MARGIN
    return drawable(low - room, high + room)


def drawable(low: float, high: float) -> tuple[float, float]:
    """The stretch with a length that can be drawn, around the same middle."""
    middle = max(-LARGEST_SPAN, min(LARGEST_SPAN, (low + high) / 2))
    least = SMALLEST_SPAN * max(abs(middle), math.ulp(1.0))
    half = max(least, min(LARGEST_SPAN, high - low)) / 2
    return middle - half, middle + half


def _widened(low: float, high: float) -> tuple[float, float]:
    """A stretch that is not a single point."""
    if high > low:
        return low, high
    room = abs(low) / 2 or 1.0
    return low - room, high + room
