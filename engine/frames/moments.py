"""The model of one feature as it was after earlier steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.frames.base import Request, View

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MomentsRequest(Request):
    """The curves after these steps, from ``low`` to ``high`` in the feature's own units."""

    steps: tuple[int, ...]
    low: float
    high: float
    count: int = 61


@dataclass(frozen=True, slots=True)
class Moments(View):
    """The curves over ``x``, shape (count,), in the target's units; ``y`` (steps, count).

    NaN is what is not computed yet while not ``complete``, or not in the history any more.
    """

    steps: tuple[int, ...]
    x: Array
    y: Array
    complete: bool
