"""Where training stands, and the way there, as plain arrays: what outlives a training process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.table import Table
from engine.experiment import Experiment
from engine.frames.views import Array, Arrays

VERSION = 1

Memory = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Moment:
    """A keyframe: everything that the steps after ``step`` depend on.

    ``epoch`` epochs and ``batch`` batches of the next one are done; ``shuffle`` is the state, of
    type uint8, that the generator had before this epoch's order was drawn. ``memory`` is the
    optimizer's, by parameter: arrays and plain numbers. ``parameters`` is None where the
    experiment's own start is meant. With ``changed`` something was changed here: replaying from
    an earlier moment does not lead past it.
    """

    experiment: Experiment
    step: int
    epoch: int = 0
    batch: int = 0
    shuffle: NDArray[np.uint8] | None = None
    parameters: Arrays | None = None
    memory: Memory = field(default_factory=dict)
    changed: bool = False

    @cached_property
    def size(self) -> int:
        """How many bytes its arrays hold."""
        arrays = [self.shuffle, *(self.parameters or {}).values()]
        arrays += [value for state in self.memory.values() for value in state.values()]
        return sum(array.nbytes for array in arrays if isinstance(array, np.ndarray))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole run: it stands after ``step`` updates and ``phases`` phases of the next one.

    ``moments`` are in the order of their steps, the first one is where the history begins.
    ``losses`` are those of the steps after ``base``, as far as they are known, at most to
    ``furthest``. ``watched`` is what the stopping rule has seen.
    """

    experiment: Experiment
    step: int
    phases: int = 0
    furthest: int = 0
    moments: tuple[Moment, ...] = ()
    base: int = 0
    losses: Array = field(default_factory=lambda: np.empty(0))
    watched: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    version: int = VERSION

    @property
    def first(self) -> int:
        """The earliest step that can be gone to; 0 where nothing but the start is known."""
        return self.moments[0].step if self.moments else 0

    def as_known(self) -> Snapshot:
        """The same up to the last step whose loss is known: all that a file may say of it.

        Who replays needs no more than a moment; losses come later than what is shown.
        """
        end = self.base + len(self.losses)
        if end == self.furthest:
            return self
        step = min(self.step, end)
        return replace(
            self,
            step=step,
            phases=self.phases if step == self.step else 0,
            furthest=end,
            moments=tuple(moment for moment in self.moments if moment.step <= end),
        )

    @property
    def size(self) -> int:
        """How many bytes it holds, each table counted once."""
        tables = {id(m.experiment.data.table): m.experiment.data.table for m in self.moments}
        columns = {id(c): c for table in tables.values() for c in table.columns.values()}
        held = sum(column.nbytes for column in columns.values())
        return held + self.losses.nbytes + sum(moment.size for moment in self.moments)

    def sharing(self, table: Table) -> Snapshot:
        """The same with this table wherever one is equal to it."""
        known: dict[int, Experiment] = {}

        def shared(experiment: Experiment) -> Experiment:
            if id(experiment) not in known:
                data, equal = experiment.data, experiment.data.table == table
                same = replace(experiment, data=replace(data, table=table))
                known[id(experiment)] = same if equal else experiment
            return known[id(experiment)]

        moments = (replace(moment, experiment=shared(moment.experiment)) for moment in self.moments)
        return replace(self, experiment=shared(self.experiment), moments=tuple(moments))

    def cut(self) -> Snapshot:
        """The same without what was reached beyond where it stands."""
        ends = self.watched.get("ends", np.empty(0))
        return replace(
            self,
            furthest=self.step,
            moments=tuple(moment for moment in self.moments if moment.step <= self.step),
            losses=self.losses[: max(0, self.step - self.base)],
            watched={name: column[ends <= self.step] for name, column in self.watched.items()},
        )

    def within(self, most: int) -> Snapshot:
        """The same in at most ``most`` bytes, as far as it can be: the oldest moments go first."""
        if self.size <= most:
            return self
        held, size, seen = 0, self.losses.nbytes, set[int]()
        for moment in reversed(self.moments):
            columns = moment.experiment.data.table.columns.values()
            size += sum(column.nbytes for column in columns if id(column) not in seen)
            size += moment.size
            seen |= {id(column) for column in columns}
            if held and size > most:
                break
            held += 1
        return replace(self, moments=self.moments[len(self.moments) - held :])
