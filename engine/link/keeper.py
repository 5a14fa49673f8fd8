"""The training process tells the window what it would need to go on without this process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from time import monotonic

import numpy as np

from engine.data.table import Table
from engine.errors import EngineError
from engine.frames import Moment
from engine.link.replies import NEWEST, Collected, Kept
from engine.training.history import Keyframe
from engine.training.keeping import moments_between
from engine.training.memory import is_lack_of_memory
from engine.training.moments import is_own_start, moment, size_of
from engine.training.run import Run
from engine.training.session import Session

EVERY = 2.0  # seconds between two moments while training runs ...
SHARE = 50  # ... or so many times what taking one took, where that is more
WHOLE = 0  # the number of no table: the moment keeps its own
MOST_WHILE_RUNNING = 50_000_000  # bytes of a moment that is taken before training rests


class Keeper:
    """Knows what it has told of a run, and tells what is new: changes at once, the rest in time."""

    def __init__(self, tables: Mapping[int, Table]) -> None:
        self._tables = tables
        self._of: Run | None = None
        self._numbers: dict[int, tuple[Keyframe, int]] = {}  # by the keyframe's identity
        self._told: tuple[object, ...] = ()  # the run, and the changes in it
        self._newest: tuple[object, ...] = ()  # ... and the step at which it was taken last
        self._last = 0
        self._due = 0.0
        self._full = False  # there was too little memory once

    def adopt(self, run: Run, numbers: tuple[int, ...]) -> None:
        """A run goes on from what the window knows, its changes by these numbers."""
        self._of, self._due = run, 0.0
        changes = run.history.changes
        pairs = zip(changes, numbers, strict=False) if len(changes) == len(numbers) else ()
        self._numbers = {id(change): (change, number) for change, number in pairs}
        self._last = max((self._last, *numbers))

    def news(self, session: Session, run: int, rests: bool = False) -> Kept | None:
        """What the window does not know yet; None where there is nothing, or no memory for it.

        Raises EngineError the first time that there is too little memory.
        """
        try:
            return self._news(session, run, rests)
        except (MemoryError, RuntimeError) as error:
            if not is_lack_of_memory(error):
                raise
            first, self._full = not self._full, True
            if first:
                raise EngineError(
                    "there is too little memory to keep what brings training back after a crash",
                    hint="training itself goes on",
                ) from error
            return None

    def collected(self, session: Session, number: int) -> Collected:
        """Keyframes on the whole way, for a file; what else is needed was told as news."""
        run = session.run
        changes = tuple((n, change.step) for change, n in self._numbers.values())
        found = tuple(self._light(taken) for taken in moments_between(run))
        return Collected(number, changes if run is self._of else (), found)

    def _news(self, session: Session, number: int, rests: bool) -> Kept | None:
        run = session.run
        if run is not self._of:
            self._of, self._numbers, self._due = run, {}, 0.0
        moments = self._new_changes(run, rests)
        changes = tuple((n, change.step) for change, n in self._numbers.values())
        if self._wants_newest(run, changes, rests):
            started = monotonic()
            moments[NEWEST] = replace(moment(run.rest()), experiment=session.experiment)
            self._newest = (run, run.step_number, changes)
            self._due = monotonic() + max(EVERY, SHARE * (monotonic() - started))
        elif (run, changes) == self._told and not run.is_ahead:
            return None
        self._told = (run, changes)
        first, losses = run.news()
        watched = {name: np.array(column) for name, column in run.watched.items()}
        light = {n: self._light(taken) for n, taken in moments.items()}
        return Kept(number, changes, light, first, np.array(losses), watched)

    def _new_changes(self, run: Run, rests: bool) -> dict[int, Moment]:
        """The moments at which something was changed since the last time, by their new numbers."""
        known, self._numbers = self._numbers, {}
        moments: dict[int, Moment] = {}
        for change in run.history.changes:
            if id(change) in known:
                self._numbers[id(change)] = known[id(change)]
                continue
            self._last += 1
            self._numbers[id(change)] = change, self._last
            if rests or change.size <= MOST_WHILE_RUNNING or is_own_start(change):
                moments[self._last] = moment(change, changed=True)
        return moments

    def _wants_newest(self, run: Run, changes: tuple[tuple[int, int], ...], rests: bool) -> bool:
        """Whether it is time for the moment where training stands, and it is not known yet."""
        step = run.step_number
        if run.stands_in or step == changes[-1][1] or (run, step, changes) == self._newest:
            return False
        return rests or (monotonic() >= self._due and size_of(run.machine) <= MOST_WHILE_RUNNING)

    def _light(self, moment: Moment) -> tuple[Moment, int]:
        """The moment without its table, and that one's number; whole where it has none."""
        experiment = moment.experiment
        wanted = experiment.data.table
        number = next((n for n, table in self._tables.items() if table is wanted), WHOLE)
        if number == WHOLE:
            return moment, number
        data = replace(experiment.data, table=Table({}))
        return replace(moment, experiment=replace(experiment, data=data)), number
