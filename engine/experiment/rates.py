"""The learning rate of every epoch to come, worked out from the schedule's own expression."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.catalog import SCHEDULES
from engine.experiment.specs import Choice


def factor(schedule: Choice) -> Callable[[int], float]:
    """The factor on the learning rate as a function of the epoch, 0 in the first."""
    scope = {"math": math, **schedule.as_dict()}
    # The text is the catalog's own, never a user's.
    found: Callable[[int], float] = eval(f"lambda epoch: {SCHEDULES[schedule.name].target}", scope)
    return found


def ahead(lr: float, schedule: Choice, epochs: int, most: int = 240) -> NDArray[np.float64]:
    """Epochs and their learning rates, shape (2, points): all of few epochs, some of many."""
    last = max(epochs - 1, 1)
    places = np.unique(np.linspace(0, last, min(last + 1, most)).astype(np.int64))
    rate = factor(schedule)
    return np.array([places, [lr * rate(int(place)) for place in places]], dtype=np.float64)
