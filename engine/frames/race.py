"""A race: variants of an experiment train side by side from their beginning, in fair turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.frames.base import Request, View

Array = NDArray[np.float64]
MOST_RACERS = 8
By = Literal["steps", "rows", "loss"]


@dataclass(frozen=True, slots=True)
class Finish:
    """A racer is there when the mean loss of an epoch comes below a number, or after its epochs.

    The loss counts as a stop rule counts it; without a number only the epochs do.
    """

    epochs: int
    loss_below: float | None = None


@dataclass(frozen=True, slots=True)
class RaceRequest(Request):
    """The standing of a race; asking for it again lets it go on.

    Each racer is the experiment with another value at ``path``; ``heat`` tells a race from the
    same one run again.
    """

    path: str
    values: tuple[Any, ...]
    finish: Finish
    heat: int = 0


@dataclass(frozen=True, slots=True)
class Racer:
    """Where one of them is: some of its losses and the steps that they are of, the last one too.

    ``seconds`` are of its own training. ``place`` is shared by those that are alike; None on the
    way, and where numbers were lost. ``refused`` says why one cannot run at all.
    """

    value: Any
    steps: NDArray[np.int64]
    losses: Array
    epoch: int
    rows: int
    seconds: float
    arrived: bool
    lost: bool
    place: int | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Race(View):
    """Every racer, in the order of the values.

    Places go ``by`` steps to the finish, by rows seen where batches differ, or, where the epochs
    alone are the finish, by the mean loss of the last one.
    """

    racers: tuple[Racer, ...]
    by: By
    over: bool
