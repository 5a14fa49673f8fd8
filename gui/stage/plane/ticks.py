"""Round numbers along an axis, and how they are written."""

from __future__ import annotations

import math

from gui.kit.numbers import tick

ROUND = (1.0, 2.0, 5.0, 10.0)


def ticks(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """At most ``most`` round numbers from ``low`` to ``high``, with their texts."""
    step = round_step((high - low) / max(most, 1))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [(index * step, tick(index * step, step)) for index in range(first, last + 1)]


def round_step(least: float) -> float:
    """The smallest round number (1, 2, 5, 10, …) that is not below ``least``."""
    power = 10.0 ** math.floor(math.log10(least))
    return next((power * part for part in ROUND if power * part >= least * (1 - 1e-9)), power * 10)
