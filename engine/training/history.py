"""Keyframes of a run: few enough to stay small, close enough to replay from at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from engine.experiment import Experiment
from engine.training.batches import Place

FIRST_SPACING = 16  # steps between two keyframes, until there are too many
MOST_KEYFRAMES = 4096
MOST_BYTES = 150_000_000
MOST_CHANGES = 1000
MOST_TABLES = 500_000_000  # bytes of their tables; points that are dragged leave one each


@dataclass(frozen=True, slots=True)
class Keyframe:
    """Everything that the steps after ``step`` depend on. ``state`` is the optimizer's."""

    step: int
    place: Place
    experiment: Experiment
    parameters: Mapping[str, Tensor]
    state: Mapping[str, Mapping[str, Any]]

    @property
    def size(self) -> int:
        """Roughly how many bytes it holds."""
        tensors = [*self.parameters.values(), self.place.shuffle]
        for state in self.state.values():
            tensors += [value for value in state.values() if isinstance(value, Tensor)]
        return sum(tensor.nbytes for tensor in tensors) + 1000


class History:
    """Keyframes by step. Memory is bounded: when there are too many, every other one goes.

    A keyframe taken where something was changed by hand is needed to replay what follows; of
    those the newest are kept, and ``first`` is the earliest step that can still be gone to.
    """

    def __init__(self, start: Keyframe) -> None:
        self.spacing = FIRST_SPACING
        self._changes = [start]
        self._regular: list[Keyframe] = []
        self.cuts: list[int] = []  # the steps after which something was forgotten, as it happened

    @property
    def version(self) -> int:
        """Another number whenever what is known of some step may not hold any more."""
        return len(self.cuts)

    @property
    def first(self) -> int:
        """The earliest step that can be gone to."""
        return self._changes[0].step

    @property
    def changes(self) -> Sequence[Keyframe]:
        """Where it begins, and where something was changed by hand."""
        return self._changes

    @property
    def regular(self) -> Sequence[Keyframe]:
        """Those between the changes."""
        return self._regular

    @property
    def size(self) -> int:
        """Roughly how many bytes all keyframes hold."""
        return sum(keyframe.size for keyframe in (*self._changes, *self._regular))

    def record(self, keyframe: Keyframe) -> None:
        """Add a keyframe, taken at a multiple of ``spacing`` but where it comes from elsewhere."""
        place = bisect_left(self._regular, keyframe.step, key=lambda kept: kept.step)
        if place < len(self._regular) and self._regular[place].step == keyframe.step:
            return
        self._regular.insert(place, keyframe)
        while len(self._regular) > _most(MOST_KEYFRAMES, keyframe):
            self.spacing *= 2
            self._regular = [kept for kept in self._regular if kept.step % self.spacing == 0]

    def record_change(self, keyframe: Keyframe) -> None:
        """Add a keyframe taken after something was changed by hand; the future is cut off."""
        self.cut(keyframe.step)
        earlier = [kept for kept in self._changes if kept.step < keyframe.step]
        self._changes = [*earlier, keyframe]
        if len(self._changes) > _most(MOST_CHANGES, keyframe) or self._table_bytes > MOST_TABLES:
            self._changes = self._changes[(len(self._changes) + 1) // 2 :]
            self._regular = [kept for kept in self._regular if kept.step > self.first]

    @property
    def _table_bytes(self) -> int:
        """What the tables of all changes hold together; most share their columns."""
        tables = [change.experiment.data.table for change in self._changes]
        columns = {id(column): column for table in tables for column in table.columns.values()}
        return sum(column.nbytes for column in columns.values())

    def changes_after(self, step: int) -> bool:
        """Whether something was changed by hand after ``step``."""
        return self._changes[-1].step > step

    def cut(self, step: int) -> None:
        """Forget what comes after ``step``."""
        self.cuts.append(step)
        self._regular = [kept for kept in self._regular if kept.step <= step]
        self._changes = [kept for kept in self._changes if kept.step <= step]

    def mark(self) -> tuple[int, list[Keyframe], list[Keyframe]]:
        """What ``go_back`` needs."""
        return self.spacing, self._changes, self._regular

    def go_back(self, mark: tuple[int, list[Keyframe], list[Keyframe]]) -> None:
        """Know again what was known then; what was recorded since without a change holds too."""
        self.cuts.append(mark[1][0].step)
        self.spacing, self._changes, self._regular = mark

    def copied(self) -> History:
        """A history of its own over the same keyframes."""
        history = History(self._changes[0])
        history.spacing = self.spacing
        history._changes, history._regular = [*self._changes], [*self._regular]
        return history

    def replay_from(self, step: int) -> Keyframe:
        """The keyframe to start from, so that the last step before ``step`` is run again.

        Where something was changed at ``step`` itself, that keyframe is the state as it was left.
        """
        change = _latest(self._changes, step)
        assert change is not None, "the first change is the start of the history"
        if change.step == step:
            return change
        regular = _latest(self._regular, step - 1)
        return regular if regular and regular.step > change.step else change

    def replay_before(self, step: int) -> Keyframe | None:
        """The same where something was changed at ``step``: as it came to be there, if known."""
        change = _latest(self._changes, step - 1)
        regular = _latest(self._regular, step - 1)
        return regular if change and regular and regular.step > change.step else change


def _most(count: int, keyframe: Keyframe) -> int:
    """How many keyframes of this size may be kept, ``count`` at most."""
    return max(2, min(count, MOST_BYTES // keyframe.size))


def _latest(keyframes: list[Keyframe], step: int) -> Keyframe | None:
    index = bisect_right(keyframes, step, key=lambda keyframe: keyframe.step)
    return keyframes[index - 1] if index else None
