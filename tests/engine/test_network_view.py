"""The network's maps and curves beside a network of NumPy's, asked one place at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine import Experiment, Session
from engine.answers.views import answer
from engine.frames import Axis, Network, NetworkRequest

RNG = np.random.default_rng(5)
A, B = RNG.uniform(-2, 5, (2, 40))
COLUMNS: dict[str, list[Any]] = {
    "a": A.tolist(),
    "b": B.tolist(),
    "kind": ["p", "q", "r", "p"] * 10,
    "y": (A * B).tolist(),
    "two": (A > B).astype(int).tolist(),
    "three": (A > B).astype(int).tolist()[:20] + [2] * 20,
}
AXES = (Axis("a", -2.5, 5.5), Axis("b", -3, 6))


def trained(target: str = "y", **keys: Any) -> Session:
    data = {
        "columns": COLUMNS,
        "features": keys.pop("features", ["a", "b"]),
        "target": target,
        "task": "regression" if target == "y" else "classification",
        "scaling": {"features": "standardize", "target": "none"},
    }
    session = Session(Experiment.from_dict({"data": data, **keys}))
    session.step(7)
    return session


def asked(session: Session, request: NetworkRequest) -> Network:
    view = answer(session, (request,))[request]
    assert isinstance(view, Network)
    return view


def layers_at(session: Session, scaled: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Every layer's outputs at places that the model sees, by NumPy alone; tanh between them."""
    found, values = [], scaled
    names = [name for name in session.parameters if name.endswith("weight")]
    for name in names:
        bias = session.parameters[name.replace("weight", "bias")]
        values = values @ session.parameters[name].T + bias
        values = values if name == names[-1] else np.tanh(values)
        found.append(values)
    return found


def places(axis: Axis, size: int) -> NDArray[np.float64]:
    edges = np.linspace(axis.low, axis.high, size + 1)
    return (edges[1:] + edges[:-1]) / 2


def scaled(column: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    return (values - column.mean()) / column.std()


@pytest.mark.parametrize("hidden", [[], [3], [8, 8, 8]])
def test_each_pixel_is_what_the_neuron_says_in_its_middle(hidden: list[int]) -> None:
    session = trained(model={"hidden": hidden})
    view = asked(session, NetworkRequest(AXES, 46, 92))
    assert view.step == 7 and view.inputs.shape == (2, 46, 46) and view.output.shape == (1, 92, 92)
    for _ in range(40):
        down, across = RNG.integers(46, size=2)
        at = [places(AXES[0], 46)[across], places(AXES[1], 46)[::-1][down]]
        seen = np.array([scaled(A, at[0]), scaled(B, at[1])])
        np.testing.assert_allclose(view.inputs[:, down, across], seen, rtol=1e-5)
        for layer, expected in zip(view.hidden, layers_at(session, seen), strict=False):
            np.testing.assert_allclose(layer[:, down, across], expected, rtol=1e-4, atol=1e-6)
    for _ in range(40):
        down, across = RNG.integers(92, size=2)
        at = [places(AXES[0], 92)[across], places(AXES[1], 92)[::-1][down]]
        said = session.predict({"a": [at[0]], "b": [at[1]]})
        np.testing.assert_allclose(view.output[:, down, across], said, rtol=1e-5, atol=1e-6)


def test_a_curve_is_what_each_neuron_says_along_the_axis() -> None:
    session = trained(features=["a"], model={"hidden": [4, 2]})
    axis = AXES[0]
    view = asked(session, NetworkRequest((axis,), 46, 64))
    expected = layers_at(session, scaled(A, places(axis, 46))[:, None])
    for layer, values in zip(view.hidden, expected, strict=False):
        np.testing.assert_allclose(layer, values.T, rtol=1e-4, atol=1e-6)
    said = session.predict({"a": places(axis, 64)})
    np.testing.assert_allclose(view.output[0], said, rtol=1e-5, atol=1e-6)


def test_outputs_are_the_probabilities_that_the_model_answers() -> None:
    for target, rows in (("two", slice(1, 2)), ("three", slice(None))):
        session = trained(target, model={"hidden": [3]})
        view = asked(session, NetworkRequest(AXES, 24, 24))
        a, b = (places(axis, 24) for axis in AXES)
        across, down = np.meshgrid(a, b[::-1])
        said = session.probabilities({"a": across.ravel(), "b": down.ravel()})
        expected = said.T[rows].reshape(-1, 24, 24)
        np.testing.assert_allclose(view.output, expected, rtol=1e-5, atol=1e-6)


def test_what_has_no_axis_is_at_its_mean_and_inputs_of_features_are_inputs() -> None:
    session = trained(features=["a", "b", "kind"], model={"inputs": ["a*b", "`kind=q`", "a**2"]})
    view = asked(session, NetworkRequest(AXES, 24, 24))
    a, b = (scaled(*pair) for pair in ((A, places(AXES[0], 24)), (B, places(AXES[1], 24))))
    across, down = np.meshgrid(a, b[::-1])
    np.testing.assert_allclose(view.inputs[0], across * down, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(view.inputs[1], 0.25, rtol=1e-6)
    np.testing.assert_allclose(view.inputs[2], across**2, rtol=1e-4, atol=1e-6)


def test_a_large_layer_has_no_maps_and_another_feature_no_view() -> None:
    session = trained(model={"hidden": [17, 2]})
    view = asked(session, NetworkRequest(AXES, 24, 24))
    assert [len(layer) for layer in view.hidden] == [0, 2]
    other = NetworkRequest((AXES[0], Axis("kind", 0, 1)))
    assert answer(session, (other,)) == {}
    assert answer(session, (NetworkRequest(AXES[:1]),)) == {}


def test_the_grid_follows_the_data() -> None:
    session = trained(model={"hidden": [2]})
    request = NetworkRequest(AXES, 24, 24)
    before = asked(session, request).inputs
    table = session.experiment.data.table
    other = replace(session.experiment.data, table=table.replace(a=table.columns["a"] + 1))
    session.change(replace(session.experiment, data=other))
    after = asked(session, request).inputs
    np.testing.assert_allclose(after[0], before[0] - 1 / A.std(), rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(after[1], before[1])


def test_what_has_no_axis_is_where_it_is_held() -> None:
    session = trained(features=["a", "b", "kind"], model={"hidden": [3]})
    view = asked(session, NetworkRequest(AXES, 24, 24, held=(("kind", 2.0), ("gone", 1.0))))
    a, b = (places(axis, 24) for axis in AXES)
    across, down = np.meshgrid(a, b[::-1])
    rows = {"a": across.ravel(), "b": down.ravel(), "kind": ["r"] * across.size}
    said = session.predict(rows).reshape(24, 24)
    np.testing.assert_allclose(view.output[0], said, rtol=1e-4, atol=1e-5)
