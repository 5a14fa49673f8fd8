"""ROC, precision–recall and their areas, against scikit-learn's."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
import pytest
import sklearn.metrics as reference
from hypothesis import given
from hypothesis import strategies as some

from engine import Experiment, Session
from engine.answers import ranking as rankings
from engine.answers.ranking import ascending, tidy
from engine.answers.views import answer
from engine.frames import (
    Fit,
    FitRequest,
    Metrics,
    MetricsRequest,
    Ranked,
    Ranking,
    RankingRequest,
)
from tests.there import there

RANDOM = np.random.default_rng(0)


def trained(classes: int, test_fraction: float = 0.3, steps: int = 20, **more: Any) -> Session:
    x, z = RANDOM.normal(size=(2, 90))
    labels = [f"c{k}" for k in np.digitize(x + 0.7 * z, np.linspace(-0.5, 0.5, classes - 1))]
    data = {
        "columns": {"x": x.tolist(), "z": z.tolist(), "y": labels},
        "features": ["x"],
        "target": "y",
        "task": "classification",
        "test_fraction": test_fraction,
    }
    session = Session(Experiment.from_dict({"data": data, "optimizer": {"lr": 0.5}, **more}))
    session.step(steps)
    return session


def asked(session: Session, positive: int = 1) -> Ranking:
    found = answer(session, (RankingRequest(positive),))[RankingRequest(positive)]
    assert isinstance(found, Ranking)
    return found


def to_end(work: Generator[None, None, Any]) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def ranked(scores: np.ndarray, truth: np.ndarray, called: np.ndarray) -> Ranked | None:
    found = to_end(rankings.ranked(scores, truth, called))
    assert found is None or isinstance(found, Ranked)
    return found


def as_reference(found: Ranked, truth: np.ndarray, scores: np.ndarray) -> None:
    fall_out, recall, at = reference.roc_curve(truth, scores, drop_intermediate=False)
    np.testing.assert_allclose(found.fall_out, fall_out, rtol=1e-12)
    np.testing.assert_allclose(found.recall, recall, rtol=1e-12)
    precision, again, _ = reference.precision_recall_curve(truth, scores)
    np.testing.assert_allclose(found.precision, precision[::-1], rtol=1e-12)
    np.testing.assert_allclose(found.recall, again[::-1], rtol=1e-12)
    assert found.area == pytest.approx(reference.roc_auc_score(truth, scores), rel=1e-12)
    expected = reference.average_precision_score(truth, scores)
    assert found.average == pytest.approx(expected, rel=1e-12)
    for place, threshold in enumerate(found.threshold):
        if not np.isnan(threshold):
            assert 0 < threshold < 1
            called = scores >= threshold
            assert (called & truth).sum() == round(found.recall[place] * truth.sum())
            assert (called & ~truth).sum() == round(found.fall_out[place] * (~truth).sum())
    assert len(at) == len(found.threshold)


@pytest.mark.parametrize(("classes", "positive"), [(2, 1), (3, 0), (3, 1), (3, 2)])
def test_a_model_s_curves_are_scikit_learn_s(classes: int, positive: int) -> None:
    session = trained(classes)
    found, prepared = asked(session, positive), session.run.machine.prepared
    label = session.experiment.data.classes[positive]
    columns = session.experiment.data.table.columns
    shares = session.probabilities({"x": columns["x"]})[:, positive]
    truth = np.array(columns["y"]) == label
    called = session.predict({"x": columns["x"]}) == label
    for part, rows in ((found.train, prepared.train), (found.test, prepared.test)):
        part = there(part)
        as_reference(part, truth[rows], shares[rows])
        recall, fall_out, precision = part.now
        assert recall == pytest.approx(reference.recall_score(truth[rows], called[rows]))
        if called[rows].any():
            expected = reference.precision_score(truth[rows], called[rows])
            assert precision == pytest.approx(expected)
        assert fall_out == pytest.approx(called[rows][~truth[rows]].mean())


@given(
    some.lists(
        some.tuples(some.booleans(), some.sampled_from([0.0, 1e-300, 0.1, 0.25, 0.5, 0.9, 1.0])),
        min_size=2,
        max_size=30,
    ).filter(lambda rows: len({truth for truth, _ in rows}) == 2)
)
def test_ties_are_scikit_learn_s(rows: list[tuple[bool, float]]) -> None:
    truth, scores = np.array([t for t, _ in rows]), np.array([s for _, s in rows])
    as_reference(there(ranked(scores, truth, scores >= 0.5)), truth, scores)


def test_what_has_no_rows_has_no_share() -> None:
    scores = np.array([0.2, 0.6, 0.9])
    none = there(ranked(scores, np.zeros(3, np.bool_), scores >= 0.5))
    assert none.area is None and none.average is None
    assert np.isnan(none.recall).all() and np.isnan(none.now[0])
    assert none.fall_out.tolist() == pytest.approx([0, 1 / 3, 2 / 3, 1])
    every = there(ranked(scores, np.ones(3, np.bool_), scores >= 0.5))
    assert every.area is None and every.average == 1
    assert np.isnan(every.fall_out).all()
    assert ranked(scores[:0], np.zeros(0, np.bool_), scores[:0] > 0) is None


def test_without_test_rows_there_are_none_and_no_number_has_no_rank() -> None:
    assert asked(trained(2, test_fraction=0)).test is None
    assert ranked(np.array([0.1, np.nan]), np.array([True, False]), np.zeros(2, np.bool_)) is None
    session = trained(2)
    assert answer(session, (RankingRequest(7), FitRequest())) == {}


def test_a_class_that_no_test_row_has() -> None:
    data = {
        "columns": {"x": [0.0, 1, 2, 3, 4, 5], "y": ["a", "a", "b", "a", "b", "a"]},
        "features": ["x"], "target": "y", "task": "classification", "test_fraction": 0.2,
    }  # fmt: skip
    found = [
        asked(Session(Experiment.from_dict({"data": {**data, "split_seed": seed}}))).test
        for seed in range(6)
    ]
    assert any(there(part).area is None and part.positives == 0 for part in found if part)


def test_a_million_rows_have_thin_curves_and_exact_areas() -> None:
    scores = RANDOM.random(1_000_000).astype(np.float32).astype(np.float64)
    truth = RANDOM.random(1_000_000) < scores
    found = there(ranked(scores, truth, scores >= 0.5))
    assert 300 < len(found.threshold) < 410
    assert found.area == pytest.approx(reference.roc_auc_score(truth, scores), rel=1e-12)
    expected = reference.average_precision_score(truth, scores)
    assert found.average == pytest.approx(expected, rel=1e-9)
    drawn = np.trapezoid(found.recall, found.fall_out)
    assert drawn == pytest.approx(found.area, abs=1e-4)
    assert found.recall[-1] == found.fall_out[-1] == 1


@pytest.mark.parametrize("values", [
    RANDOM.random(200_000), RANDOM.random(200_000).round(1), np.repeat([0.0, 1.0], 60_000),
    np.append(np.zeros(150_000), RANDOM.random(5)), RANDOM.random(5), np.zeros(0),
])  # fmt: skip
def test_many_numbers_are_sorted_in_slices(values: np.ndarray) -> None:
    np.testing.assert_array_equal(to_end(ascending(values)), np.sort(values))


def test_a_short_threshold_is_chosen() -> None:
    found = tidy(np.array([0.7345, np.inf, 1.0, 0.5, 1e-9]), np.array([0.71, 0.93, 0.93, 0.5, 0]))
    np.testing.assert_array_equal(found[:3], [0.73, 0.99, 0.99])
    assert np.isnan(found[3]) and found[4] == 1e-9


def test_the_confusion_of_test_rows_stands_apart() -> None:
    session = trained(3)
    found = answer(session, (MetricsRequest(),))[MetricsRequest()]
    assert isinstance(found, Metrics)
    rows, columns = session.run.machine.prepared.test, session.experiment.data.table.columns
    called, truth = session.predict({"x": columns["x"]}), np.array(columns["y"])
    classes = list(session.experiment.data.classes)
    expected = reference.confusion_matrix(truth[rows], called[rows], labels=classes)
    assert there(found.confusion_test).tolist() == expected.tolist()
    every = reference.confusion_matrix(truth, called, labels=classes)
    assert there(found.confusion).tolist() == every.tolist()


def test_answers_beside_the_true_numbers() -> None:
    x = RANDOM.normal(size=50)
    data = {
        "columns": {"x": x.tolist(), "y": (3 * x + 1).tolist()}, "features": ["x"], "target": "y",
        "test_fraction": 0.2, "scaling": {"features": "standardize", "target": "standardize"},
    }  # fmt: skip
    session = Session(Experiment.from_dict({"data": data}))
    session.step(3)
    found = answer(session, (FitRequest(20),))[FitRequest(20)]
    assert isinstance(found, Fit)
    assert found.rows.tolist() == list(range(0, 50, 3))
    np.testing.assert_allclose(found.target, (3 * x + 1)[::3])
    np.testing.assert_allclose(found.answer, session.predict({"x": x[::3].tolist()}))
    assert np.flatnonzero(found.is_test).tolist() == [
        place for place, row in enumerate(range(0, 50, 3))
        if row in session.run.machine.prepared.test
    ]  # fmt: skip
