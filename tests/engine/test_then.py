"""Back before a reshaping, with other rows since: every view is of the network as it was."""

import math
from itertools import permutations
from typing import Any

import numpy as np
import pytest
import torch

from engine import Session
from engine.answers.views import answer
from engine.experiment import Experiment
from engine.frames import (
    BendRequest,
    EdgeRequest,
    FindingsRequest,
    FitRequest,
    HealthRequest,
    Metrics,
    MetricsRequest,
    NetworkRequest,
    ParametersRequest,
    PlaneRequest,
    PredictionsRequest,
    RankingRequest,
    Request,
    SoftmaxRequest,
    StepRequest,
    SurfaceRequest,
    TensorsRequest,
    TrainLossRequest,
    WayRequest,
    WaysRequest,
)
from engine.frames.network import Axis
from engine.frames.surface import Ground
from engine.training.directions import Projection

AXES = (Axis("x1", -1.0, 1.0), Axis("x2", 2.0, 4.0))
RANDOM = Ground("random")
REQUESTS: tuple[Request, ...] = (
    BendRequest(0, 0, 0),
    EdgeRequest(),
    FindingsRequest(),
    FitRequest(),
    HealthRequest(),
    MetricsRequest(),
    NetworkRequest(AXES, 8, 8),
    ParametersRequest(),
    PlaneRequest("x1", "x2", (-1.0, 1.0), (2.0, 4.0), 8),
    PredictionsRequest(),
    RankingRequest(0),
    SoftmaxRequest(),
    StepRequest(),
    SurfaceRequest(RANDOM, None, 8, 8),
    TensorsRequest(),
    TrainLossRequest(),
    WayRequest(RANDOM),
    WaysRequest(),
)
METRICS = (MetricsRequest(),)
SIZES: tuple[list[int], ...] = ([], [2], [4, 3])


def experiment(hidden: list[int], rows: int, task: str) -> Experiment:
    x1, x2 = [math.sin(k) for k in range(rows)], [3 + math.cos(2 * k) for k in range(rows)]
    y: list[Any] = [10 + 2 * a - b for a, b in zip(x1, x2, strict=True)]
    scaling = {"features": "standardize", "target": "standardize"}
    if task == "classification":
        y, scaling = [("a", "b", "c")[k % 3] for k in range(rows)], {"features": "standardize"}
    data = {
        "columns": {"x1": x1, "x2": x2, "y": y}, "features": ["x1", "x2"], "target": "y",
        "task": task, "test_fraction": 0.3, "scaling": scaling,
    }  # fmt: skip
    model = {"hidden": hidden}
    return Experiment.from_dict({"format": "gradus-experiment/1", "data": data, "model": model})


@pytest.mark.parametrize("task", ["regression", "classification"])
@pytest.mark.parametrize("rows", [6, 14])
def test_every_view_is_of_the_network_as_it_was(task: str, rows: int) -> None:
    same = 0
    for before, since in permutations(SIZES, 2):
        session = Session(experiment(before, 10, task))
        session.step(2)
        known = answer(session, METRICS)[METRICS[0]]
        session.step(2)
        went_on = session.change(experiment(since, rows, task))
        session.step(2)
        session.goto(2)
        now = answer(session, REQUESTS)[METRICS[0]]
        assert isinstance(known, Metrics) and isinstance(now, Metrics)
        same += went_on
        figures = [(each.train, each.test, each.train_loss) for each in (known, now)]
        assert not went_on or figures[0] == figures[1], (before, since)
    assert same >= 2


def test_lost_numbers_have_no_place_in_a_plane() -> None:
    askew = torch.tensor([[1.0, 0.5, 0.0], [0.0, 1.0, 1.0]], dtype=torch.float64)
    path = torch.tensor([[2.0, 1.0, 0.0], [math.nan, 0.0, 1.0], [math.inf, 0.0, 1.0]]).double()
    origin = torch.zeros(3, dtype=torch.float64)
    found, away = Projection(origin, askew).places(path)
    assert found[0].numpy() == pytest.approx(np.linalg.lstsq(askew.T, path[0], rcond=None)[0])
    assert away[0].isfinite() and not away[1:].isfinite().any()
    assert found[1:].isnan().all()
    lost = Projection(origin, askew * torch.tensor([1.0, math.nan, 1.0]).double())
    assert lost.places(path)[0].isnan().all()
