"""A race goes on while it is looked at, and is kept while its session is."""

from __future__ import annotations

from collections.abc import Generator
from time import monotonic
from weakref import WeakKeyDictionary

from engine.frames import Race, Racer, RaceRequest
from engine.training.race import Contest
from engine.training.session import Session

TOLD = 0.03  # seconds between two standings

_CONTESTS: WeakKeyDictionary[Session, tuple[RaceRequest, Contest]] = WeakKeyDictionary()


def race(session: Session, request: RaceRequest) -> Generator[Race | None, None, Race]:
    """The standings on the way, and the outcome."""
    contest = _contest(session, request)
    told = 0.0
    while not contest.over:
        contest.turn()
        is_news = monotonic() - told > TOLD
        told = monotonic() if is_news else told
        yield _standing(contest) if is_news else None
    return _standing(contest)


def _contest(session: Session, request: RaceRequest) -> Contest:
    known = _CONTESTS.get(session)
    if known is not None and known[0] == request:
        return known[1]
    finish = request.finish
    contest = Contest(
        session.experiment, request.path, request.values, finish.epochs, finish.loss_below
    )
    _CONTESTS[session] = request, contest
    return contest


def _standing(contest: Contest) -> Race:
    racers = []
    for runner, place in zip(contest.runners, contest.places(), strict=True):
        steps, losses = runner.curve(whole=contest.over)
        session = runner.session
        racers.append(
            Racer(
                value=runner.value,
                steps=steps,
                losses=losses,
                epoch=0 if session is None else session.epoch_number,
                rows=runner.rows,
                seconds=runner.seconds,
                arrived=runner.arrived,
                lost=session is not None and not runner.on_the_way and not runner.arrived,
                place=place,
                refused=runner.why,
            )
        )
    return Race(tuple(racers), contest.by, contest.over)
