"""Curves of moments that have passed, one prediction in three ways, rates ahead: plain answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from engine import Experiment, Session
from engine.answers.views import answer
from engine.experiment.rates import ahead
from engine.experiment.specs import Choice
from engine.frames import (
    Edge,
    EdgeRequest,
    Moments,
    MomentsRequest,
    PlaneRequest,
    PredictionWays,
    WaysRequest,
)
from engine.frames.setup import Setup
from engine.link.pace import Pace
from tests.experiments import flowers, line
from tests.there import there


def test_a_moment_s_curve_is_what_the_model_answered_then() -> None:
    session = Session(line(model={"hidden": [3]}))
    session.step(9)
    request = MomentsRequest((2, 7, 30), 0.0, 6.0, 5)
    asked: Any = (answer(session, (request,))[request] for _ in range(100))  # some at a time
    found = next(view for view in asked if view.complete)
    assert isinstance(found, Moments)
    for step, curve in zip((2, 7), found.y, strict=False):
        past = Session(session.experiment)
        past.step(step)
        assert curve == pytest.approx(past.predict({"x": found.x}))
    assert np.isnan(found.y[2]).all()  # no step has led there


@pytest.mark.parametrize(
    "model", [{}, {"inputs": ["1", "x"], "bias": False}, {"inputs": ["x", "x**2"]}]
)
def test_three_ways_of_a_prediction_are_the_model_s_own(model: dict[str, Any]) -> None:
    session = Session(line(model=model, training={"dtype": "float64"}))
    session.step(5)
    found = answer(session, (WaysRequest(),))[WaysRequest()]
    assert isinstance(found, PredictionWays)
    own = session.predict({"x": [1, 2, 3, 4, 5]})
    for way in found.ways:
        assert way.values == pytest.approx(own[: len(way.values)])
    assert found.difference < 1e-9


def test_the_largest_stable_rate_is_two_over_the_curvature() -> None:
    session = Session(line(training={"dtype": "float64"}))
    x = np.array([1.0, 2, 3, 4, 5])
    hessian = 2 * np.array([[np.mean(x * x), x.mean()], [x.mean(), 1]])
    for _ in range(2):  # steps change nothing about it
        found = answer(session, (EdgeRequest(),))[EdgeRequest()]
        assert isinstance(found, Edge)
        assert there(found.largest) == pytest.approx(2 / np.linalg.eigvalsh(hessian)[-1])
        session.step()


def test_a_schedule_is_drawn_from_the_first_epoch() -> None:
    halves = Choice("exponential", (("gamma", 0.5),))
    epochs, rates = ahead(0.8, halves, 4)
    assert epochs.tolist() == [0, 1, 2, 3]
    assert rates == pytest.approx([0.8, 0.4, 0.2, 0.1])


def test_a_plane_that_is_asked_for_as_it_is_has_128_places_a_side() -> None:
    request = PlaneRequest("length", "width", (0.0, 7.0), (0.0, 9.0))
    found: Any = there(answer(Session(flowers()), (request,))[request])
    assert found.value.shape == (128, 128)


def test_a_step_s_choices_go_only_with_data_of_the_same_shapes() -> None:
    made = line(model={"hidden": [3]}, optimizer={"name": "adam", "lr": 0.3})
    setup, other = Setup.of(made), line(loss={"name": "l1"})
    assert setup.put_into(other, made.parameter_shapes()) == made
    assert setup.put_into(flowers(), made.parameter_shapes()) is None


def test_the_pace_doubles_and_knows_how_fast_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.1, 0.2, 0.3, 2.0])
    monkeypatch.setattr("engine.link.pace.monotonic", lambda: next(clock))
    pace, counts = Pace(), list[int]()
    for _ in range(4):
        counts.append(pace.steps())
        pace.ran(counts[-1], 1e-5)
    assert counts == [1, 2, 4, 8]
    assert pace.steps_per_second == pytest.approx(7.5)  # fifteen in two seconds


def test_the_engine_itself_gives_what_scripts_need_and_nothing_else() -> None:
    assert engine.__getattr__("Session") is Session and engine.Experiment is Experiment
    with pytest.raises(AttributeError, match="has no attribute 'Trainer'"):
        engine.__getattr__("Trainer")
