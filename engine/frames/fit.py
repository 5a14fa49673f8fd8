"""How far a model's numbers are from the true ones, row by row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.frames.base import Request, View

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FitRequest(Request):
    """The target and the model's answer at ``most`` rows at the most, spread over the table."""

    most: int = 4_000


@dataclass(frozen=True, slots=True)
class Fit(View):
    """``target`` and ``answer`` in the target's own units, and the row of the table of each."""

    rows: NDArray[np.int64]
    target: Array
    answer: Array
    is_test: NDArray[np.bool_]
