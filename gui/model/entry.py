"""One gesture that can be undone, and how much of all that was done is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.experiment import Experiment
from engine.report.value import Report
from gui.kit.pinned import PinnedRuns

if TYPE_CHECKING:
    from engine.frames import Snapshot

LIMIT = 200
BYTES = 400_000_000  # what the entries' columns may take together
TRAININGS = 400_000_000  # bytes that the runs kept beside the entries may take together
Parameters = Mapping[str, NDArray[np.floating]]  # some of the model's, by name


NO_REPORT = Report()


@dataclass(frozen=True, slots=True)
class Entry:
    """A gesture: what the undo menu calls it, and the experiment and report that it left behind.

    ``origin`` tells data from others: edits of the same rows have the same. ``parameters`` are
    those that the learner set, before and after, where that was the gesture. With ``reset`` the
    gesture was to train from the start again, one that ``writes`` was in the report alone.
    ``training`` is the run that was there when a gesture began another one, or undo did.
    ``runs`` are those that were kept before and after, where that was the gesture. ``number``
    tells a gesture that set parameters from the others.
    """

    text: str
    experiment: Experiment
    merge: str = ""
    origin: int = 0
    parameters: tuple[Parameters, Parameters] | None = None
    reset: bool = False
    training: Snapshot | None = None
    report: Report = NO_REPORT
    writes: bool = False
    runs: tuple[PinnedRuns, PinnedRuns] | None = None
    number: int = 0


def too_much(entries: Sequence[Entry]) -> bool:
    """Whether the oldest of so many has to go."""
    columns = {
        id(column): column.nbytes
        for entry in entries
        for column in entry.experiment.data.table.columns.values()
    }
    runs = {id(run): run.size for entry in entries for kept in entry.runs or () for run in kept}
    held = sum(columns.values()) + sum(runs.values())
    return len(entries) > LIMIT or held > BYTES


def fit(sizes: Iterable[int]) -> bool:
    """Whether runs of so many bytes may be kept together."""
    return sum(sizes) <= TRAININGS


def bounded(training: Snapshot) -> Snapshot:
    """As much of a run as there may be of all: its oldest moments go first."""
    while len(training.moments) > 1 and not fit([size(training)]):
        training = replace(training, moments=training.moments[1:])
    return training


def size(training: Snapshot | None) -> int:
    """What a run holds by itself; its tables are those of the entries."""
    if training is None:
        return 0
    return training.losses.nbytes + sum(moment.size for moment in training.moments)
