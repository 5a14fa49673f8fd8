"""How two neurons bend the plane of the inputs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.frames.base import Request, View

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BendRequest(Request):
    """What the neurons ``across`` and ``up`` of a hidden layer make of a grid and of the rows.

    ``layer`` counts hidden layers from 0. The grid lies over these two ``features``, else the most
    telling ones, or along the only one, from a tenth below the data to a tenth above; others are
    ``held`` at a value, else at their mean. It has ``lines`` lines each way of ``fine`` points
    each, and at most ``most`` rows go with it.
    """

    layer: int = 0
    across: int = 0
    up: int = 1
    lines: int = 17
    fine: int = 49
    most: int = 1_000
    features: tuple[str, ...] = ()
    held: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Bend(View):
    """After ``step`` updates, in the numbers that the layer passes on.

    ``grid`` has shape (lines, fine, 2): along each of them the first feature stays, then (after
    ``first`` lines) the second one; of a single feature it is one line. ``points`` has shape
    (rows, 2). Where the layer has two neurons and the next one is an output of classes, ``weight``
    (outputs × 2, for across and up) and ``bias`` (outputs) are that one's; ``level`` is the logit
    of the threshold.
    """

    step: int
    features: tuple[str, ...]
    grid: Array
    first: int
    rows: NDArray[np.int64]
    points: Array
    is_test: NDArray[np.bool_]
    weight: Array | None
    bias: Array | None
    level: float
