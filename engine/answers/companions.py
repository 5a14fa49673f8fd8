"""Kept runs, trained again beside the one at hand, exactly, so that each answers for itself."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from zlib import crc32

import numpy as np
import torch
from numpy.typing import NDArray

from engine.answers.slicing import Work, meanwhile
from engine.answers.surface import has_axes, plane_of
from engine.data.table import Table
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.frames import (
    Beside,
    BesideRequest,
    Companion,
    Request,
    Trail,
    View,
    WaysBeside,
    WaysBesideRequest,
)
from engine.training.directions import Projection
from engine.training.onward import SLICE, sliced, toward
from engine.training.path import Path, flat
from engine.training.session import Session

MOST_DOTS, FEWEST_DOTS = 200, 20  # of a way
MOST_NUMBERS = 2_000_000  # that a way holds in memory

Begun = Callable[[Session, Request], View | Work | None]


def mark_of(losses: NDArray[np.float64]) -> int:
    """A check sum by which the same losses are known again."""
    return crc32(np.ascontiguousarray(losses, dtype=np.float64).tobytes())


@dataclass(eq=False)
class Kept:
    """One of them; its session is trained when somebody asks."""

    told: Companion
    session: Session | None = None
    way: tuple[NDArray[np.int64], torch.Tensor] | None = None  # steps, and the parameters there
    checked: bool = False
    astray: bool = False

    def ready(self) -> Iterator[None]:
        """Go on in slices until it stands at its end; or is known not to come there again."""
        if self.session is None and not self.astray:
            self._begin()
            yield
        if self.session is not None:
            yield from sliced(toward(self.session, self.told.steps, past_end=True))
        self._check()

    def _begin(self) -> None:
        told = self.told
        try:
            self.session = Session(told.experiment) if told.fork is None else _gone_on(told)
        except EngineError:
            self.astray = True

    def _check(self) -> None:
        """Its losses must be those that were kept."""
        if self.session is None or self.checked or self.astray:
            return
        self.checked = True
        base = 0 if self.told.fork is None else self.told.fork.base
        if mark_of(self.session.losses_since(base)) != self.told.mark:
            self.astray, self.session = True, None


def shared(run: Companion, table: Table) -> Companion:
    """The same with this table in place of one that is equal to it."""
    if run.experiment.data.table != table:
        return run
    data = replace(run.experiment.data, table=table)
    fork = None if run.fork is None else run.fork.sharing(table)
    return replace(run, experiment=replace(run.experiment, data=data), fork=fork)


class Companions:
    """Those that the window has told of."""

    def __init__(self) -> None:
        self._kept: dict[int, Kept] = {}

    def put(self, runs: Sequence[Companion]) -> None:
        """These and no others; what is known of those that were there stays."""
        known = self._kept
        self._kept = {run.number: _if_same(known.get(run.number), run) or Kept(run) for run in runs}

    def of(self, numbers: Sequence[int]) -> list[Kept]:
        """Those with these numbers, as far as they are there."""
        return [self._kept[number] for number in numbers if number in self._kept]


def _if_same(kept: Kept | None, run: Companion) -> Kept | None:
    """What is known, if it is of this run: other test rows leave the losses as they are."""
    if kept is None or kept.told.mark != run.mark or kept.told.experiment != run.experiment:
        return None
    return kept


COMPANIONS = Companions()


def beside(request: BesideRequest, begun: Begun) -> Generator[Beside | None, None, Beside]:
    """What each answers, one after the other; ``begun`` begins an answer."""
    views: dict[int, View] = {}
    astray: list[int] = []
    for kept in COMPANIONS.of(request.numbers):
        for _ in kept.ready():
            yield Beside(dict(views), tuple(astray), complete=False)
        if kept.session is None:
            astray.append(kept.told.number)
            continue
        found = yield from meanwhile(
            begun(kept.session, request.request),
            lambda: Beside(dict(views), tuple(astray), complete=False),
        )
        if found is not None:
            views[kept.told.number] = found
        yield None  # the next has its own slice; what was shown before stays
    return Beside(views, tuple(astray))


def ways_beside(
    session: Session, request: WaysBesideRequest
) -> Generator[WaysBeside | None, None, WaysBeside | None]:
    """The ways of kept runs over the ground of the one at hand."""
    run, here = session.run, session.experiment
    if not has_axes(run, request.ground):
        return None
    while (found := plane_of(run, request.ground)) is None:
        yield None
    project = Projection.onto(found.section)
    numbers = [(name, tuple(p.shape)) for name, p in found.section.origin.items()]
    ways: dict[int, Trail] = {}
    astray: list[int] = []
    elsewhere: list[int] = []
    for kept in COMPANIONS.of(request.numbers):
        for _ in kept.ready():
            yield WaysBeside(dict(ways), tuple(astray), tuple(elsewhere), complete=False)
        if kept.session is None:
            astray.append(kept.told.number)
        elif not is_on(kept.session, numbers, here):
            elsewhere.append(kept.told.number)
        else:
            ways[kept.told.number] = yield from _trail(kept, kept.session, project)
        yield None
    return WaysBeside(ways, tuple(astray), tuple(elsewhere))


def _gone_on(told: Companion) -> Session:
    """The session at the fork, going on as the kept run did."""
    assert told.fork is not None
    session = Session.restored(told.fork)
    session.change(told.experiment)
    return session


def is_on(session: Session, numbers: Sequence[object], here: Experiment) -> bool:
    """Whether a run has these parameters, and its loss over them is the same."""
    own = [(name, tuple(p.shape)) for name, p in session.run.machine.parameters.items()]
    one = session.experiment
    same = (one.loss, one.regularization, one.model.activations, one.training.dtype) == (
        here.loss, here.regularization, here.model.activations, here.training.dtype
    )  # fmt: skip
    return own == list(numbers) and same and one.data == here.data


def _trail(kept: Kept, session: Session, project: Projection) -> Generator[None, None, Trail]:
    if kept.way is None:
        kept.way = yield from _way(session)
        yield
    steps, path = kept.way
    places, away = project.places(path)
    x, y = places.T.numpy()
    return Trail(steps, x, y, away.numpy())


def _way(
    session: Session,
) -> Generator[None, None, tuple[NDArray[np.int64], torch.Tensor]]:
    """Some steps of a run, its last one too, and its parameters there, shape (steps, numbers)."""
    run = session.run
    now, path = flat(run.machine.parameters), Path(run.history)
    first, last = run.history.first, run.step_number
    most = min(MOST_DOTS, max(FEWEST_DOTS, MOST_NUMBERS // len(now)))
    steps = range(first, last, max(1, -(-(last - first) // most)))
    while not path.fill(steps, monotonic() + SLICE):
        yield
    known = {step: place for step in steps if (place := path.known(step)) is not None}
    known = {step: place for step, place in known.items() if len(place) == len(now)}
    known[last] = now
    return np.array([*known], dtype=np.int64), torch.stack([*known.values()])
