"""One run's moments and losses, as they arrive from the training process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.table import Table
from engine.frames import Moment, Snapshot
from engine.link.replies import NEWEST, Collected, Kept

MOST_BYTES = 200_000_000  # of moments and the tables that they alone hold
BETWEEN = 2  # moments that are kept of those at which nothing was changed


class Book:
    """Every change that has arrived, and the newest moments between them."""

    def __init__(self, base: int) -> None:
        self._base = base
        self._losses = np.empty(0)
        self._changes: tuple[tuple[int, int], ...] = ()  # numbers and steps, of all there are
        self._moments: dict[int, Moment] = {}  # by number, those that have arrived
        self._between: list[tuple[int, Moment]] = []  # each with the number of the change before
        self._spread: list[tuple[int, Moment]] = []  # the same, on the whole way
        self._watched: Mapping[str, NDArray[Any]] = {}
        self._columns: set[int] = set()  # of the newest change's table, by identity
        self._bytes: dict[int, int] = {}  # that each change added

    @classmethod
    def of(cls, snapshot: Snapshot) -> Book:
        """The book of a run that goes on from a snapshot; its changes are numbered from 1."""
        book = cls(snapshot.base)
        book._losses, book._watched = snapshot.losses, snapshot.watched
        changes = [m for place, m in enumerate(snapshot.moments) if m.changed or not place]
        book._moments = dict(enumerate(changes, start=1))
        book._changes = tuple((number, m.step) for number, m in book._moments.items())
        rest = [m for m in snapshot.moments[1:] if not m.changed]
        book._spread = [(book._change_before(m.step), m) for m in rest]
        return book

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the changes, in their order."""
        return tuple(number for number, _ in self._changes)

    def take(self, kept: Kept, tables: Mapping[int, Table]) -> None:
        """Take in what is new; what lies beyond a change that has come since holds no more."""
        new = {number: _whole(*light, tables) for number, light in kept.moments.items()}
        known = {**self._moments, **new}
        self._changes = kept.changes
        self._moments = {number: known[number] for number in self.numbers if number in known}
        self._weigh(new)
        unchanged = self._losses[: max(0, kept.losses_from - self._base)]
        self._losses = np.concatenate([unchanged, kept.losses])
        self._watched = kept.watched
        if NEWEST in new:
            self._between.append((self._change_before(new[NEWEST].step), new[NEWEST]))
        self._between = self._holding(self._between)[-BETWEEN:]
        self._spread = self._holding(self._spread)

    def spread(self, collected: Collected, tables: Mapping[int, Table]) -> None:
        """Take in keyframes between the changes, where these are those that are known."""
        if collected.changes == self._changes:
            moments = [_whole(*light, tables) for light in collected.moments]
            self._spread = [(self._change_before(moment.step), moment) for moment in moments]

    def _holding(self, moments: list[tuple[int, Moment]]) -> list[tuple[int, Moment]]:
        """Those before which no change has come since."""
        return [(n, moment) for n, moment in moments if n == self._change_before(moment.step)]

    def _weigh(self, new: Mapping[int, Moment]) -> None:
        """Let the oldest moments go where all of them are too large together."""
        for number in sorted(new):
            if number == NEWEST:
                continue
            columns = new[number].experiment.data.table.columns.values()
            fresh = sum(column.nbytes for column in columns if id(column) not in self._columns)
            self._columns = {id(column) for column in columns}
            self._bytes[number] = new[number].size + fresh
        self._bytes = {n: size for n, size in self._bytes.items() if n in self._moments}
        while len(self._moments) > 1 and sum(self._bytes.values()) > MOST_BYTES:
            oldest = next(iter(self._moments))
            del self._moments[oldest]
            self._bytes.pop(oldest, None)

    def complete(self, place: Snapshot) -> Snapshot:
        """The snapshot of a place in this run, or of the one closest to it that is known."""
        moments, end = self._way_to(place)
        first = moments[0].step if moments else 0
        step = max(first, min(place.step, end))
        furthest = max(step, min(place.furthest, end))
        return replace(
            place,
            step=step,
            phases=place.phases if step == place.step else 0,
            furthest=furthest,
            moments=moments,
            base=self._base,
            losses=self._losses[: max(0, furthest - self._base)],
            watched=self._watched,
        )

    def _way_to(self, place: Snapshot) -> tuple[tuple[Moment, ...], int]:
        """Moments between which no change is missing, and the step up to which they hold."""
        events = [(step, True, self._moments.get(number)) for number, step in self._changes]
        events += [(step, False, moment) for step, moment in self._known_between.items()]
        events.sort(key=lambda event: event[:2])
        way: list[Moment] = []
        for step, _, moment in events:
            if step > place.furthest:
                break
            if moment is not None:
                way.append(moment)
            elif way and not self._arrived(step, place.step):
                return tuple(way), step
            else:
                way = []
        return tuple(way), place.furthest

    def _arrived(self, first: int, last: int) -> bool:
        """Whether a moment from ``first`` to ``last`` is known, to begin with instead."""
        moments = (*self._moments.values(), *self._known_between.values())
        return any(first <= moment.step <= last for moment in moments)

    @property
    def _known_between(self) -> dict[int, Moment]:
        """The moments between the changes by their steps."""
        return {moment.step: moment for _, moment in (*self._spread, *self._between)}

    def _change_before(self, step: int) -> int:
        """The number of the last change up to ``step``."""
        return next((number for number, at in reversed(self._changes) if at <= step), -1)


def _whole(moment: Moment, number: int, tables: Mapping[int, Table]) -> Moment:
    """A moment with its table, where that did not travel with it."""
    if number not in tables:
        return moment
    data = replace(moment.experiment.data, table=tables[number])
    return replace(moment, experiment=replace(moment.experiment, data=data))
