"""Which part of the axes shows everything: it grows by round steps, and otherwise stands still."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gui.kit.calm import logarithm, nice_ceiling

FEWEST_STEPS = 10  # the axis is never shorter
MARGIN = 0.03  # of the axis, so that a curve along its edge is not cut in half
Ends = tuple[float, float]


def across(steps: float, *, log: bool) -> Ends:
    """The axis of the steps."""
    if log:
        end = max(1.0, math.ceil(math.log10(max(steps, FEWEST_STEPS)) * 4 - 1e-9) / 4)
        return -MARGIN * end, end * (1 + MARGIN)
    return 0, nice_ceiling(max(steps, FEWEST_STEPS)) * (1 + MARGIN)


def upwards(known: Sequence[Ends | None], *, log: bool) -> Ends:
    """The axis of the losses whose smallest and largest are known."""
    ends = [one for one in known if one is not None]
    low, high = min((e[0] for e in ends), default=0), max((e[1] for e in ends), default=1)
    y = _decades(low, high) if log else _round_range(low, high)
    margin = (y[1] - y[0]) * MARGIN
    return y[0] - margin, y[1] + margin


def _round_range(low: float, high: float) -> Ends:
    """From nought, or a round number below it, to the next round number."""
    bottom, top = -nice_ceiling(-low), nice_ceiling(high)
    return (bottom, top) if top > bottom else (0.0, 1.0)


def _decades(low: float, high: float) -> Ends:
    """Whole powers of ten around two losses."""
    bottom, top = (float(edge) for edge in logarithm(np.array([low, high])))
    bottom, top = math.floor(bottom), math.ceil(top)
    return float(bottom), float(max(top, bottom + 1))
