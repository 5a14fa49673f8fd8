"""A map that fills while it is looked at, and is kept while its session is."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.light import whole
from engine.frames import OutcomeMap, OutcomeMapRequest, Start, StartRequest
from engine.frames.outcome_map import DIVERGED, UNKNOWN
from engine.training import batched
from engine.training.network import starting_parameters
from engine.training.outcomes import about, all_changed, order, outcome
from engine.training.session import Session

Cell = tuple[int, int]  # row from the bottom, column
TOLD = 0.1  # seconds between two pictures


@dataclass(slots=True)
class _Drawn:
    """How far a map is; what is left is in the order in which it is done."""

    request: OutcomeMapRequest
    experiment: Experiment
    outcomes: NDArray[np.int8]
    losses: NDArray[np.float64]
    exact: NDArray[np.bool_]
    left: list[Cell]
    cells: dict[Cell, Experiment] = field(default_factory=dict)  # those that can be
    sketched: bool = False

    def view(self) -> OutcomeMap:
        exact = self.exact.copy()
        done, over = int(exact.sum()), bool(exact.all())
        return OutcomeMap(self.outcomes.copy(), self.losses.copy(), exact, done, over)

    def values(self, cell: Cell) -> tuple[tuple[str, Any], ...]:
        row, column = cell
        asked = self.request
        return ((asked.across, asked.x[column]), (asked.up, asked.y[row]))


_DRAWN: WeakKeyDictionary[Session, _Drawn] = WeakKeyDictionary()


def outcome_map(
    session: Session, request: OutcomeMapRequest
) -> Generator[OutcomeMap | None, None, OutcomeMap]:
    """A quick picture of all cells, then every one trained exactly; on the way, what is known."""
    drawn = _drawn(session, request)
    if not drawn.sketched:
        yield from _begin(drawn)
        yield from _sketch(drawn)
        drawn.sketched = True
    told = 0.0
    while drawn.left:
        cell = drawn.left[0]
        for found in outcome(drawn.cells[cell], request.steps):
            if found is None:
                yield None
            else:
                drawn.outcomes[cell], drawn.losses[cell] = found
        drawn.exact[cell] = True
        drawn.left.pop(0)
        is_news = monotonic() - told > TOLD
        told = monotonic() if is_news else told
        yield drawn.view() if is_news else None
    return drawn.view()


def _begin(drawn: _Drawn) -> Iterator[None]:
    """The experiment of each cell; where there is none, that is what is known of it."""
    for cell in list(drawn.left):
        if cell in drawn.cells:
            continue
        try:
            drawn.cells[cell] = all_changed(drawn.experiment, drawn.values(cell))
            drawn.cells[cell].check()
        except EngineError:
            drawn.cells.pop(cell, None)
            drawn.left.remove(cell)
            drawn.outcomes[cell], drawn.exact[cell] = DIVERGED, True
        yield None


def _sketch(drawn: _Drawn) -> Iterator[OutcomeMap | None]:
    """All cells side by side, as many at once as a slice has time for."""
    for group in _alike(drawn):
        experiments = [drawn.cells[cell] for cell in group]
        if not batched.has_stack(experiments[0]):
            continue
        size = batched.at_once(experiments[0])
        for first in range(0, len(group), size):
            some = slice(first, first + size)
            for found in batched.losses(experiments[some], drawn.request.steps):
                if found is not None:
                    for cell, losses in zip(group[some], found, strict=True):
                        drawn.outcomes[cell], drawn.losses[cell] = about(losses)
                yield None
            yield drawn.view()


def _alike(drawn: _Drawn) -> list[list[Cell]]:
    """The cells that can be trained at once: what must be the same for all is so."""
    paths = (drawn.request.across, drawn.request.up)
    groups: dict[tuple[Any, ...], list[Cell]] = {}
    for cell in drawn.left:
        experiment, values = drawn.cells[cell], dict(drawn.values(cell))
        shared = tuple(
            values[path] for path in paths if batched.is_shared(experiment, path, values[path])
        )
        groups.setdefault(shared, []).append(cell)
    return [*groups.values()]


def _drawn(session: Session, request: OutcomeMapRequest) -> _Drawn:
    known = _DRAWN.get(session)
    if known is not None and known.request == request:
        return known
    shape = len(request.y), len(request.x)
    empty = np.full(shape, UNKNOWN, dtype=np.int8), np.full(shape, np.nan)
    drawn = _Drawn(request, session.experiment, *empty, np.zeros(shape, bool), order(*shape))
    _DRAWN[session] = drawn
    return drawn


def start(session: Session, request: StartRequest) -> Start | None:
    """None where there is no such experiment."""
    try:
        before = whole(request.experiment, session.experiment.data.table)
        experiment = all_changed(before, request.values)
        experiment.check()
    except EngineError:
        return None
    found = starting_parameters(experiment)
    return Start({name: t.numpy() for name, t in found.items() if name.endswith(".weight")})
