"""Runs that are kept beside the one at hand, with every loss and the experiment they were of."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.experiment import Experiment
from gui.model.journal.losses import Floats, LossHistory


@dataclass(frozen=True, eq=False)
class PinnedRun:
    """A run as it was when it was pinned: ``losses`` are exact, one a step, shape (steps,)."""

    experiment: Experiment
    losses: NDArray[np.float64]
    number: int
    _drawn: LossHistory = field(default_factory=LossHistory, repr=False)

    def __post_init__(self) -> None:
        self.losses.flags.writeable = False
        self._drawn.extend(0, self.losses)

    def at(self, step: int) -> float | None:
        """The loss of a step; None beyond its end."""
        return self._drawn.at(step)

    def curve(self, low: float, high: float) -> tuple[Floats, Floats]:
        """Steps and losses to draw of a part of it, at the same small cost however long it is."""
        return self._drawn.curve(low, high)

    def extremes(self) -> tuple[float, float] | None:
        """The smallest and the largest finite loss."""
        return self._drawn.extremes()
