"""A run that is kept beside the one at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.experiment import Experiment
from gui.kit.changes import told_apart
from gui.kit.words import tr

if TYPE_CHECKING:
    from engine.frames import Snapshot


@dataclass(frozen=True, eq=False)
class PinnedRun:
    """A run as it was when it was pinned: ``losses`` are exact, one a step, shape (steps,).

    ``fork`` is where it can be gone on from: with its experiment that leads to the same losses.
    Without one it can only be trained from its start.
    """

    experiment: Experiment
    losses: NDArray[np.float64]
    number: int
    fork: Snapshot | None = None

    def __post_init__(self) -> None:
        self.losses.flags.writeable = False

    @property
    def steps(self) -> int:
        """How many it has made."""
        return len(self.losses)

    @property
    def size(self) -> int:
        """How many bytes it holds; its table is the experiment's."""
        moments = () if self.fork is None else self.fork.moments
        return self.losses.nbytes + sum(moment.size for moment in moments)

    def at(self, step: int) -> float | None:
        """The loss of a step; None beyond its end."""
        return float(self.losses[step - 1]) if 0 < step <= len(self.losses) else None

    def name(self, now: Experiment | None) -> str:
        """What training did otherwise than now; its number where nothing differs."""
        told = told_apart(now, self.experiment) if now is not None else []
        return ", ".join(told) or tr("run {number}", number=self.number)


PinnedRuns = tuple[PinnedRun, ...]
MOST = 12  # runs that are kept
