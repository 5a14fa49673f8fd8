"""What the racers of a race answer on the way: now and then, so that it is not held up."""

from __future__ import annotations

from collections.abc import Callable, Generator
from time import monotonic
from typing import TypeVar

import numpy as np

from engine.answers.companions import Begun, is_on
from engine.answers.race import contest_of
from engine.answers.slicing import meanwhile
from engine.answers.surface import has_axes, plane_of
from engine.frames import (
    Beside,
    RacersRequest,
    RacersWaysRequest,
    Trail,
    View,
    WaysBeside,
)
from engine.training.directions import Projection
from engine.training.race import Contest
from engine.training.session import Session

EVERY = 0.1  # seconds between two looks at all of them, ...
REST = 60  # ... and times what a look took

V = TypeVar("V", bound=View)


def racers(
    session: Session, request: RacersRequest, begun: Begun
) -> Generator[View | None, None, Beside]:
    """What each answers, again and again until the race is over; ``begun`` begins an answer."""
    contest = contest_of(session, request.race)

    def look() -> Generator[None, None, Beside]:
        views: dict[int, View] = {}
        for place, runner in enumerate(contest.runners):
            begins = None if runner.session is None else begun(runner.session, request.request)
            found = yield from meanwhile(begins, lambda: None)
            if found is not None:
                views[place] = found
            yield
        return Beside(views, (), complete=contest.over)

    return (yield from _paced(contest, look))


def ways_of_racers(
    session: Session, request: RacersWaysRequest
) -> Generator[View | None, None, WaysBeside | None]:
    """Their ways over the ground of the run at hand, again and again until the race is over."""
    run, contest = session.run, contest_of(session, request.race)
    if not has_axes(run, request.ground):
        return None
    while (found := plane_of(run, request.ground)) is None:
        yield None
    project = Projection.onto(found.section)
    numbers = [(name, tuple(p.shape)) for name, p in found.section.origin.items()]
    runners = [(place, r) for place, r in enumerate(contest.runners) if r.session is not None]
    here = {p for p, r in runners if r.session and is_on(r.session, numbers, session.experiment)}

    def look() -> Generator[None, None, WaysBeside]:
        ways: dict[int, Trail] = {}
        for place, runner in runners:
            if place in here and runner.session is not None and runner.been is not None:
                parameters = runner.session.run.machine.parameters
                steps, path = runner.been.until(runner.session.step_number, parameters)
                places, away = project.places(path)
                x, y = places.T.numpy()
                ways[place] = Trail(np.array(steps, dtype=np.int64), x, y, away.numpy())
            yield
        elsewhere = tuple(place for place, _ in runners if place not in here)
        return WaysBeside(ways, (), elsewhere, complete=contest.over)

    return (yield from _paced(contest, look))


def _paced(
    contest: Contest, look: Callable[[], Generator[None, None, V]]
) -> Generator[V | None, None, V]:
    """Look, tell, and rest for many times as long, so that the race keeps nearly all of the time.

    The last look is at the racers as they ended, or as they stand where nobody lets them go on.
    """
    before = -1
    while True:
        is_last, work, took = contest.over or contest.turns == before, look(), 0.0
        before = contest.turns
        while True:
            started = monotonic()
            try:
                next(work)
            except StopIteration as end:
                view: V = end.value
                break
            finally:
                took += monotonic() - started
            yield None
        if is_last:
            return view
        yield view
        until = monotonic() + max(EVERY, REST * took)
        while monotonic() < until and not contest.over:
            yield None
