"""What state each layer is in: where its numbers lie, which neurons learn, how large gradients are.

A neuron is dead where f′(z) = 0 on every row that is looked at: no gradient comes through it. It
is saturated where on half of the rows or more |f′(z)| is below a twentieth of the steepest slope
that its activation has; that is said of sigmoid, tanh, arctan, softsign and hardtanh, which have
two flat ends, and a dead neuron is not counted twice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.frames.base import Request, View

STEEPEST = {"sigmoid": 0.25, "tanh": 1.0, "arctan": 1.0, "softsign": 1.0, "hardtanh": 1.0}
FLAT = 0.05  # of the steepest slope
MOST_ROWS = 500  # that are looked at, evenly spread over the training rows


@dataclass(frozen=True, slots=True)
class HealthRequest(Request):
    """The state of every layer, with histograms of ``bins`` bins; of none, the counts alone."""

    bins: int = 40


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many numbers lie in each of equal bins from −``size`` to ``size``.

    ``size`` is a power of two, so that an axis moves in calm steps. ``looked`` of all the numbers
    were looked at, evenly spread where they are very many; ``lost`` of these are not finite.
    """

    size: float
    counts: NDArray[np.int64]
    looked: int
    lost: int
    mean: float
    deviation: float


@dataclass(frozen=True, slots=True)
class LayerHealth:
    """One layer. ``dead`` and ``saturated`` count neurons; None where there is nothing to count.

    ``gradient`` is √(mean of squares) of ∂L/∂W in the step at hand, ``weight`` that of W.
    ``curve`` is the activation at the edges of the bins of ``before``; None of the output.
    """

    name: str
    neurons: int
    dead: int | None
    saturated: int | None
    before: Histogram
    after: Histogram
    weights: Histogram
    gradients: Histogram | None
    weight: float
    gradient: float | None
    curve: NDArray[np.float64] | None


@dataclass(frozen=True, slots=True)
class Health(View):
    """Every layer from the first hidden one to the output, over ``rows`` training rows."""

    rows: int
    layers: tuple[LayerHealth, ...]
