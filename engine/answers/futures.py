"""Training gone on with from here by copies of the session, one for each value of a setting."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from copy import copy

import numpy as np

from engine.answers.outputs import answers, table_features
from engine.edits.setting import varied
from engine.errors import EngineError
from engine.frames import Future, Futures, FuturesRequest
from engine.frames.futures import Array
from engine.training.onward import sliced, toward
from engine.training.section import place_of
from engine.training.session import Session

PLACES = 100  # at most, that a way is told by
ALONG = 60  # places along the only feature


def futures(session: Session, request: FuturesRequest) -> Generator[None, None, Futures]:
    """As many steps as are asked for with each value; a value that cannot be has no steps."""
    start = copy(session)
    along = _along(start)
    found: list[Future] = []
    while len(found) < len(request.values):
        value = request.values[len(found)]
        found += [(yield from _future(copy(start), request, value, along))]
    return Futures(start.step_number, tuple(found), along)


def _future(
    session: Session, request: FuturesRequest, value: float | None, along: Array
) -> Generator[None, None, Future]:
    first = session.step_number
    try:
        session.change(varied(session.experiment, request.path, value))
    except EngineError:
        none = np.empty(0)
        return Future(value, none, True, none, none, none)
    places = [_place(session, request)]

    def way() -> Iterator[None]:
        for _ in toward(session, first + request.steps, max(1, request.steps // PLACES)):
            places.append(_place(session, request))
            yield

    yield from sliced(way())
    x, y = np.array(places, dtype=np.float64).T
    end = answers(session, along[:, None])[:, 0] if len(along) else np.empty(0)
    return Future(value, session.losses_since(first), session.stopped is not None, x, y, end)


def _place(session: Session, request: FuturesRequest) -> tuple[float, float]:
    """The two cells; NaN where there are none."""
    if request.cells is None:
        return np.nan, np.nan
    parameters = session.run.machine.parameters
    x, y = (
        parameters[name].detach()[index].item()
        for name, index in (place_of(cell, parameters) for cell in request.cells)
    )
    return x, y


def _along(session: Session) -> Array:
    """From the least to the largest value of an only feature, for a numeric target."""
    data = session.experiment.data
    features = table_features(session)
    if data.outcome != "regression" or features.shape[1] != 1 or not len(features):
        return np.empty(0)
    return np.linspace(features.min(), features.max(), ALONG)
