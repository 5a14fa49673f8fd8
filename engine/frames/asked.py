"""The model asked at one place that the learner names, with the numbers on the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.frames.base import Request, View

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AskRequest(Request):
    """One value for each feature, in the columns' own units; it need not be among the data."""

    features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Asked(View):
    """The answer at one place: what the model sees, each layer, and what comes of it.

    ``scaled`` and ``inputs`` are the features as the model sees them and the inputs made of them,
    shape (features,) and (inputs,). ``layers`` are each hidden layer's outputs, shape (neurons,).
    ``weight`` and ``bias`` are the last layer's (None without one), ``z`` what it gives, shape
    (outputs,). ``output`` is ŷ in the target's own units, or the probability of each class.
    ``called`` is the index of the class that is answered, None for a number.
    """

    features: tuple[float, ...]
    scaled: Array
    inputs: Array
    layers: tuple[Array, ...]
    weight: Array
    bias: Array | None
    z: Array
    output: Array
    called: int | None
    target_shift: float
    target_factor: float
