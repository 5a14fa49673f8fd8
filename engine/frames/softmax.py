"""Softmax over an axis of a matrix, and the cross-entropy in the ways that it can be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.frames.base import Request, View

Matrix = tuple[tuple[float, ...], ...]
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SoftmaxRequest(Request):
    """A matrix with a class for each row; without one, the model's logits of its first ``rows``.

    ``dim`` is the axis along which the probabilities sum to one, as torch counts them.
    """

    matrix: Matrix | None = ((1.0, 2.0), (3.0, 4.0))
    targets: tuple[int, ...] = (1, 0)
    dim: int = 1
    rows: int = 8


@dataclass(frozen=True, slots=True)
class Softmax(View):
    """Computed by torch in float32: ``logits``, ``probabilities`` and ``one_hot`` (rows, classes).

    ``losses`` has the mean cross-entropy by the line of code that computes it.
    """

    logits: Array
    probabilities: Array
    targets: NDArray[np.int64]
    one_hot: Array
    losses: Mapping[str, float]
