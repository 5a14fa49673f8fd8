"""What was done, so that it can be undone: whole experiments, which share what they have alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.data.table import Table
from engine.experiment import Experiment
from engine.experiment.starts import loses_weights
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


class Undo:
    """A list of entries and the place in it; the first entry is the experiment as opened."""

    def __init__(self, experiment: Experiment, report: Report = NO_REPORT) -> None:
        self._entries = [Entry("", experiment, report=report)]
        self._place = 0
        self._origins = 0
        self._numbers = 0

    @property
    def origin(self) -> int:
        """Which data the current experiment has, edited or not."""
        return self._entries[self._place].origin

    @property
    def current(self) -> Experiment:
        """The experiment that holds now."""
        return self._entries[self._place].experiment

    @property
    def report(self) -> Report:
        """The report that holds now."""
        return self._entries[self._place].report

    @property
    def undo_text(self) -> str:
        """What undo would take back; empty where there is nothing."""
        return self._entries[self._place].text if self._place else ""

    @property
    def redo_text(self) -> str:
        """What redo would do again; empty where there is nothing."""
        following = self._entries[self._place + 1 : self._place + 2]
        return following[0].text if following else ""

    @property
    def parameters(self) -> tuple[Parameters, Parameters] | None:
        """What the last gesture made of which parameters, where it set some."""
        return self._entries[self._place].parameters

    @property
    def by_hand(self) -> tuple[int, ...]:
        """The gestures that set parameters and hold now, by their numbers."""
        done = self._entries[: self._place + 1]
        return tuple(entry.number for entry in done if entry.parameters is not None)

    @property
    def runs(self) -> tuple[PinnedRuns, PinnedRuns] | None:
        """The runs kept before and after the last gesture, where it changed these."""
        return self._entries[self._place].runs

    @property
    def has_parameters(self) -> bool:
        """Whether some gesture set parameters."""
        return any(entry.parameters for entry in self._entries)

    def push(
        self, text: str, experiment: Experiment, merge: str = "", *, other_data: bool = False
    ) -> None:
        """Do something; with the last entry's ``merge`` key it becomes part of that entry."""
        self._origins += other_data
        origin = self._origins if other_data else self.origin
        self._push(Entry(text, experiment, merge, origin, report=self.report))

    def push_report(self, text: str, report: Report, merge: str = "") -> None:
        """Write in the report, which leaves the experiment as it is."""
        self._push(Entry(text, self.current, merge, self.origin, report=report, writes=True))

    def _push(self, entry: Entry) -> None:
        del self._entries[self._place + 1 :]
        if entry.merge and self._entries[-1].merge == entry.merge:
            self._entries.pop()
        self._append(entry)

    def push_parameters(self, text: str, before: Parameters, after: Parameters) -> None:
        """Set parameters, which leaves the experiment as it is."""
        del self._entries[self._place + 1 :]
        self._numbers += 1
        entry = Entry(text, self.current, "", self.origin, (before, after), report=self.report)
        self._append(replace(entry, number=self._numbers))

    def push_runs(self, text: str, before: PinnedRuns, after: PinnedRuns) -> None:
        """Keep other runs, which leaves the experiment as it is."""
        entry = Entry(text, self.current, "", self.origin, report=self.report)
        self._push(replace(entry, runs=(before, after)))

    def forget_parameters(self) -> None:
        """Training has moved on: what parameters were before means nothing any more."""
        first, *rest = self._entries
        self._place -= sum(entry.parameters is not None for entry in rest[: self._place])
        kept = [replace(first, parameters=None)]
        for entry in rest:
            if entry.parameters is None:
                kept.append(entry)
            elif entry.training is not None:  # the experiment before it is the same
                kept[-1] = replace(kept[-1], training=entry.training)
        self._entries = kept

    def push_reset(self, text: str, experiment: Experiment) -> None:
        """Train from the start again, with this experiment."""
        del self._entries[self._place + 1 :]
        entry = Entry(text, experiment, "", self.origin, reset=True, report=self.report)
        self._append(entry)

    @property
    def writes(self) -> bool:
        """Whether the last gesture was in the report alone."""
        return self._entries[self._place].writes

    @property
    def resets(self) -> bool:
        """Whether the last gesture was to train from the start again."""
        return self._entries[self._place].reset

    @property
    def has_training(self) -> bool:
        """Whether a run is kept beside the entry at hand."""
        return self._entries[self._place].training is not None

    def loses(self, by: int) -> bool:
        """Whether going so many entries on, or back, ends the run that is there."""
        place = self._place + by
        if not 0 <= place < len(self._entries):
            return False
        here, there = self._entries[self._place], self._entries[place]
        return (there if by > 0 else here).reset or loses_weights(here.experiment, there.experiment)

    def keep(self, training: Snapshot) -> str:
        """Keep a run beside the entry at hand, which is about to be left.

        The answer is the gesture before which another run was that had to go for it, or nothing.
        """
        self._put_training(self._place, _bounded(training))
        held = [place for place, entry in enumerate(self._entries) if entry.training is not None]
        sizes = {place: _size(self._entries[place].training) for place in held}
        gone = ""
        for place in sorted(held, key=lambda place: -abs(place - self._place)):
            if sum(sizes.values()) <= TRAININGS:
                break
            following = self._entries[place + 1 : place + 2]
            gone = following[0].text if following else self._entries[place].text
            self._put_training(place, None)
            del sizes[place]
        return gone

    def take_training(self) -> Snapshot | None:
        """The run that was there when the entry at hand was left, once."""
        training = self._entries[self._place].training
        self._put_training(self._place, None)
        return training

    def _put_training(self, place: int, training: Snapshot | None) -> None:
        self._entries[place] = replace(self._entries[place], training=training)

    def undo(self) -> bool:
        """Go one entry back; False at the first."""
        return self._go(self._place - 1)

    def redo(self) -> bool:
        """Go one entry on; False at the last."""
        return self._go(self._place + 1)

    def _append(self, entry: Entry) -> None:
        self._entries.append(entry)
        while len(self._entries) > 2 and self._too_much():
            self._entries.pop(0)
        self._place = len(self._entries) - 1

    def seal(self) -> None:
        """Let nothing merge into the last entry any more."""
        self._entries[self._place] = replace(self._entries[self._place], merge="")

    def _go(self, place: int) -> bool:
        if not 0 <= place < len(self._entries):
            return False
        self.seal()
        self._place = place
        return True

    def _too_much(self) -> bool:
        columns = {
            id(column): column.nbytes
            for entry in self._entries
            for column in entry.experiment.data.table.columns.values()
        }
        runs = {
            id(run): run.size
            for entry in self._entries
            for kept in entry.runs or ()
            for run in kept
        }
        held = sum(columns.values()) + sum(runs.values())
        return len(self._entries) > LIMIT or held > BYTES


def _bounded(training: Snapshot) -> Snapshot:
    """As much of a run as there may be of all: its oldest moments go first."""
    while len(training.moments) > 1 and _size(training) > TRAININGS:
        training = replace(training, moments=training.moments[1:])
    return training


def _size(training: Snapshot | None) -> int:
    """What a run holds by itself; its tables are those of the entries."""
    if training is None:
        return 0
    return training.losses.nbytes + sum(moment.size for moment in training.moments)


def changed_number(before: object, after: object, path: str = "") -> str:
    """The path of the one number in which two experiments differ; empty for any other difference.

    A burst from a slider or a spin box changes one number again and again: its path is the merge
    key that makes it one entry.
    """
    paths = list(_differences(before, after, path))
    return paths[0] if len(paths) == 1 else ""


def _differences(before: object, after: object, path: str) -> list[str]:
    """Paths of numbers that differ; "" stands for each difference of another kind."""
    if before is after:
        return []
    if _is_number(before) and _is_number(after):
        return [] if before == after else [path]
    if is_dataclass(before) and type(before) is type(after) and not isinstance(before, Table):
        names = [field.name for field in fields(before) if field.compare]
        pairs = [(name, getattr(before, name), getattr(after, name)) for name in names]
    elif isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        pairs = [(str(i), old, new) for i, (old, new) in enumerate(zip(before, after, strict=True))]
    else:
        return [] if before == after else [""]
    return [found for name, old, new in pairs for found in _differences(old, new, f"{path}.{name}")]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
