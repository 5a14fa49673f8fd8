"""What would come of other values: training gone on with from here, one future a value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.frames.base import Request, View

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FuturesRequest(Request):
    """So many steps from the place shown, with each of some values at a setting's ``path``.

    ``values`` are as the setting has them; None is all rows for a batch size. ``cells`` are two
    numbers of the parameters whose way is wanted too.
    """

    path: str
    values: tuple[float | None, ...]
    steps: int
    cells: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Future:
    """What came of one value: the losses of its steps, fewer where numbers were lost.

    ``x`` and ``y`` are the cells before the first step and after each. ``answers`` is the model at
    ``Futures.along``, for one feature and a numeric target.
    """

    value: float | None
    losses: Array
    lost: bool
    x: Array
    y: Array
    answers: Array


@dataclass(frozen=True, slots=True)
class Futures(View):
    """One for each value, in their order, all from the same state after ``step``."""

    step: int
    futures: tuple[Future, ...]
    along: Array
