"""A run that is kept beside the one at hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.experiment import Experiment
from gui.kit.changes import told_apart
from gui.kit.words import tr


@dataclass(frozen=True, eq=False)
class PinnedRun:
    """A run as it was when it was pinned: ``losses`` are exact, one a step, shape (steps,)."""

    experiment: Experiment
    losses: NDArray[np.float64]
    number: int

    def __post_init__(self) -> None:
        self.losses.flags.writeable = False

    def at(self, step: int) -> float | None:
        """The loss of a step; None beyond its end."""
        return float(self.losses[step - 1]) if 0 < step <= len(self.losses) else None

    def name(self, now: Experiment | None) -> str:
        """What training did otherwise than now; its number where nothing differs."""
        told = told_apart(now, self.experiment) if now is not None else []
        return ", ".join(told) or tr("run {number}", number=self.number)


PinnedRuns = tuple[PinnedRun, ...]
MOST = 6  # runs that are kept
