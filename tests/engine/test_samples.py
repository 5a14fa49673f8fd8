"""The examples of the tutorials end with the last line of their log."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from engine import Experiment, Session

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
X = np.array([[1, 2], [2, 3], [3, 1], [4, 3], [5, 3], [6, 2]], dtype=np.float64)
Y = np.array([0, 0, 0, 1, 1, 1], dtype=np.float64)


@pytest.mark.parametrize(
    ("name", "last"), [("d1-logistic", 1000), ("d2-logistic-class", 100), ("d4-softmax", 1000)]
)
def test_the_last_line_of_the_log_is_reached(name: str, last: int) -> None:
    """It tells the loss after ``last`` updates, which the step after them computes."""
    session = Session(Experiment.load(SAMPLES / f"{name}.json"))
    session.epoch(session.experiment.training.epochs)
    assert len(session.losses) == last + 1


def test_the_last_loss_of_the_logistic_regression_is_that_of_numpy() -> None:
    weight, bias, loss = np.zeros(2), 0.0, math.nan
    for _ in range(1001):
        p = 1 / (1 + np.exp(-(X @ weight + bias)))
        loss = float(-np.mean(Y * np.log(p) + (1 - Y) * np.log(1 - p)))
        weight, bias = weight - X.T @ (p - Y) / 6, bias - float(np.mean(p - Y))
    session = Session(Experiment.load(SAMPLES / "d1-logistic.json"))
    session.epoch(1001)
    assert session.losses[-1] == pytest.approx(loss, rel=1e-4)
