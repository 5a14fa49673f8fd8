"""A run that is kept beside the one at hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from engine.experiment import Experiment
from gui.kit.changes import told_apart
from gui.kit.words import tr

if TYPE_CHECKING:
    from engine.frames import Snapshot

Kind = Literal["pinned", "branch", "racer"]  # by hand; left at a fork; of a race
Earlier = tuple[tuple[int, Experiment], ...]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, eq=False)
class PinnedRun:
    """A run as it was when it was pinned: ``losses`` are exact, one a step, shape (steps,).

    ``fork`` is where it can be gone on from: with its experiment that leads to the same losses.
    Without one it can only be trained from its start. ``title`` and ``note`` are the learner's
    words; of one that is ``hidden`` nothing is drawn. ``earlier`` are the settings that held until
    a step, where they were changed on the way.
    """

    experiment: Experiment
    losses: NDArray[np.float64]
    number: int
    fork: Snapshot | None = None
    kind: Kind = "pinned"
    title: str = ""
    note: str = ""
    hidden: bool = False
    earlier: Earlier = ()

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
        """What the learner calls it, else what training did otherwise than now, else its number."""
        if self.title:
            return self.title
        told = told_apart(now, self.experiment) if now is not None else []
        return ", ".join(told) or tr("run {number}", number=self.number)


def names_of(runs: PinnedRuns, now: Experiment | None) -> dict[PinnedRun, str]:
    """What each is called; of several with one name of their own the number is told too."""
    names = {run: _among(run, runs, now) for run in runs}
    often = Counter(names.values())
    return {
        run: name if run.title or often[name] == 1 else f"{name} ({run.number})"
        for run, name in names.items()
    }


def _among(run: PinnedRun, runs: PinnedRuns, now: Experiment | None) -> str:
    """A racer that is as the run at hand is told by what another racer does otherwise."""
    if run.kind == "racer" and not run.title and now is not None:
        rivals = [each for each in runs if each.kind == "racer" and each is not run]
        if rivals and not told_apart(now, run.experiment):
            told = told_apart(rivals[0].experiment, run.experiment)
            return ", ".join(told) or run.name(now)
    return run.name(now)


def seen(runs: PinnedRuns) -> PinnedRuns:
    """Those that are drawn."""
    return tuple(run for run in runs if not run.hidden)


def newest(runs: PinnedRuns) -> PinnedRuns:
    """As many as are kept: of racers as many as there are in a race, beside all others."""
    racers = [run for run in runs if run.kind == "racer"][-MOST_RACERS:]
    others = [run for run in runs if run.kind != "racer"][-MOST:]
    return tuple(run for run in runs if run in racers or run in others)


PinnedRuns = tuple[PinnedRun, ...]
MOST = 12  # runs that are kept, and ...
MOST_RACERS = 8  # ... those of the last race beside them
