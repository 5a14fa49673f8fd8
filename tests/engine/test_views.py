"""What panels draw, against the same numbers worked out with NumPy alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine import Experiment, Session
from engine.answers import views
from engine.answers.metrics import in_units
from engine.experiment.specs import Choice
from engine.frames import (
    Activation,
    ActivationRequest,
    Asked,
    AskRequest,
    Curve,
    CurveRequest,
    Gallery,
    GalleryRequest,
    Metrics,
    MetricsRequest,
    Plane,
    PlaneRequest,
    Predictions,
    PredictionsRequest,
    Request,
    Step,
    StepRequest,
    View,
)
from tests.there import there

RANDOM = np.random.default_rng(0)
A, B = RANDOM.normal(3, 2, (2, 30))
LINE: dict[str, Any] = {"columns": {"a": A.tolist(), "y": (3 * A + 2 + B).tolist()}, "target": "y"}
PLANE: dict[str, Any] = {
    "columns": {"a": A.tolist(), "b": B.tolist(), "c": (A > B).astype(int).tolist()},
    "target": "c",
    "task": "classification",
}


def trained(data: dict[str, Any], features: list[str], steps: int = 5, **more: Any) -> Session:
    document = {"data": {**data, "features": features}, **more}
    document.setdefault("training", {"dtype": "float64"})
    session = Session(Experiment.from_dict(document))
    session.step(steps)
    return session


def ask(session: Session, request: Request) -> View:
    return views.answer(session, (request,))[request]


def network(session: Session, inputs: np.ndarray) -> list[np.ndarray]:
    """Each layer's output of a tanh network, by matrix products."""
    parameters = session.parameters
    layers = [name.removesuffix(".weight") for name in parameters if name.endswith("weight")]
    outputs = []
    for layer in layers:
        inputs = inputs @ parameters[f"{layer}.weight"].T + parameters[f"{layer}.bias"]
        inputs = inputs if layer == "output" else np.tanh(inputs)
        outputs.append(inputs)
    return outputs


@pytest.mark.parametrize("scaling", ["none", "center", "standardize"])
def test_a_curve_is_in_the_columns_own_units(scaling: str) -> None:
    data = {**LINE, "scaling": {"features": scaling, "target": scaling}}
    session = trained(data, ["a"])
    found = ask(session, CurveRequest(-1, 4, 7))
    assert isinstance(found, Curve)
    x = np.linspace(-1, 4, 7)
    y = np.array(LINE["columns"]["y"])
    divide = scaling == "standardize"
    shift = (0, 0) if scaling == "none" else (A.mean(), y.mean())
    factor = (A.std(), y.std()) if divide else (1, 1)
    expected = network(session, (x[:, None] - shift[0]) / factor[0])[-1][:, 0]
    np.testing.assert_allclose(found.y, expected * factor[1] + shift[1], rtol=1e-12)


def test_a_plane_runs_along_x_first() -> None:
    session = trained(PLANE, ["a", "b"], model={"hidden": [3]})
    request = PlaneRequest("b", "a", (-1, 1), (0, 4), 5)
    found = ask(session, request)
    assert isinstance(found, Plane) and found.winner is not None
    grid = np.array([[a, b] for b in np.linspace(-1, 1, 5) for a in np.linspace(0, 4, 5)])
    logits = network(session, grid)[-1][:, 0]
    probability = 1 / (1 + np.exp(-logits)).reshape(5, 5)
    assert np.array_equal(found.winner, probability >= 0.5)
    np.testing.assert_allclose(found.value, np.maximum(probability, 1 - probability), rtol=1e-6)
    np.testing.assert_allclose(there(found.lead), np.abs(logits).reshape(5, 5), rtol=1e-6)


def test_a_plane_of_three_classes_names_the_winner() -> None:
    labels = [("low", "mid", "high")[int(a > 2) + int(a > 4)] for a in A]
    columns = {**PLANE["columns"], "c": labels}
    session = trained({**PLANE, "columns": columns}, ["a", "b"], steps=300)
    found = ask(session, PlaneRequest("a", "b", (-2, 8), (0, 6), 9))
    assert isinstance(found, Plane) and found.winner is not None
    grid = np.array([[a, b] for a in np.linspace(-2, 8, 9) for b in np.linspace(0, 6, 9)])
    logits = network(session, grid)[-1]
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    assert np.array_equal(found.winner.ravel(), shares.argmax(axis=1))
    np.testing.assert_allclose(found.value.ravel(), shares.max(axis=1), rtol=1e-6)


def test_features_that_are_not_drawn_stay_at_their_mean() -> None:
    columns = {**PLANE["columns"], "d": (A * B).tolist()}
    session = trained({**PLANE, "columns": columns}, ["a", "d", "b"])
    found = ask(session, PlaneRequest("a", "b", (0, 1), (0, 1), 2))
    assert isinstance(found, Plane)
    grid = np.array([[a, (A * B).mean(), b] for a in (0, 1) for b in (0, 1)])
    expected = 1 / (1 + np.exp(-network(session, grid)[-1][:, 0]))
    expected = np.maximum(expected, 1 - expected)
    np.testing.assert_allclose(found.value.ravel(), expected, rtol=1e-6)


def test_a_plane_where_classes_tie_has_no_lead_and_a_threshold_moves_the_border() -> None:
    zeros = {"init": {"scheme": "zeros"}}
    found = ask(trained(PLANE, ["a", "b"], 0, model=zeros), PlaneRequest("a", "b", (0, 1), (0, 1)))
    assert isinstance(found, Plane) and found.lead is not None and not found.lead.any()
    session = trained(PLANE, ["a", "b"], model={"threshold": 0.8})
    found = ask(session, PlaneRequest("a", "b", (-9, 9), (-9, 9), 30))
    assert isinstance(found, Plane) and found.winner is not None
    sure = np.where(found.winner == 1, found.value, 1 - found.value)
    assert np.array_equal(found.winner == 1, sure >= 0.8)


def test_predictions_and_residuals_know_the_test_rows() -> None:
    session = trained({**LINE, "test_fraction": 0.3}, ["a"])
    found = ask(session, PredictionsRequest())
    assert isinstance(found, Predictions)
    assert found.is_test.sum() == 9
    np.testing.assert_allclose(found.values, network(session, A[:, None])[-1][:, 0], rtol=1e-12)


def test_metrics_of_a_regression() -> None:
    data = {
        **LINE,
        "test_fraction": 0.3,
        "scaling": {"features": "standardize", "target": "center"},
    }
    session = trained(data, ["a"], steps=40)
    found = ask(session, MetricsRequest())
    predicted = ask(session, PredictionsRequest())
    assert isinstance(found, Metrics) and isinstance(predicted, Predictions)
    y = np.array(LINE["columns"]["y"])
    for figures, rows in ((found.train, ~predicted.is_test), (found.test, predicted.is_test)):
        error = predicted.values[rows] - y[rows]
        assert figures["mse"] == pytest.approx(np.mean(error**2), rel=1e-12)
        assert figures["mae"] == pytest.approx(np.abs(error).mean(), rel=1e-12)
        assert figures["r2"] == pytest.approx(1 - np.mean(error**2) / y[rows].var(), rel=1e-12)
    assert found.test_loss == pytest.approx(found.test["mse"], rel=1e-12)
    slope, intercept = found.in_units["output.weight"][0, 0], found.in_units["output.bias"][0]
    np.testing.assert_allclose(predicted.values, slope * A + intercept, rtol=1e-9)


@pytest.mark.parametrize("bias", [True, False])
def test_a_scaled_network_answers_with_its_parameters_in_the_columns_own_units(bias: bool) -> None:
    data = {**LINE, "scaling": {"features": "standardize", "target": "standardize"}}
    document = {
        "data": {**data, "features": ["a"], "target": "y"},
        "model": {"hidden": [3, 2], "activation": "tanh", "bias": bias},
        "optimizer": {"lr": 0.1},
        "training": {"dtype": "float64"},
    }
    session = Session(Experiment.from_dict(document))
    session.step(30)
    found = ask(session, MetricsRequest())
    predicted = ask(session, PredictionsRequest())
    assert isinstance(found, Metrics) and isinstance(predicted, Predictions)
    wanted = {"hidden1.weight", "hidden1.bias", "output.weight", "output.bias"}
    assert set(found.in_units) == wanted
    layers = {"hidden2.bias": np.zeros(2), **session.parameters, **found.in_units}
    x = np.array(A)[:, None]
    for layer in ("hidden1", "hidden2"):
        x = np.tanh(x @ layers[f"{layer}.weight"].T + layers[f"{layer}.bias"])
    answer = x @ layers["output.weight"].T + layers["output.bias"]
    np.testing.assert_allclose(predicted.values, answer[:, 0], rtol=1e-9)


@pytest.mark.parametrize(("most", "has"), [(6, True), (5, False)])
def test_layers_of_very_many_weights_have_no_other_units(
    monkeypatch: pytest.MonkeyPatch, most: int, has: bool
) -> None:
    monkeypatch.setattr("engine.answers.metrics.MOST_IN_UNITS", most)
    data = {**PLANE, "scaling": {"features": "standardize"}}
    found = in_units(trained(data, ["a", "b"], model={"hidden": [3]}))
    assert ("hidden1.weight" in found) == has


def test_only_scaled_ends_of_a_network_have_other_units() -> None:
    def named(features: str, target: str, **model: object) -> set[str]:
        data = {**LINE, "features": ["a"], "target": "y"}
        data["scaling"] = {"features": features, "target": target}
        document = {"data": data, "model": {"hidden": [3], **model}}
        return set(in_units(Session(Experiment.from_dict(document))))

    assert named("center", "none") == {"hidden1.weight", "hidden1.bias"}
    assert named("none", "center") == {"output.weight", "output.bias"}
    assert named("none", "none") == set()
    assert named("center", "center", inputs=["a", "a**2"]) == set()
    assert named("center", "none", hidden=[1001]) == set()


def test_metrics_of_a_classification() -> None:
    session = trained(PLANE, ["a", "b"], steps=50)
    found = ask(session, MetricsRequest())
    assert isinstance(found, Metrics) and found.confusion is not None
    called = (network(session, np.column_stack([A, B]))[-1][:, 0] >= 0).astype(int)
    truth = (A > B).astype(int)
    expected = [[np.sum((truth == i) & (called == j)) for j in (0, 1)] for i in (0, 1)]
    assert found.confusion.tolist() == expected
    assert found.train == {"accuracy": np.mean(called == truth)}
    assert found.test == {} and found.test_loss is None


def test_an_activation_and_its_slope() -> None:
    session = trained(PLANE, ["a", "b"], model={"hidden": [3, 2]})
    found = ask(session, ActivationRequest(layer=1, dots=40))
    assert isinstance(found, Activation)
    np.testing.assert_allclose(found.value, np.tanh(found.z), atol=1e-15)
    np.testing.assert_allclose(found.derivative, 1 - np.tanh(found.z) ** 2, atol=1e-15)
    hidden = network(session, np.column_stack([A, B]))
    np.testing.assert_allclose(np.tanh(found.dots), hidden[1][:20].ravel(), rtol=1e-12)


@pytest.mark.parametrize(("layer", "function"), [(0, np.tanh), (1, lambda z: np.maximum(z, 0))])
def test_each_layer_has_the_curve_of_its_own_activation(layer: int, function: Any) -> None:
    session = trained(LINE, ["a"], model={"hidden": [3, 2], "activation": ["tanh", "relu"]})
    found = ask(session, ActivationRequest(layer=layer))
    assert isinstance(found, Activation)
    np.testing.assert_allclose(found.value, function(found.z))


def test_the_gallery_shows_any_activation() -> None:
    session = trained(LINE, ["a"])
    found = ask(session, ActivationRequest(name="leaky_relu", values=(("alpha", 0.1),)))
    assert isinstance(found, Activation)
    np.testing.assert_allclose(found.value, np.where(found.z > 0, found.z, 0.1 * found.z))
    assert len(found.dots) == 0


def test_the_numbers_inside_a_step() -> None:
    document = {
        "data": {**LINE, "features": ["a"]},
        "training": {"dtype": "float64"},
        "optimizer": {"lr": 0.1},
    }
    session = Session(Experiment.from_dict(document))
    start = session.parameters
    assert views.answer(session, (StepRequest(),)) == {}
    session.phase()
    forward = ask(session, StepRequest(rows=30))
    assert isinstance(forward, Step)
    predicted = start["output.weight"][0, 0] * A + start["output.bias"][0]
    np.testing.assert_allclose(there(forward.predictions), predicted, rtol=1e-12)
    assert (forward.loss, forward.gradients, forward.after) == (None, None, None)
    session.phase(), session.phase(), session.phase()
    done = ask(session, StepRequest(rows=30))
    assert isinstance(done, Step) and done.gradients is not None and done.after is not None
    error = predicted - np.array(LINE["columns"]["y"])
    assert done.loss == pytest.approx(np.mean(error**2), rel=1e-12)
    slope = done.gradients["output.weight"][0, 0]
    assert slope == pytest.approx(2 * np.mean(error * A), rel=1e-12)
    assert done.after["output.weight"][0, 0] == pytest.approx(
        start["output.weight"][0, 0] - 0.1 * slope, rel=1e-12
    )


def test_a_step_outlives_the_rows_that_it_used() -> None:
    session = trained(LINE, ["a"], steps=1)
    before = ask(session, StepRequest())
    data = session.experiment.data
    session.change(
        replace(session.experiment, data=replace(data, table=data.table.delete(range(3, 30))))
    )
    after = ask(session, StepRequest())
    assert isinstance(before, Step) and isinstance(after, Step)
    assert after.loss == before.loss
    assert np.array_equal(after.rows, before.rows)


def test_views_that_make_no_sense_are_left_out() -> None:
    session = trained(PLANE, ["a", "b"])
    requests = (CurveRequest(0, 1), PlaneRequest("a", "nowhere", (0, 1), (0, 1)), MetricsRequest())
    assert list(views.answer(session, requests)) == [MetricsRequest()]


def test_inside_a_step_three_classes_have_three_numbers_a_row() -> None:
    data = {**PLANE, "columns": {**PLANE["columns"], "c": [n % 3 for n in range(30)]}}
    session = trained(data, ["a", "b"], loss={"name": "cross_entropy"})
    found = ask(session, StepRequest(rows=4))
    assert isinstance(found, Step)
    assert there(found.predictions).shape == (4, 3) and found.targets.shape == (4,)
    one = ask(trained(PLANE, ["a", "b"]), StepRequest(rows=4))
    assert isinstance(one, Step) and there(one.predictions).shape == one.targets.shape == (4,)


@pytest.mark.parametrize("hidden", [[], [3], [4, 2]])
def test_the_answer_at_a_place_is_worked_out_layer_by_layer(hidden: list[int]) -> None:
    session = trained(PLANE, ["a", "b"], model={"hidden": hidden}, steps=20)
    found = ask(session, AskRequest((2.5, -1.0)))
    assert isinstance(found, Asked)
    *layers, z = network(session, np.array([[2.5, -1.0]]))
    assert len(found.layers) == len(layers) == len(hidden)
    for one, other in zip(found.layers, layers, strict=True):
        np.testing.assert_allclose(one, other[0])
    np.testing.assert_allclose(found.z, z[0])
    p = 1 / (1 + np.exp(-z[0, 0]))
    np.testing.assert_allclose(found.output, [1 - p, p])
    assert found.called == int(p >= 0.5)
    np.testing.assert_array_equal(found.weight, session.parameters["output.weight"])
    np.testing.assert_array_equal(there(found.bias), session.parameters["output.bias"])
    assert views.answer(session, (AskRequest((1.0,)),)).get(AskRequest((1.0,))) is None


def test_an_answer_in_the_target_s_own_units_says_how_it_came_there() -> None:
    data = {**LINE, "scaling": {"features": "none", "target": "standardize"}}
    session = trained(data, ["a"])
    found = ask(session, AskRequest((2.5,)))
    assert isinstance(found, Asked)
    own = float(found.z[0]) * found.target_factor + found.target_shift
    assert own == pytest.approx(float(session.predict({"a": [2.5]})[0]))
    assert own == pytest.approx(float(found.output[0]))


def test_curves_of_functions_come_with_their_slopes() -> None:
    wanted = (Choice("tanh"), "z**2 + 1", "3", "sqrt(z) +")
    found = ask(trained(LINE, ["a"]), GalleryRequest(wanted, -2.0, 2.0, 9))
    assert isinstance(found, Gallery)
    z = np.linspace(-2, 2, 9)
    np.testing.assert_allclose(found.z, z)
    tanh, square, three, broken = found.curves
    np.testing.assert_allclose(tanh.value, np.tanh(z))
    np.testing.assert_allclose(tanh.slope, 1 - np.tanh(z) ** 2)
    np.testing.assert_allclose(square.value, z**2 + 1)
    np.testing.assert_allclose(square.slope, 2 * z)
    assert (three.value == 3).all() and (three.slope == 0).all()
    assert broken.problem is not None and len(broken.value) == 0
