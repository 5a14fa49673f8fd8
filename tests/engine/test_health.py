"""The state of the layers, against NumPy and torch by themselves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from engine import Experiment, Session
from engine.answers.health import histogram
from engine.answers.slicing import whole
from engine.answers.slopes import slopes
from engine.answers.views import answer, begun
from engine.catalog import ACTIVATIONS
from engine.experiment.specs import Choice
from engine.frames import Findings, FindingsRequest, Health, HealthRequest, View
from engine.training.network import function
from tests.there import there

RANDOM = np.random.default_rng(0)
X, Z = RANDOM.normal(size=(2, 60))


def session_of(activation: Any = "tanh", steps: int = 3, **model: Any) -> Session:
    document = {
        "data": {
            "columns": {"x": X.tolist(), "z": Z.tolist(), "y": (X * Z).tolist()},
            "features": ["x", "z"],
            "target": "y",
        },
        "model": {"hidden": [4, 3], "activation": activation, **model},
        "optimizer": {"lr": 0.05},
        "training": {"dtype": "float64"},
    }
    session = Session(Experiment.from_dict(document))
    session.step(steps)
    return session


def asked(session: Session) -> Health:
    found = answer(session, (HealthRequest(),))[HealthRequest()]
    assert isinstance(found, Health)
    return found


def layers_of(session: Session) -> list[tuple[np.ndarray, np.ndarray]]:
    """Each layer's z and tanh z, by NumPy."""
    inputs, found, values = np.column_stack([X, Z]), [], session.parameters
    for name in ("hidden1", "hidden2", "output"):
        before = inputs @ values[f"{name}.weight"].T + values[f"{name}.bias"]
        inputs = before if name == "output" else np.tanh(before)
        found.append((before, inputs))
    return found


def test_histograms_are_numpy_s() -> None:
    session = session_of()
    found, gradients = asked(session), session.gradients
    assert found.rows == 60
    assert [layer.name for layer in found.layers] == ["hidden1", "hidden2", "output"]
    for layer, (before, after) in zip(found.layers, layers_of(session), strict=True):
        weight = session.parameters[f"{layer.name}.weight"]
        gradient = there(gradients[f"{layer.name}.weight"])
        for seen, values in (
            (layer.before, before),
            (layer.after, after),
            (layer.weights, weight),
            (there(layer.gradients), gradient),
        ):
            assert seen.size / 2 < np.abs(values).max() <= seen.size
            expected, _ = np.histogram(values, len(seen.counts), (-seen.size, seen.size))
            assert seen.counts.tolist() == expected.tolist()
            assert seen.mean == pytest.approx(values.mean(), rel=1e-9)
            assert seen.deviation == pytest.approx(values.std(), rel=1e-9)
            assert (seen.looked, seen.lost) == (values.size, 0)
        assert layer.gradient == pytest.approx(np.sqrt((gradient**2).mean()))
        assert layer.weight == pytest.approx(np.sqrt((weight**2).mean()))
    edges = np.linspace(-found.layers[0].before.size, found.layers[0].before.size, 41)
    np.testing.assert_allclose(there(found.layers[0].curve), np.tanh(edges), atol=1e-15)
    assert found.layers[-1].curve is None and found.layers[-1].dead is None


def test_before_the_first_step_there_are_no_gradients() -> None:
    found = asked(session_of(steps=0))
    assert {layer.gradient for layer in found.layers} == {None}
    assert {layer.gradients for layer in found.layers} == {None}


def test_dead_neurons_are_those_that_no_gradient_comes_through() -> None:
    bias = [-100.0, 0.0, 0.0, -100.0]
    session = session_of("relu", 0, init={"values": {"hidden1.bias": bias}})
    first, second, _ = asked(session).layers
    assert first.dead == 2 and first.saturated is None
    weight, shift = session.parameters["hidden1.weight"], session.parameters["hidden1.bias"]
    active = (np.column_stack([X, Z]) @ weight.T + shift > 0).any(axis=0)
    assert first.dead == int((~active).sum())
    assert second.dead is not None


def test_a_neuron_that_is_switched_off_is_not_dead() -> None:
    bias = [-100.0, 0.0, 0.0, -100.0]
    session = session_of("relu", 0, init={"values": {"hidden1.bias": bias}})

    def said() -> float | None:
        view = answer(session, (FindingsRequest(True),))[FindingsRequest(True)]
        assert isinstance(view, Findings)
        found = {(finding.name, finding.place): finding.numbers["count"] for finding in view.found}
        return found.get(("dead", "hidden1"))

    assert said() == 2
    session.switch("hidden2.weight", (0, 4, 8), True)  # the first is not heard
    assert asked(session).layers[0].dead == 1 == said()
    session.switch("hidden1.weight", (6, 7), True)  # the last hears nothing
    assert asked(session).layers[0].dead == 0 and said() is None


@pytest.mark.parametrize(
    ("activation", "torch_s"),
    [("tanh", torch.tanh), ("sigmoid", torch.sigmoid), ("hardtanh", torch.nn.functional.hardtanh)],
)
def test_saturated_neurons_are_those_with_half_of_their_rows_on_a_flat_end(
    activation: str, torch_s: Any
) -> None:
    weight = [[0.01, 0.0], [6.0, 0.0], [3.0, 40.0], [90.0, 90.0]]
    values = {"hidden1.weight": weight, "hidden1.bias": [0.0, 0.0, 0.0, 1e6]}
    session = session_of(activation, 0, init={"values": values})
    z = torch.tensor(np.column_stack([X, Z]) @ np.array(weight).T + [0, 0, 0, 1e6])
    z.requires_grad_()
    (slope,) = torch.autograd.grad(torch_s(z).sum(), z)
    steepest = 0.25 if activation == "sigmoid" else 1.0
    flat = (slope.abs() < 0.05 * steepest).double().mean(dim=0) >= 0.5
    dead = (slope == 0).all(dim=0)
    first = asked(session).layers[0]
    assert first.dead == int(dead.sum()) == 1
    assert first.saturated == int((flat & ~dead).sum()) >= 1


def test_a_large_network_is_looked_at_in_slices_of_the_moment_it_was_asked_at() -> None:
    document = {
        "data": {"columns": {"x": [0.0, 1], "y": [0.0, 1]}, "features": ["x"], "target": "y"},
        "model": {"hidden": [4] * 6},
    }
    session = Session(Experiment.from_dict(document))
    session.step(2)
    expected = session.parameters["hidden6.weight"].astype(np.float64)
    work = begun(session, HealthRequest())
    assert work is not None and not isinstance(work, View)
    session.step(50)
    found = whole(work)
    assert isinstance(found, Health) and len(found.layers) == 7
    assert found.layers[5].weight == pytest.approx(np.sqrt((expected**2).mean()))


def test_every_column_of_a_large_matrix_has_its_turn() -> None:
    """Of 5,000 numbers every second would be of one column only."""
    seen = histogram(torch.tensor([[0.0, 1.0]]).repeat(2500, 1), 4)
    assert seen.looked < 5000 and seen.mean == pytest.approx(0.5, abs=0.01)


def test_numbers_that_are_lost_are_counted_and_very_large_ones_stand_at_the_end() -> None:
    found = histogram(torch.tensor([1e300, -1e300, np.nan, np.inf, 0.0], dtype=torch.float64), 4)
    assert (found.looked, found.lost, found.counts.tolist()) == (5, 2, [1, 0, 1, 1])
    nothing = histogram(torch.tensor([float("nan")]), 4)
    assert nothing.lost == 1 and nothing.counts.sum() == 0 and np.isnan(nothing.mean)
    assert histogram(torch.zeros(3), 4).size == 1.0


def test_of_very_many_numbers_some_are_looked_at() -> None:
    values = torch.from_numpy(RANDOM.normal(size=1_000_000))
    found = histogram(values, 40)
    assert 3_900 < found.looked == found.counts.sum() <= 4_000
    assert found.mean == pytest.approx(0, abs=0.06) and found.deviation == pytest.approx(
        1, abs=0.05
    )


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_slopes_are_autograd_s(name: str) -> None:
    choice = Choice.of(ACTIVATIONS[name])
    z = torch.linspace(-7, 7, 141).reshape(47, 3)
    leaf = z.clone().requires_grad_()
    (expected,) = torch.autograd.grad(function(choice)(leaf).sum(), leaf)
    np.testing.assert_array_equal(slopes(choice, z, function(choice)(z)), expected)
