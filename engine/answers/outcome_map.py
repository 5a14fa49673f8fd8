"""A map that fills while it is looked at, and is kept while its session is."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from time import monotonic
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.frames import OutcomeMap, OutcomeMapRequest, Start, StartRequest
from engine.frames.outcome_map import UNKNOWN
from engine.training.network import starting_parameters
from engine.training.outcomes import all_changed, order, outcome
from engine.training.session import Session

TOLD = 0.1  # seconds between two pictures


@dataclass(slots=True)
class _Drawn:
    request: OutcomeMapRequest
    experiment: Experiment
    outcomes: NDArray[np.int8]
    losses: NDArray[np.float64]
    left: list[tuple[int, int]] = field(default_factory=list)

    def view(self) -> OutcomeMap:
        done = self.outcomes.size - len(self.left)
        return OutcomeMap(self.outcomes.copy(), self.losses.copy(), done, not self.left)


_DRAWN: WeakKeyDictionary[Session, _Drawn] = WeakKeyDictionary()


def outcome_map(
    session: Session, request: OutcomeMapRequest
) -> Generator[OutcomeMap | None, None, OutcomeMap]:
    """Every cell is trained exactly; on the way, those that are known."""
    drawn = _drawn(session, request)
    told = 0.0
    while drawn.left:
        row, column = drawn.left[0]
        values = ((request.across, request.x[column]), (request.up, request.y[row]))
        for found in outcome(drawn.experiment, values, request.steps):
            if found is None:
                yield None
            else:
                drawn.outcomes[row, column], drawn.losses[row, column] = found
        drawn.left.pop(0)
        is_news = monotonic() - told > TOLD
        told = monotonic() if is_news else told
        yield drawn.view() if is_news else None
    return drawn.view()


def _drawn(session: Session, request: OutcomeMapRequest) -> _Drawn:
    known = _DRAWN.get(session)
    if known is not None and known.request == request:
        return known
    shape = len(request.y), len(request.x)
    empty = np.full(shape, UNKNOWN, dtype=np.int8), np.full(shape, np.nan)
    drawn = _Drawn(request, session.experiment, *empty, order(*shape))
    _DRAWN[session] = drawn
    return drawn


def start(session: Session, request: StartRequest) -> Start | None:
    """None where there is no such experiment."""
    try:
        experiment = all_changed(session.experiment, request.values)
        experiment.check()
    except EngineError:
        return None
    found = starting_parameters(experiment)
    return Start({name: t.numpy() for name, t in found.items() if name.endswith(".weight")})
