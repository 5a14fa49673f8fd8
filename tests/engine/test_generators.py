"""Generated data: each set follows its formula, computed here anew, and its seed alone."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import EngineError, Experiment
from engine.catalog.generators import GENERATORS
from engine.edits import generate
from engine.experiment.specs import Data

BUMPS = {(-4, 2.5): 1, (0, 2.5): -1, (4, 2.5): 1, (-4, -2.5): -1, (0, -2.5): 1, (4, -2.5): -1}


def made(name: str, **values: Any) -> Data:
    entry = GENERATORS[name]
    return generate.make(entry, {**entry.defaults(), **values})


def places(data: Data) -> np.ndarray:
    return data.table.matrix(data.features)


def targets(data: Data) -> np.ndarray:
    return data.table.columns[data.target].astype(np.float64)


@pytest.mark.parametrize("name", GENERATORS)
def test_every_set_can_be_trained_and_is_its_seed_s_alone(name: str) -> None:
    state = np.random.get_state(legacy=False)["state"]["key"].copy()
    for rows in (10, 11, 200, 20_000):
        data = made(name, rows=rows, seed=3)
        assert data.table.rows == rows
        Experiment.from_dict(
            {"format": "gradus-experiment/1", "data": _document(data), "loss": _loss(data)}
        )
        assert data.table == made(name, rows=rows, seed=3).table
    assert np.array_equal(state, np.random.get_state(legacy=False)["state"]["key"])
    if made(name, noise=0.2).table == made(name, noise=0.2, seed=1).table:
        raise AssertionError("another seed draws the same")


def _document(data: Data) -> dict[str, Any]:
    columns = {name: column.tolist() for name, column in data.table.columns.items()}
    features = list(data.features)
    return {"columns": columns, "features": features, "target": data.target, "task": data.task}


def _loss(data: Data) -> dict[str, str]:
    return {"name": {"regression": "mse", "binary": "bce"}.get(data.outcome, "cross_entropy")}


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(GENERATORS)),
    st.integers(10, 300),
    st.floats(0, 5),
    st.integers(0, 2**63 - 1),
)
def test_any_numbers_make_finite_data(name: str, rows: int, noise: float, seed: int) -> None:
    data = made(name, rows=rows, noise=noise, seed=seed)
    assert np.isfinite(places(data)).all() and np.isfinite(targets(data)).all()


def test_defaults_and_sliders_lie_in_their_ranges() -> None:
    for entry in GENERATORS.values():
        for param in entry.params:
            for value in (param.default, *(param.slider or ())):
                assert isinstance(value, int | float) and value in param.ranges[0], param


def test_a_line_without_noise_is_one_and_its_noise_has_the_size_asked_for() -> None:
    data = made("line", slope=-3.0, intercept=4.0, noise=0.0)
    assert np.allclose(targets(data), 4 - 3 * places(data)[:, 0], atol=1e-12)
    noisy = made("line", rows=20_000, slope=-3.0, intercept=4.0, noise=0.7)
    slope, intercept = np.polyfit(places(noisy)[:, 0], targets(noisy), 1)
    left = targets(noisy) - slope * places(noisy)[:, 0] - intercept
    assert slope == pytest.approx(-3, abs=0.02) and intercept == pytest.approx(4, abs=0.03)
    assert left.std() == pytest.approx(0.7, rel=0.03)


def test_sine() -> None:
    data = made("sine", amplitude=2.0, frequency=3.0, noise=0.0)
    expected = [2 * math.sin(3 * x) for x in places(data)[:, 0]]
    assert targets(data) == pytest.approx(expected, abs=1e-12)
    assert places(data).min() < -4.5 and places(data).max() > 4.5


def test_plane() -> None:
    data = made("plane", noise=0.0)
    assert targets(data) == pytest.approx([(x + y) / 10 for x, y in places(data)], abs=1e-12)
    assert 5.5 < np.abs(places(data)).max() <= 6
    noisy = made("plane", rows=20_000, noise=0.5)
    left = targets(noisy) - places(noisy).sum(axis=1) / 10
    # The sum of two U(−3, 3) over 10: standard deviation √(2 · 36 / 12) / 10.
    assert left.std() == pytest.approx(math.sqrt(6) / 10, rel=0.03)


def test_bumps() -> None:
    data = made("bumps", rows=2_000, noise=0.0)
    for (x, y), found in zip(places(data), targets(data), strict=True):
        heights = [
            sign * max(0.0, 1 - math.hypot(x - a, y - b) / 2) for (a, b), sign in BUMPS.items()
        ]
        assert found == pytest.approx(max(heights, key=abs), abs=1e-12)
    assert targets(data).min() < -0.9 and targets(data).max() > 0.9


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (0.5, 4.0)])
def test_gaussians(noise: float, variance: float) -> None:
    data = made("gaussians", rows=20_000, noise=noise)
    for label, centre in ((1, 2.0), (0, -2.0)):
        cloud = places(data)[targets(data) == label]
        assert len(cloud) == 10_000
        assert cloud.mean(axis=0) == pytest.approx([centre, centre], abs=0.08)
        assert np.cov(cloud.T) == pytest.approx(np.eye(2) * variance, abs=0.05 * variance + 0.02)


def test_circle() -> None:
    data = made("circle", rows=1_001, noise=0.0)
    distance = np.hypot(*places(data).T)
    assert np.array_equal(targets(data) == 1, distance < 2.5)
    assert (distance < 2.5).sum() == 500 and distance.max() <= 5
    assert not ((distance >= 2.5) & (distance < 3.5)).any()
    noisy = made("circle", rows=20_000, noise=0.25)
    moved = places(noisy) + np.random.default_rng(99).uniform(-1.25, 1.25, (20_000, 2))
    inside = np.hypot(*moved.T) < 2.5
    assert targets(noisy).mean() == pytest.approx(inside.mean(), abs=0.01)
    wrong = (targets(noisy) == 1) != (np.hypot(*places(noisy).T) < 2.5)
    assert 0.02 < wrong.mean() < 0.3


def test_xor() -> None:
    data = made("xor", rows=2_000, noise=0.0)
    x, y = places(data).T
    assert np.array_equal(targets(data) == 1, (x > 0) == (y > 0))
    assert np.abs(places(data)).min() >= 0.3 and 4.8 < np.abs(places(data)).max() <= 5.3


def test_spiral() -> None:
    data = made("spiral", rows=100, noise=0.0)
    for label, turn in ((1, 0.0), (0, math.pi)):
        arm = places(data)[targets(data) == label]
        expected = [
            (5 * i / 50 * math.sin(t), 5 * i / 50 * math.cos(t))
            for i in range(50)
            for t in [1.75 * 2 * math.pi * i / 50 + turn]
        ]
        assert np.allclose(arm, expected, atol=1e-9)
    pushed = places(made("spiral", rows=100, noise=0.5)) - places(data)
    assert 0.4 < np.abs(pushed).max() <= 0.5


def test_moons() -> None:
    data = made("moons", rows=101, noise=0.0)
    (x, y), upper = places(data).T, targets(data) == 1
    assert np.allclose(np.hypot(x, y)[upper], 1) and (y[upper] >= 0).all()
    assert np.allclose(np.hypot(x - 1, y - 0.5)[~upper], 1) and (y[~upper] <= 0.5).all()
    assert upper.sum() == 50


def test_circles() -> None:
    data = made("circles", rows=100, factor=0.3, noise=0.0)
    distance = np.hypot(*places(data).T)
    assert np.allclose(distance, np.where(targets(data) == 1, 0.3, 1.0))
    assert np.allclose(places(data).mean(axis=0), 0)  # evenly around


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_blobs(classes: int) -> None:
    data = made("blobs", rows=10 * classes + 1, classes=classes, noise=0.0)
    assert data.classes == tuple(range(classes))
    x, y = places(data).T
    assert np.allclose(np.hypot(x, y), 5)
    angle = np.arctan2(y, x) % (2 * math.pi)
    assert np.allclose(np.rint(angle * classes / (2 * math.pi)) % classes, targets(data))
    counts = np.bincount(targets(data).astype(int))
    assert counts.max() - counts.min() <= 1
    spread = places(made("blobs", rows=20_000, noise=0.4, classes=classes))
    centres = places(made("blobs", rows=20_000, noise=0.0, classes=classes))
    assert (spread - centres).std() == pytest.approx(0.4, rel=0.03)


# ---- a formula ----------------------------------------------------------------------------------


def test_a_formula_is_computed_row_by_row() -> None:
    data = generate.from_formula("z = 3*b - sin(a)**2 + pi", {"a": (0, 1), "b": (5, 7)}, 50, 4)
    assert data.features == ("b", "a") and data.target == "z" and data.task == "regression"
    for a, b, z in data.table.matrix(("a", "b", "z")):
        assert 0 <= a <= 1 and 5 <= b <= 7
        assert z == pytest.approx(3 * b - math.sin(a) ** 2 + math.pi)


def test_random_functions_give_each_row_its_own() -> None:
    for text, mean, deviation in (
        ("y = 3*x + 2 + rand()", 0.5, math.sqrt(1 / 12)),
        ("3*x + 2 + 0.5*randn()", 0.0, 0.5),
        ("3*x + 2 + rand() - rand()", 0.0, math.sqrt(1 / 6)),
    ):
        data = generate.from_formula(text, {}, 20_000, 0)
        left = targets(data) - 3 * places(data)[:, 0] - 2
        assert len(np.unique(left)) > 19_000
        assert left.mean() == pytest.approx(mean, abs=0.01)
        assert left.std() == pytest.approx(deviation, rel=0.03)


def test_a_formula_s_seed_decides() -> None:
    first, same, other = (generate.from_formula("x + randn()", {}, 9, n).table for n in (1, 1, 2))
    assert first == same != other


def test_another_range_of_one_variable_leaves_the_rest_alone() -> None:
    narrow = generate.from_formula("a + b", {"a": (0, 1)}, 9, 0).table
    wide = generate.from_formula("a + b", {"a": (0, 100)}, 9, 0).table
    assert np.array_equal(narrow.columns["b"], wide.columns["b"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a formula"), ("y =", "is not a formula"), ("y == x", "is not a formula"),
        ("y = 3", "has no variable"), ("rand()", "has no variable"),
        ("y = y + 1", "'?y'? is on both sides"), ("3 = x", "must begin with a name"),
        ("pi = x", "must begin with a name"), ("a+b+c+d+f+g+h+i+j", "more than 8 variables"),
        ("y = x.real", "is not a formula"), ("y = rand(2)*x", "takes no value"),
        ("y = normal(x)", "not a function"), ("y = sin", "unknown name"),
        ("y = log(x)", "finite number"), ("y = x + 1/0", "cannot be computed"),
    ],
)  # fmt: skip
def test_formulas_that_make_nothing(text: str, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        generate.from_formula(text, {}, 20, 0)
