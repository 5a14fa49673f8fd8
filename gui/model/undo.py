"""What was done, so that it can be undone: whole experiments, which share what they have alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.data.table import Table
from engine.experiment import Experiment

LIMIT = 200
BYTES = 400_000_000  # what the entries' columns may take together
Parameters = Mapping[str, NDArray[np.floating]]  # some of the model's, by name


@dataclass(frozen=True, slots=True)
class Entry:
    """A gesture: what the undo menu calls it, and the experiment that it left behind.

    ``origin`` tells data from others: edits of the same rows have the same. ``parameters`` are
    those that the learner set, before and after, where that was the gesture.
    """

    text: str
    experiment: Experiment
    merge: str = ""
    origin: int = 0
    parameters: tuple[Parameters, Parameters] | None = None


class Undo:
    """A list of entries and the place in it; the first entry is the experiment as opened."""

    def __init__(self, experiment: Experiment) -> None:
        self._entries = [Entry("", experiment)]
        self._place = 0
        self._origins = 0

    @property
    def origin(self) -> int:
        """Which data the current experiment has, edited or not."""
        return self._entries[self._place].origin

    @property
    def current(self) -> Experiment:
        """The experiment that holds now."""
        return self._entries[self._place].experiment

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
    def has_parameters(self) -> bool:
        """Whether some gesture set parameters."""
        return any(entry.parameters for entry in self._entries)

    def push(
        self, text: str, experiment: Experiment, merge: str = "", *, other_data: bool = False
    ) -> None:
        """Do something; with the last entry's ``merge`` key it becomes part of that entry."""
        self._origins += other_data
        origin = self._origins if other_data else self.origin
        del self._entries[self._place + 1 :]
        if merge and self._entries[-1].merge == merge:
            self._entries.pop()
        self._append(Entry(text, experiment, merge, origin))

    def push_parameters(self, text: str, before: Parameters, after: Parameters) -> None:
        """Set parameters, which leaves the experiment as it is."""
        del self._entries[self._place + 1 :]
        self._append(Entry(text, self.current, "", self.origin, (before, after)))

    def forget_parameters(self) -> None:
        """Training has moved on: what parameters were before means nothing any more."""
        first, *rest = self._entries
        self._place -= sum(entry.parameters is not None for entry in rest[: self._place])
        first = replace(first, parameters=None)
        self._entries = [first, *(entry for entry in rest if entry.parameters is None)]

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
        return len(self._entries) > LIMIT or sum(columns.values()) > BYTES


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
