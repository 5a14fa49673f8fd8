"""The gradient that training uses against differences of the loss, for everything there is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Experiment, Session
from engine.answers import gradient_check as module
from engine.answers.gradient_check import gradient_check
from engine.answers.views import answer
from engine.catalog import ACTIVATIONS, LOSSES
from engine.frames import GradientCheck, GradientCheckRequest
from tests.experiments import line
from tests.strategies import experiments

BOUND = 1e-6
PAIRS = [
    (loss, outcome, activation)
    for loss, entry in LOSSES.items()
    for outcome in entry.targets
    for activation in ACTIVATIONS
]


def network(loss: str, outcome: str, activation: str, seed: int = 0) -> Experiment:
    """Two features, two hidden layers of one activation, random rows."""
    draw = np.random.default_rng(seed)
    target: list[Any] = draw.normal(size=24).tolist()
    if outcome != "regression":
        names = "abc" if outcome == "multiclass" else "ab"
        target = [names[i % len(names)] for i in range(24)]
    columns = {"p": draw.normal(size=24).tolist(), "q": draw.normal(size=24).tolist(), "t": target}
    task = "regression" if outcome == "regression" else "classification"
    return Experiment.from_dict(
        {
            "data": {"columns": columns, "features": ["p", "q"], "target": "t", "task": task},
            "model": {"hidden": [4, 3], "activation": activation},
            "loss": {"name": loss},
            "training": {"dtype": "float64", "seed": seed, "batch_size": 10},
        }
    )


@pytest.mark.parametrize(("loss", "outcome", "activation"), PAIRS)
def test_every_loss_with_every_activation(loss: str, outcome: str, activation: str) -> None:
    session = Session(network(loss, outcome, activation))
    session.step(3)
    for _ in range(3):
        session.phase()
    found = gradient_check(session)
    assert found.error <= BOUND
    assert found.kinks <= 2
    gradients = session.gradients
    for check in found.parameters:
        gradient = gradients[check.name]
        assert gradient is not None
        np.testing.assert_allclose(check.exact, gradient.reshape(-1)[check.places], rtol=1e-12)


@settings(max_examples=40)
@given(experiments())
def test_any_experiment(experiment: Experiment) -> None:
    session = Session(experiment)
    session.phase()
    found = gradient_check(session)
    assert {check.name for check in found.parameters} == set(session.run.machine.free)
    assert all(len(check.exact) == len(check.numeric) for check in found.parameters)


def test_a_wrong_gradient_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check looks at the loss itself: were its derivative wrong by 1 %, it would say so."""
    import torch

    real = torch.autograd.grad

    def wrong(*args: Any, **kwargs: Any) -> Any:
        return tuple(gradient * 1.01 for gradient in real(*args, **kwargs))

    session = Session(network("mse", "regression", "tanh"))
    monkeypatch.setattr(module.torch.autograd, "grad", wrong)
    assert gradient_check(session).error == pytest.approx(0.01, rel=0.05)


def test_kinks_are_counted_not_compared() -> None:
    """|ŷ − y| at ŷ = y has no derivative: with one row met exactly, both parameters stand on it."""
    session = Session(
        Experiment.from_dict(
            {
                "data": {"columns": {"x": [1, 2], "y": [1, 5]}, "features": ["x"], "target": "y"},
                "model": {"init": {"values": {"output.weight": [[1.0]], "output.bias": [0.0]}}},
                "loss": {"name": "l1"},
            }
        )
    )
    found = gradient_check(session)
    assert found.kinks == 2
    assert found.error == 0.0


def test_nothing_moves() -> None:
    """Checking leaves the run as it was, to the last bit."""
    one, other = (Session(network("bce", "binary", "relu")) for _ in range(2))
    for session in (one, other):
        session.step(2)
        session.phase()
    gradient_check(one)
    one.step(3)
    other.step(3)
    assert one.losses.tolist() == other.losses.tolist()
    for name, values in one.parameters.items():
        np.testing.assert_array_equal(values, other.parameters[name])


@given(st.integers(0, 5))
@settings(max_examples=6)
def test_as_a_view(serial: int) -> None:
    session = Session(network("mse", "regression", "sigmoid", seed=serial))
    request = GradientCheckRequest(serial)
    view = answer(session, (request,))[request]
    assert isinstance(view, GradientCheck)
    assert view.error <= BOUND


def test_a_parameter_far_from_zero_is_moved_as_far_as_its_digits_allow() -> None:
    """Beside a weight of a million, a step as small as beside one would drown in rounding."""
    model = {"bias": False, "init": {"values": {"output.weight": [[1e6]]}}}
    session = Session(line(model=model, loss={"name": "l1"}, training={"dtype": "float64"}))
    found = gradient_check(session)
    assert (found.kinks, found.error) == (0, pytest.approx(0, abs=BOUND))
