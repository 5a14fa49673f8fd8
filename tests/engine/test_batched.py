"""Several experiments in one pass lose what each of them loses alone, within rounding."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Experiment, Session
from engine.catalog import OPTIMIZERS
from engine.edits.setting import put
from engine.experiment.settings import among
from engine.training.batched import is_shared, losses
from engine.training.outcomes import START_SCALE, about, all_changed
from tests.experiments import line
from tests.strategies import experiments

RATES = (0.001, 0.02, 0.04)


def together(cells: list[Experiment], steps: int) -> Any:
    *_, found = losses(cells, steps)
    return found


def compare(cells: list[Experiment], steps: int, within: float) -> None:
    for cell, found in zip(cells, together(cells, steps), strict=True):
        session = Session(cell)
        session.step(steps)
        alone = session.losses
        np.testing.assert_allclose(found[: len(alone)], alone, rtol=within)


@pytest.mark.parametrize("batch", [None, 3])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_with_numbers_of_each_cell(name: str, batch: int | None) -> None:
    experiment = line(
        optimizer={"name": name}, training={"batch_size": batch}, model={"hidden": [3, 2]}
    )
    numbers = [
        path
        for path, setting in among(experiment).items()
        if path.startswith("optimizer.") and type(setting.of(experiment)) is float
    ]
    cells = [experiment]
    for path in numbers:
        value = among(experiment)[path].of(experiment)
        other = 0.5 * value or 0.03
        if not is_shared(experiment, path, other) and path != "optimizer.dampening":
            cells += [put(experiment, path, other)]
    cells += [put(experiment, "training.seed", 5), put(experiment, "regularization.l2", 0.1)]
    compare(cells, 20, 2e-4)


@settings(max_examples=20, deadline=None)
@given(experiment=experiments(), seeds=st.lists(st.integers(0, 9), min_size=1, max_size=3))
def test_any_experiment(experiment: Experiment, seeds: list[int]) -> None:
    cells = [put(experiment, "training.seed", seed) for seed in seeds]
    for cell, found in zip(cells, together(cells, 5), strict=True):
        session = Session(cell)
        session.step(5)
        alone = session.losses
        near = np.isclose(found[: len(alone)], alone, rtol=2e-3, atol=1e-6)
        assert near[:3].all(), (found, alone)


def test_a_start_that_is_scaled_and_a_parameter_that_is_frozen() -> None:
    experiment = line(model={"hidden": [2], "frozen": ["hidden1.weight"]})
    cells = [all_changed(experiment, ((START_SCALE, scale),)) for scale in (0.5, 1.0, 2.0)]
    compare(cells, 15, 1e-4)


def test_what_is_lost_is_judged_by_what_was_before() -> None:
    kind, last = about(np.array([3.0, 2.0, math.inf, 1.0]))
    assert (kind, last) == (1, 2.0)
    kind, last = about(np.array([math.nan]))
    assert kind == 1 and math.isnan(last)
