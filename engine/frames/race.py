"""A race: variants of an experiment train side by side from their beginning, in fair turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.frames.base import Request, View
from engine.frames.surface import Ground

Array = NDArray[np.float64]
MOST_RACERS = 8
By = Literal["steps", "rows", "loss"]


@dataclass(frozen=True, slots=True)
class Finish:
    """A racer is there when the mean loss of an epoch comes below a number, as a stop rule counts
    it, or when so large a share of the training rows is right after an epoch: whichever is first.

    One that has not come there after its epochs stays on the way. Without such a number the epochs
    are the finish.
    """

    epochs: int
    loss_below: float | None = None
    accuracy: float | None = None

    @property
    def is_epochs(self) -> bool:
        """Whether nothing but the epochs is asked for."""
        return self.loss_below is None and self.accuracy is None


@dataclass(frozen=True, slots=True)
class RaceRequest(Request):
    """The standing of a race; asking for it again lets it go on.

    Each racer is the experiment with another value at ``path``, or, where there are some, one of
    these ``experiments``, called as ``values`` say: they are light, and race on the table at hand.
    ``heat`` tells a race from the same one run again.
    """

    path: str
    values: tuple[Any, ...]
    finish: Finish
    heat: int = 0
    experiments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RacersRequest(Request):
    """What each racer of a race answers to a request where it is now: a ``Beside`` by places."""

    race: RaceRequest
    request: Request


@dataclass(frozen=True, slots=True)
class RacersWaysRequest(Request):
    """Where they have been in the plane of the run at hand: ``WaysBeside`` by places."""

    race: RaceRequest
    ground: Ground


@dataclass(frozen=True, slots=True)
class Racer:
    """Where one of them is: some of its losses and the steps that they are of, the last one too.

    ``rows`` are those that it has seen, each as often as it did; ``seconds`` are of its own
    training. ``place`` is shared by those that are alike; None on the way, where the finish was
    not reached, and where numbers were lost. ``refused`` says why one cannot run at all.
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
    refused: EngineError | None = None


@dataclass(frozen=True, slots=True)
class Race(View):
    """Every racer, in the order of the values.

    Places go ``by`` steps to the finish, by rows seen where batches differ in size, or, where the
    epochs alone are the finish, by the mean loss of the last one. ``same_start`` and
    ``same_batches`` say whether all have the same starting values, and see the same rows in the
    same order.
    """

    racers: tuple[Racer, ...]
    by: By
    over: bool
    same_start: bool = True
    same_batches: bool = True
