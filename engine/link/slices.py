"""Views that cost much, worked on in slices: between two steps of training, else at rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from time import monotonic

from engine.answers import views
from engine.answers.slicing import Work
from engine.experiment import Experiment
from engine.frames import Request, View
from engine.training.session import Session

SLICE = 0.001  # seconds after which no further slice is begun
REST = 4  # times what it took that training has before it is gone on with


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where training stands: at another place the same view may be another."""

    run: int
    numbers: tuple[int, ...]  # the step, its phases that are done, what was changed before it
    experiment: Experiment

    @classmethod
    def of(cls, session: Session, run: int) -> Place:
        """Where a session stands now."""
        at = session.run
        numbers = (at.step_number, at.phases_done, at.history.version)
        return cls(run, numbers, session.experiment)

    def is_at(self, other: Place) -> bool:
        """Whether it is the same."""
        same = (self.run, self.numbers) == (other.run, other.numbers)
        return same and self.experiment is other.experiment


class Slices:
    """At most one work for each view that is asked for, and what came of the last one.

    A view that is worked on is answered by the one before it of the same run: it says itself of
    which step it is. What nobody asks for any more is given up.
    """

    def __init__(self) -> None:
        self._works: dict[Request, tuple[Place, Work]] = {}
        self._done: dict[Request, tuple[Place, View | None]] = {}
        self._due = 0.0

    @property
    def goes_on(self) -> bool:
        """Whether there is something to work on."""
        return bool(self._works)

    def wait(self, running: bool) -> float:
        """Seconds until it is time to work; for ever where there is nothing to work on."""
        if not self._works:
            return inf
        return max(0.0, self._due - monotonic()) if running else 0.0

    def answer(
        self, session: Session, run: int, requests: tuple[Request, ...]
    ) -> Mapping[Request, View]:
        """What can be said at once; work is begun on the rest."""
        here = Place.of(session, run)
        self._give_up(requests, run)
        found = {request: self._answered(session, request, here) for request in requests}
        return {request: view for request, view in found.items() if view is not None}

    def go_on(self, running: bool) -> None:
        """Work for about a millisecond; while training runs that has most of the time."""
        started = monotonic()
        if running and started < self._due:
            return
        while self._works and monotonic() - started < SLICE:
            request, (place, work) = next(iter(self._works.items()))
            self._go_on(request, place, work)
        self._due = monotonic() + REST * (monotonic() - started)

    def _go_on(self, request: Request, place: Place, work: Work) -> None:
        self._works.pop(request, None)  # should it fail, it is over
        try:
            so_far = next(work)
        except StopIteration as end:
            self._done[request] = place, end.value
        else:
            if so_far is not None:
                self._done[request] = place, so_far
            self._works[request] = place, work  # behind the others: they take turns

    def _answered(self, session: Session, request: Request, here: Place) -> View | None:
        place, view = self._done.get(request, (None, None))
        if request in self._works or (place is not None and place.is_at(here)):
            return view
        found = views.begun(session, request)
        if found is None or isinstance(found, View):
            return found
        self._begin(request, here, found)
        return self._done[request][1]

    def _begin(self, request: Request, here: Place, work: Work) -> None:
        """Its first slice at once: what it is made of is what stands here, not a step later."""
        self._done.setdefault(request, (here, None))
        self._go_on(request, here, work)

    def _give_up(self, requests: tuple[Request, ...], run: int) -> None:
        self._works = {r: work for r, work in self._works.items() if r in requests}
        self._works = {r: work for r, work in self._works.items() if work[0].run == run}
        self._done = {r: done for r, done in self._done.items() if r in requests}
        self._done = {r: done for r, done in self._done.items() if done[0].run == run}
