"""Figures of many rows come in slices, and are those that come at once."""

from __future__ import annotations

from time import thread_time

import numpy as np
import pytest

from engine import Experiment, Session
from engine.answers import metrics, rowwise
from engine.answers.views import answer, begun
from engine.frames import (
    Fit,
    FitRequest,
    Metrics,
    MetricsRequest,
    Ranking,
    RankingRequest,
    Request,
    View,
)
from tests.there import there

RANDOM = np.random.default_rng(2)


def session_of(rows: int, classes: int, l2: float = 0.0, reduction: str = "mean") -> Session:
    x, z = RANDOM.normal(size=(2, rows))
    noisy = x + z**2 + RANDOM.normal(size=rows)
    target = np.digitize(noisy, np.linspace(0, 2, classes - 1)) if classes else noisy
    data = {
        "columns": {"x": x.tolist(), "z": z.tolist(), "y": target.tolist()},
        "features": ["x", "z"],
        "target": "y",
        "task": "classification" if classes else "regression",
        "test_fraction": 0.2,
    }
    document = {
        "data": data,
        "model": {"hidden": [4]},
        "training": {"dtype": "float64", "batch_size": 50},
        "regularization": {"l2": l2},
        "loss": {"name": "mse" if not classes else "bce" if classes == 2 else "cross_entropy",
                 "reduction": reduction},
        "optimizer": {"lr": 0.001},
    }  # fmt: skip
    session = Session(Experiment.from_dict(document))
    session.step(5)
    return session


def sliced(session: Session, request: Request) -> tuple[View, float]:
    """What comes of all slices, and the longest of them in seconds."""
    work, longest = begun(session, request), 0.0
    assert work is not None and not isinstance(work, View)
    session.step(3)  # what is worked on is of the moment before
    while True:
        started = thread_time()
        try:
            next(work)
        except StopIteration as end:
            return there(end.value), max(longest, thread_time() - started)
        longest = max(longest, thread_time() - started)


@pytest.mark.parametrize(("classes", "l2", "reduction"), [
    (0, 0.1, "mean"), (2, 0.0, "sum"), (2, 0.1, "sum"), (3, 0.1, "mean"),
])  # fmt: skip
def test_slices_give_what_comes_at_once(
    classes: int, l2: float, reduction: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_of(900, classes, l2, reduction)
    other = RankingRequest(classes - 1) if classes else FitRequest(200)
    once = answer(session, (MetricsRequest(), other))
    losses = metrics.train_loss(session), metrics.test_loss(session)
    monkeypatch.setattr(rowwise, "AT_ONCE", 10)
    monkeypatch.setattr(rowwise, "PIECE", 64)
    monkeypatch.setattr(rowwise, "CHUNK", 100)
    found, _ = sliced(session, MetricsRequest())
    assert isinstance(found, Metrics)
    assert (found.train_loss, found.test_loss) == pytest.approx(losses, rel=1e-12)
    expected = once[MetricsRequest()]
    assert isinstance(expected, Metrics) and expected.step == found.step == 5
    assert found.train == pytest.approx(dict(expected.train), rel=1e-12)
    assert found.test == pytest.approx(dict(expected.test), rel=1e-12)
    np.testing.assert_array_equal(found.confusion, expected.confusion)
    np.testing.assert_array_equal(found.confusion_test, expected.confusion_test)
    session = session_of(900, classes, l2, reduction)
    monkeypatch.undo()
    once = answer(session, (other,))
    monkeypatch.setattr(rowwise, "AT_ONCE", 10)
    view, _ = sliced(session, other)
    if isinstance(view, Ranking):
        expected = once[other]
        assert isinstance(expected, Ranking)
        for one, two in ((view.train, expected.train), (view.test, expected.test)):
            assert there(one).area == pytest.approx(there(two).area, rel=1e-12)
            np.testing.assert_allclose(there(one).recall, there(two).recall)
    else:
        expected = once[other]
        assert isinstance(view, Fit) and isinstance(expected, Fit)
        np.testing.assert_allclose(view.answer, expected.answer)


def test_few_rows_are_answered_at_once() -> None:
    assert isinstance(metrics.asked_metrics(session_of(60, 2)), Metrics)


def test_no_slice_of_many_rows_is_long() -> None:
    session = session_of(200_000, 2)
    for request in (MetricsRequest(), RankingRequest()):
        _, longest = min((sliced(session, request) for _ in range(3)), key=lambda found: found[1])
        assert longest < 0.02
