"""How two neurons bend the plane, against matrix products."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine import Experiment, Session
from engine.answers import bend as bending
from engine.answers.slicing import whole
from engine.answers.views import answer, begun
from engine.frames import Bend, BendRequest, View
from tests.there import there

RANDOM = np.random.default_rng(5)
A, B, C = RANDOM.normal(size=(3, 40))


def session_of(hidden: list[int], features: str = "ab", classes: int = 2, **model: Any) -> Session:
    columns = {"a": A.tolist(), "b": B.tolist(), "c": C.tolist()}
    target = np.digitize(A + B, np.linspace(-0.5, 0.5, classes - 1)).tolist()
    data = {
        "columns": {**{name: columns[name] for name in features}, "y": target},
        "features": list(features),
        "target": "y",
        "task": "classification",
        "test_fraction": 0.25,
        "scaling": {"features": "standardize"},
    }
    document = {
        "data": data,
        "model": {"hidden": hidden, **model},
        "optimizer": {"lr": 0.5},
        "training": {"dtype": "float64"},
    }
    session = Session(Experiment.from_dict(document))
    session.step(7)
    return session


def asked(session: Session, request: BendRequest) -> Bend:
    found = answer(session, (request,))[request]
    assert isinstance(found, Bend)
    return found


def layer_of(session: Session, rows: np.ndarray, layer: int) -> np.ndarray:
    """tanh layers by NumPy, from features standardised by the training rows."""
    train = session.run.machine.prepared.train
    columns = session.experiment.data.table.columns
    seen = np.column_stack([columns[name] for name in session.experiment.data.features])
    values = (rows - seen[train].mean(axis=0)) / seen[train].std(axis=0)
    for place in range(1, layer + 2):
        weight = session.parameters[f"hidden{place}.weight"]
        values = np.tanh(values @ weight.T + session.parameters[f"hidden{place}.bias"])
    return values


def span(values: np.ndarray) -> tuple[float, float]:
    room = (values.max() - values.min()) * 0.1
    return values.min() - room, values.max() + room


@pytest.mark.parametrize("layer", [0, 1])
def test_grid_and_rows_are_where_two_neurons_put_them(layer: int) -> None:
    session = session_of([4, 3])
    request = BendRequest(layer, 2, 1, lines=5, fine=7)
    found = asked(session, request)
    assert found.grid.shape == (10, 7, 2) and found.first == 5 and found.step == 7
    rows = []
    for a in np.linspace(*span(A), 5):
        rows += [(a, b) for b in np.linspace(*span(B), 7)]
    for b in np.linspace(*span(B), 5):
        rows += [(a, b) for a in np.linspace(*span(A), 7)]
    expected = layer_of(session, np.array(rows), layer)[:, [2, 1]]
    np.testing.assert_allclose(found.grid.reshape(-1, 2), expected, rtol=1e-10)
    points = layer_of(session, np.column_stack([A, B]), layer)[:, [2, 1]]
    np.testing.assert_allclose(found.points, points, rtol=1e-10)
    assert np.flatnonzero(found.is_test).tolist() == session.run.machine.prepared.test.tolist()
    assert found.weight is None and found.bias is None


def test_other_features_stay_at_their_mean_and_a_single_one_is_a_line() -> None:
    session = session_of([3], "abc")
    found = asked(session, BendRequest(0, 0, 2, lines=2, fine=3))
    held = {"a": A, "b": B, "c": C}
    (other,) = {"a", "b", "c"} - set(found.features)
    first = np.array([span(held[name])[0] for name in found.features])
    row = [held[other].mean() if name == other else first[found.features.index(name)]
           for name in "abc"]  # fmt: skip
    expected = layer_of(session, np.array([row]), 0)[0, [0, 2]]
    np.testing.assert_allclose(found.grid[0, 0], expected, rtol=1e-10)
    line = asked(session_of([2], "a"), BendRequest(0, 0, 1, fine=9))
    assert line.grid.shape == (1, 9, 2) and line.first == 0


def test_the_stage_s_plane_is_bent_where_it_says() -> None:
    session = session_of([3], "abc")
    asks = BendRequest(0, 0, 2, lines=2, fine=3, features=("c", "a"), held=(("b", 1.5), ("z", 0.0)))
    found = asked(session, asks)
    row = [span(A)[0], 1.5, span(C)[0]]
    expected = layer_of(session, np.array([row]), 0)[0, [0, 2]]
    assert found.features == ("c", "a")
    np.testing.assert_allclose(found.grid[0, 0], expected, rtol=1e-10)
    assert asked(session, BendRequest(features=("a", "gone"))).features != ("a", "gone")


@pytest.mark.parametrize("classes", [2, 3])
def test_the_border_of_the_next_layer_tells_classes_as_the_model_does(classes: int) -> None:
    threshold: dict[str, Any] = {"threshold": 0.7} if classes == 2 else {}
    session = session_of([3, 2], "ab", classes, **threshold)
    session.step(100)
    found = asked(session, BendRequest(1, 1, 0))
    z = found.points @ there(found.weight).T + there(found.bias)
    called = (z[:, 0] >= found.level).astype(int) if classes == 2 else z.argmax(axis=1)
    columns = session.experiment.data.table.columns
    expected = session.predict({"a": columns["a"], "b": columns["b"]})
    assert called.tolist() == expected.tolist() and len(set(called)) > 1
    assert asked(session, BendRequest(0, 0, 1)).weight is None


def test_what_is_not_there_is_left_out() -> None:
    session = session_of([3])
    for request in (BendRequest(1, 0, 1), BendRequest(0, 0, 3), BendRequest(0, -1, 1)):
        assert answer(session, (request,)) == {}


def test_a_large_network_bends_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_of([4])
    expected = asked(session, BendRequest())
    monkeypatch.setattr(bending, "AT_ONCE", 1000)
    work = begun(session, BendRequest())
    assert work is not None and not isinstance(work, View)
    session.step(5)
    found = whole(work)
    assert isinstance(found, Bend) and found.step == 7
    np.testing.assert_allclose(found.grid, expected.grid, rtol=1e-12)
