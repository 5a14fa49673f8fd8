"""A race goes on while it is looked at, and is kept while its session is."""

from __future__ import annotations

from collections.abc import Generator
from time import monotonic
from weakref import WeakKeyDictionary

from engine.edits.setting import varied
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.light import whole
from engine.frames import Race, Racer, RaceRequest
from engine.training.race import Contest, Entry
from engine.training.session import Session

TOLD = 0.05  # seconds between two standings

_CONTESTS: WeakKeyDictionary[Session, tuple[RaceRequest, Contest]] = WeakKeyDictionary()


def race(session: Session, request: RaceRequest) -> Generator[Race | None, None, Race]:
    """The standings on the way, and the outcome."""
    contest = contest_of(session, request)
    told = 0.0
    while not contest.over:
        contest.turn()
        is_news = monotonic() - told > TOLD
        told = monotonic() if is_news else told
        yield _standing(contest) if is_news else None
    return _standing(contest)


def contest_of(session: Session, request: RaceRequest) -> Contest:
    """The race that was asked for, as far as it has come."""
    known = _CONTESTS.get(session)
    if known is not None and known[0] == request:
        return known[1]
    contest = Contest(_entries(session.experiment, request), request.finish)
    _CONTESTS[session] = request, contest
    return contest


def _entries(experiment: Experiment, request: RaceRequest) -> list[Entry]:
    """What is called how; where there is no such experiment, why not."""
    entries: list[Entry] = []
    for place, value in enumerate(request.values):
        try:
            if request.experiments:
                racer = whole(request.experiments[place], experiment.data.table)
            else:
                racer = varied(experiment, request.path, value)
            entries.append((value, racer))
        except EngineError as error:
            entries.append((value, error))
    return entries


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
                lost=runner.lost,
                place=place,
                refused=runner.why,
            )
        )
    return Race(tuple(racers), contest.by, contest.over, contest.same_start, contest.same_batches)
