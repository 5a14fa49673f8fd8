"""The ground: the training loss over a plane of the parameters, and the way through it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.frames.base import Request, View

Array = NDArray[np.float64]
Place = tuple[float, float]
Window = tuple[float, float, float, float]  # from left to right, from bottom to top


@dataclass(frozen=True, slots=True)
class Ground:
    """Which plane: of two ``cells``, ``output.weight[0,0]``; two ``random`` directions from a
    ``seed``; or the ``path``'s own two.

    The coordinates are the cells' values; along directions they are nought at the ``centre``, the
    step whose parameters the plane goes through; None is the step at hand.
    """

    kind: Literal["cells", "random", "path"] = "cells"
    across: str = ""
    up: str = ""
    seed: int = 0
    centre: int | None = None


@dataclass(frozen=True, slots=True)
class SurfaceRequest(Request):
    """The loss at ``columns`` × ``rows`` places of a window; None is one that shows the way."""

    ground: Ground
    window: Window | None = None
    columns: int = 100
    rows: int = 100


@dataclass(frozen=True, slots=True)
class Surface(View):
    """``losses`` has shape (rows, columns), from bottom to top; what is lost is NaN or infinite.

    ``minimum`` is the lowest place where it is known. Along the path ``explains`` is the share of
    it that lies in the plane. ``step`` is the centre's. One that ``stays`` is the same whatever
    the parameters are: there are no others than its two.
    """

    step: int
    window: Window
    losses: Array
    minimum: Place | None
    explains: float | None
    stays: bool


@dataclass(frozen=True, slots=True)
class WayRequest(Request):
    """Where training has been in the plane: every ``every``-th step from the first."""

    ground: Ground
    every: int = 1


@dataclass(frozen=True, slots=True)
class Way(View):
    """The places after ``steps``, and how far the parameters then lie from the plane shown.

    The last place is where they are now. ``downhill`` leads from there against the gradient,
    ``move`` is what the last update has done. While not ``complete`` the rest comes with a later
    answer.
    """

    steps: NDArray[np.int64]
    x: Array
    y: Array
    away: Array
    downhill: Place | None
    move: Place | None
    complete: bool
