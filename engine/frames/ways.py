"""Three ways to write the same prediction of a linear model, each as torch computes it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.frames.base import Request, View

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WaysRequest(Request):
    """The prediction in three ways, for the first ``rows`` training rows."""

    rows: int = 3


@dataclass(frozen=True, slots=True)
class PredictionWay:
    """What a program writes, line by line, and what comes of it: ``values`` of shape (rows,).

    ``shape`` is that of the whole prediction.
    """

    code: tuple[str, ...]
    shape: tuple[int, ...]
    values: Array


@dataclass(frozen=True, slots=True)
class PredictionWays(View):
    """The three, and the largest difference between two of them over all training rows."""

    ways: tuple[PredictionWay, ...]
    difference: float
