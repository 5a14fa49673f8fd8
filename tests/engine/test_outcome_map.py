"""Every cell of a map is classed as its own exact run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine import Experiment, Session
from engine.answers.outcome_map import outcome_map
from engine.answers.views import answer
from engine.edits.setting import put, varied
from engine.frames import OutcomeMap, OutcomeMapRequest
from engine.frames.outcome_map import CONVERGED, DIVERGED, SLOW, START_SCALE, UNKNOWN
from engine.training.network import starting_parameters
from engine.training.outcomes import order
from tests.experiments import line

RATES = (1e-6, 1e-3, 0.05, 0.1, 5.0)
MOMENTA = (0.0, 0.5, 0.95)


def network() -> Experiment:
    x = np.random.default_rng(0).uniform(-1, 1, (2, 20))
    columns = {"x1": x[0].tolist(), "x2": x[1].tolist(), "y": (x[0] * x[1]).tolist()}
    data = {"columns": columns, "features": ["x1", "x2"], "target": "y"}
    return Experiment.from_dict({"data": data, "model": {"hidden": [3]}})


def found(experiment: Experiment, request: OutcomeMapRequest) -> OutcomeMap:
    view = answer(Session(experiment), (request,))[request]
    assert isinstance(view, OutcomeMap) and view.over and view.done == view.outcomes.size
    return view


@pytest.mark.parametrize("experiment", [line(), network()], ids=["line", "network"])
def test_each_cell_is_its_exact_run(experiment: Experiment) -> None:
    steps = 120
    request = OutcomeMapRequest("optimizer.lr", "optimizer.momentum", RATES, MOMENTA, steps)
    view = found(experiment, request)
    for row, momentum in enumerate(MOMENTA):
        for column, rate in enumerate(RATES):
            changed = put(put(experiment, "optimizer.lr", rate), "optimizer.momentum", momentum)
            alone = Session(changed)
            alone.step(steps)
            losses = alone.losses
            if alone.stopped is not None or losses[-1] > losses[0]:
                wanted = DIVERGED
            else:
                before = losses[-13]
                wanted = CONVERGED if abs(losses[-1] - before) <= 0.01 * before else SLOW
            assert view.outcomes[row, column] == wanted, (rate, momentum)
            assert view.losses[row, column] == losses[-1]


def test_the_start_can_be_scaled() -> None:
    experiment = network()
    request = OutcomeMapRequest(START_SCALE, "training.seed", (0.5, 2.0), (0, 7), 30)
    view = found(experiment, request)
    for row, seed in enumerate((0, 7)):
        seeded = put(experiment, "training.seed", seed)
        for column, scale in enumerate((0.5, 2.0)):
            start = starting_parameters(seeded)
            alone = Session(seeded)
            for name, values in start.items():
                if name.endswith(".weight"):
                    alone.set_parameter(name, values.numpy() * scale)
            alone.step(30)
            assert view.losses[row, column] == pytest.approx(alone.losses[-1], rel=1e-5)


def test_a_value_that_cannot_be_is_no_run() -> None:
    values: Any = (-1.0, 0.01)
    view = found(line(), OutcomeMapRequest("optimizer.lr", "training.seed", values, (0,), 20))
    assert view.outcomes[0, 0] == DIVERGED and np.isnan(view.losses[0, 0])


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("optimizer.name", ("sgd", "adam", "rprop")),
        ("optimizer.nesterov", (False, True)),
        ("optimizer.lr", ("much", 0.01)),
    ],
)
def test_what_is_no_number_is_a_run_of_its_own_or_none(path: str, values: Any) -> None:
    experiment = line(optimizer={"name": "sgd", "lr": 0.01, "momentum": 0.5})
    view = found(experiment, OutcomeMapRequest(path, "training.seed", values, (0, 1), 20))
    for column, value in enumerate(values):
        if value == "much":
            assert np.isnan(view.losses[:, column]).all()
            continue
        alone = Session(varied(experiment, path, value))
        alone.step(20)
        assert view.losses[0, column] == alone.losses[-1]


def test_a_map_fills_from_coarse_to_fine_and_goes_on_where_it_was_left() -> None:
    cells = order(20, 20)
    assert len(set(cells)) == 400 and cells[0] == (0, 0)
    assert all(row % 4 == 0 and column % 4 == 0 for row, column in cells[:25])
    session = Session(line())
    request = OutcomeMapRequest("optimizer.lr", "training.seed", RATES, (0, 1), 50)
    work = outcome_map(session, request)
    seen = [view for _ in range(80) if (view := next(work)) is not None]
    assert not seen[0].exact.any() and (seen[0].outcomes != UNKNOWN).all()
    so_far = seen[-1]
    assert 0 < so_far.done < 10
    work.close()
    later = next(view for view in outcome_map(session, request) if view is not None)
    assert later.done > so_far.done
