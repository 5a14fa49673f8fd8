"""Every future is what the session itself comes to with that value, to the last bit."""

from __future__ import annotations

from copy import copy
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Experiment, Session
from engine.answers.views import answer
from engine.edits.setting import put
from engine.frames import Futures, FuturesRequest
from tests.experiments import line
from tests.strategies import experiments


def found(session: Session, request: FuturesRequest) -> Futures:
    view = answer(session, (request,))[request]
    assert isinstance(view, Futures)
    return view


@settings(max_examples=12)
@given(
    experiment=experiments(),
    lead=st.integers(0, 12),
    phases=st.integers(0, 3),
    rates=st.lists(st.sampled_from([1e-3, 0.03, 0.5, 30.0]), min_size=1, max_size=3),
    steps=st.integers(1, 150),
)
def test_futures_are_what_would_come(
    experiment: Experiment, lead: int, phases: int, rates: list[float], steps: int
) -> None:
    session = Session(experiment)
    session.step(lead)
    for _ in range(phases):
        if session.stopped is None:
            session.phase()
    before, here = session.parameters, session.step_number
    view = found(session, FuturesRequest("optimizer.lr", tuple(rates), steps))
    assert view.step == here
    for future in view.futures:
        other = copy(session)
        other.change(put(experiment, "optimizer.lr", future.value))
        other.step(steps)
        np.testing.assert_array_equal(future.losses, other.losses_since(here))
        assert future.lost == (other.stopped is not None)
    assert session.step_number == here
    for name, values in session.parameters.items():
        np.testing.assert_array_equal(values, before[name])


def test_the_way_and_the_line_at_its_end() -> None:
    session = Session(line())
    session.step(3)
    cells = ("output.weight[0,0]", "output.bias[0]")
    view = found(session, FuturesRequest("optimizer.lr", (0.01, 0.02), 40, cells))
    other = copy(session)
    other.change(put(session.experiment, "optimizer.lr", 0.02))
    for step in range(41):
        here = other.parameters
        assert view.futures[1].x[step] == here["output.weight"][0, 0]
        assert view.futures[1].y[step] == here["output.bias"][0]
        if step < 40:
            other.step()
    wanted = other.predict({"x": view.along})
    np.testing.assert_array_equal(view.futures[1].answers, wanted)


def test_a_value_that_cannot_be_has_no_steps() -> None:
    session = Session(line())
    values: Any = (-1.0, 0.01)
    view = found(session, FuturesRequest("optimizer.lr", values, 5))
    assert view.futures[0].lost and len(view.futures[0].losses) == 0
    assert not view.futures[1].lost and len(view.futures[1].losses) == 5


def test_a_batch_size_may_be_all_rows() -> None:
    session = Session(line(training={"batch_size": 2}))
    view = found(session, FuturesRequest("training.batch_size", (None, 1), 6))
    other = copy(session)
    other.change(put(session.experiment, "training.batch_size", None))
    other.step(6)
    np.testing.assert_array_equal(view.futures[0].losses, other.losses)
    assert len(view.futures[1].losses) == 6
