"""Curves of functions of z, whatever is being trained: what the gallery of activations shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.experiment.specs import Choice
from engine.frames.base import Request, View

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GalleryRequest(Request):
    """Functions from ``low`` to ``high``: activations, and typed expressions of ``z``."""

    functions: tuple[Choice | str, ...]
    low: float = -10.0
    high: float = 10.0
    count: int = 401


@dataclass(frozen=True, slots=True)
class FunctionCurve:
    """f(z) and f'(z), each of shape (count,); empty with a ``problem`` where there is no value."""

    value: Array
    slope: Array
    problem: EngineError | None = None


@dataclass(frozen=True, slots=True)
class Gallery(View):
    """A curve for each function asked for, over the same ``z`` of shape (count,)."""

    z: Array
    curves: tuple[FunctionCurve, ...]
