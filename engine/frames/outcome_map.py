"""A map: what comes of an experiment for every pair of values of two of its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.frames.base import Request, View

UNKNOWN, DIVERGED, CONVERGED, SLOW = range(4)
START_SCALE = "start.scale"  # no field of the file: a factor of the starting weights


@dataclass(frozen=True, slots=True)
class OutcomeMapRequest(Request):
    """``steps`` updates of the experiment from its start, for each of ``x`` with each of ``y``.

    ``across`` and ``up`` are paths of settings, or ``START_SCALE``; ``heat`` tells a map from the
    same one made again.
    """

    across: str
    up: str
    x: tuple[Any, ...]
    y: tuple[Any, ...]
    steps: int
    heat: int = 0


@dataclass(frozen=True, slots=True)
class OutcomeMap(View):
    """``outcomes`` and final ``losses`` have shape (y, x); what is not known yet is UNKNOWN, NaN.

    Where ``exact`` does not hold they are those of a quick pass, right within rounding. ``done``
    cells are exact.

    DIVERGED: numbers were lost, or the last loss is above the first. CONVERGED: over the last
    tenth of the steps it changed by at most 1 %. SLOW is the rest.
    """

    outcomes: NDArray[np.int8]
    losses: NDArray[np.float64]
    exact: NDArray[np.bool_]
    done: int
    over: bool


@dataclass(frozen=True, slots=True)
class StartRequest(Request):
    """The starting weights of an experiment with other values of some of its numbers.

    ``experiment`` is a light one, on the table at hand.
    """

    values: tuple[tuple[str, Any], ...]
    experiment: str


@dataclass(frozen=True, slots=True)
class Start(View):
    """By parameter name, in training's own number type."""

    weights: Mapping[str, NDArray[np.floating]]
