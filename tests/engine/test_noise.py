"""Noise: as much as was asked for, the same for the same seed, and only where it was wanted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Experiment
from engine.edits.noise import Noise, with_noise
from tests.experiments import flowers, line


def long(task: str = "regression", rows: int = 4000) -> Experiment:
    draw = np.random.default_rng(1)
    target = draw.normal(2, 5, rows).tolist()
    if task == "classification":
        target = [("a", "b", "c")[i % 3] for i in range(rows)]
    columns = {
        "x": draw.normal(0, 3, rows).tolist(),
        "t": target,
        "z": draw.normal(size=rows).tolist(),
    }
    data = {"columns": columns, "features": ["x"], "target": "t", "task": task}
    return Experiment.from_dict({"data": data})


def test_it_is_gaussian_with_the_deviation_that_was_asked_for() -> None:
    before, after = long(), with_noise(long(), Noise(features=0.2, target=0.5, seed=3))
    for name, share in (("x", 0.2), ("t", 0.5)):
        old = before.data.table.columns[name]
        change = after.data.table.columns[name] - old
        assert change.std() == pytest.approx(share * old.std(), rel=0.05)
        assert abs(change.mean()) < 4 * change.std() / np.sqrt(len(change))
    assert (after.data.table.columns["z"] == before.data.table.columns["z"]).all()


@given(st.integers(0, 2**32), st.floats(0, 2), st.floats(0, 2))
def test_the_same_seed_gives_the_same(seed: int, features: float, target: float) -> None:
    noise = Noise(features, target, seed=seed)
    assert with_noise(line(), noise) == with_noise(line(), noise)


def test_nothing_changes_nothing() -> None:
    assert Noise() == Noise(features=0.0, target=0.0, flipped=0.0, seed=0)
    assert with_noise(line(), Noise()) == line()
    assert with_noise(flowers(), Noise()) == flowers()


def test_only_the_chosen_rows_are_shaken() -> None:
    after = with_noise(line(), Noise(1, 1), np.array([1, 3])).data.table
    before = line().data.table
    for name in ("x", "y"):
        same = after.columns[name] == before.columns[name]
        assert same.tolist() == [True, False, True, False, True]


def test_as_many_classes_are_wrong_as_was_asked_for() -> None:
    before, after = long("classification"), with_noise(long("classification"), Noise(flipped=0.25))
    wrong = before.data.table.columns["t"] != after.data.table.columns["t"]
    assert wrong.sum() == 1000
    assert set(after.data.table.columns["t"]) == {"a", "b", "c"}
    assert (before.data.table.columns["x"] == after.data.table.columns["x"]).all()
