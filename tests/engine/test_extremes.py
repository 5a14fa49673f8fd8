"""Columns and targets that never change, and numbers whose squares are out of range."""

from __future__ import annotations

import math
import runpy
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Experiment, Session, codegen
from engine.answers.metrics import metrics
from engine.answers.outputs import answers
from engine.answers.views import answer
from engine.data.moments import deviation, is_constant, mean, moments
from engine.errors import EngineError
from engine.experiment.prepare import in_units, prepare
from engine.frames import MetricsRequest
from engine.frames.views import Metrics
from tests.experiments import line

LENGTH = [19, 30.4, 40.5, 51.3, 59, 69.9, 81.3, 88.6, 100.5, 111, 120.7]
TEMPERATURE = [36.6] * 11  # the root of their mean squared distance to their mean is 7e-15
Y = [10.19, 14.51, 18.25, 21.99, 24.81, 30.11, 31.75, 35.12, 39.59, 42.4, 47.02]
SCALED = {"features": "standardize", "target": "standardize"}


def session_of(columns: dict[str, Any], epochs: int = 0, **more: Any) -> Session:
    features = [name for name in columns if name != "y"]
    data = {"columns": columns, "features": features, "target": "y", "scaling": SCALED}
    rest = {key: more.pop(key) for key in ("loss", "model") if key in more}
    made = line(data={**data, **more}, optimizer={"lr": 0.1}, training={"dtype": "float64"}, **rest)
    session = Session(made)
    if epochs:
        session.epoch(epochs)
    return session


def exact(column: list[float]) -> tuple[float, float]:
    """Mean and deviation by fractions, which know no range."""
    numbers = [Fraction(number) for number in column]
    middle = sum(numbers) / len(numbers)
    square = sum((number - middle) ** 2 for number in numbers) / len(numbers)
    size = max(abs(number) for number in numbers) or Fraction(1)
    return float(middle), float(size * Fraction(float(square / size**2) ** 0.5))


@pytest.mark.parametrize("value", [36.6, 0.1, -7.3, 1e200, 1.7e308, 5e-324, 0.0])
@pytest.mark.parametrize("rows", [2, 3, 7, 11, 1000])
def test_a_column_that_never_changes_is_only_centred(value: float, rows: int) -> None:
    column = np.full(rows, value)
    assert mean(column) == value and deviation(column) == 0
    columns = {"a": list(map(float, range(rows))), "b": column.tolist(), "y": column.tolist()}
    prepared = prepare(line(data={
        "columns": columns, "features": ["a", "b"], "target": "y", "scaling": SCALED,
    }, training={"dtype": "float64"}).data)  # fmt: skip
    assert not prepared.features[:, 1].any() and not prepared.targets.any()
    assert prepared.feature_scale.factor[1] == prepared.target_scale.factor[0] == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(-1, 1).map(lambda x: x or 1.0), min_size=2, max_size=9),
    st.sampled_from([1e-320, 1e-200, 1e-30, 1, 1e30, 1e200, 1.5e308]),
)
def test_moments_are_those_of_exact_arithmetic(shares: list[float], size: float) -> None:
    column = [share * size for share in shares]
    middle, spread = exact(column)
    largest = max(map(abs, column))
    assert mean(np.array(column)) == pytest.approx(middle, abs=max(1e-14 * largest, 5e-324))
    found = deviation(np.array(column))
    assert (found == 0) == is_constant(np.array(column))
    assert found == pytest.approx(spread, rel=1e-7, abs=max(1e-14 * largest, 5e-324))


def test_the_weight_of_a_constant_column_learns_nothing() -> None:
    columns = {"length": LENGTH, "temperature": TEMPERATURE, "y": Y}
    session = session_of(columns)
    start = session.parameters["output.weight"][0, 1]
    session.epoch(300)
    gradient = session.gradients["output.weight"]
    assert gradient is not None and gradient[0, 1] == 0
    assert session.parameters["output.weight"][0, 1] == start
    alone = session_of({"length": LENGTH, "y": Y}, 300)
    assert metrics(session).train["r2"] == pytest.approx(metrics(alone).train["r2"])
    units = metrics(session).in_units
    slope, offset = units["output.weight"][0], units["output.bias"][0]
    by_hand = slope[0] * np.array(LENGTH) + slope[1] * 36.6 + offset
    assert by_hand == pytest.approx(answers(session, np.array([LENGTH, TEMPERATURE]).T)[:, 0])
    assert abs(offset) < 1000


def test_a_column_constant_in_the_training_rows_only() -> None:
    plain = {"columns": {"a": list(range(10)), "b": [1.1] * 10, "y": list(range(10))}}
    session = session_of(plain["columns"], test_fraction=0.3)
    test = session.run.machine.prepared.test
    column = np.full(10, 36.6)
    column[test] = [40.0, 50.0, 36.6]
    columns = {**plain["columns"], "b": column.tolist()}
    session = session_of(columns, 50, test_fraction=0.3)
    prepared = session.run.machine.prepared
    assert prepared.features[test, 1] == pytest.approx(column[test] - 36.6, abs=0)
    gradient = session.gradients["output.weight"]
    assert gradient is not None and gradient[0, 1] == 0


@pytest.mark.parametrize("start", [1e15, -1e15, 1.7e18, 2.0**52])
def test_small_differences_far_from_nought_are_not_rounded_away(start: float) -> None:
    step = max(1.0, float(np.spacing(start)))
    column = start + step * np.arange(14)
    away = [Fraction(value) - Fraction(column[0]) for value in column]
    middle = sum(away) / 14
    spread = math.sqrt(sum((value - middle) ** 2 for value in away) / 14)
    found = moments(column[:, None])
    assert found[0][0] == float(Fraction(column[0]) + middle)
    assert found[1][0] == pytest.approx(spread, rel=1e-15)


@pytest.mark.filterwarnings("error")
def test_errors_of_the_largest_numbers_are_what_they_are() -> None:
    target = [1.7e308, -1.7e308, 1.7e308, -1.7e308]
    session = session_of({"x": [1.0, 2.0, 3.0, 5.0], "y": target}, 3)
    found, said = metrics(session).train, session.predict({"x": [1.0, 2.0, 3.0, 5.0]})
    errors = [Fraction(float(a)) - Fraction(b) for a, b in zip(said, target, strict=True)]
    least = sum((Fraction(b) - sum(map(Fraction, target)) / 4) ** 2 for b in target)
    assert found["r2"] == pytest.approx(float(1 - sum(e**2 for e in errors) / least), rel=1e-9)
    assert found["mse"] == math.inf and max(map(abs, errors)) > Fraction(sys.float_info.max)


def test_r2_of_a_target_that_never_changes_is_left_out() -> None:
    for value in (36.6, 1e200, 0.1):
        session = session_of({"x": LENGTH, "y": [value] * 11}, 20)
        found = metrics(session)
        assert "r2" not in found.train and found.train["mse"] >= 0
        assert answers(session, np.array([[50.0]]))[0, 0] == pytest.approx(value, abs=abs(value))


@pytest.mark.parametrize("size", [1e-320, 1e-250, 1e-160, 1e30, 1e160, 1e200, 1e308])
def test_very_large_and_very_small_numbers_are_learned_as_others(size: float) -> None:
    x = [0.5, 1.0, 1.5, -1.2]
    columns = {"x": [size * number for number in x], "y": [size * (0.3 * n - 0.01) for n in x]}
    session = session_of({"x": columns["x"], "y": [3 * number - 0.1 for number in x]}, 200)
    ordinary = session_of({"x": x, "y": [3 * number - 0.1 for number in x]}, 200)
    close = 1e-2 if size < 1e-300 else 1e-9
    assert session.losses[0] == pytest.approx(ordinary.losses[0], rel=close)
    assert metrics(session).train["r2"] == pytest.approx(1, abs=1e-6)
    both = session_of(columns, 200)
    assert metrics(both).train["r2"] == pytest.approx(1, abs=max(1e-6, close**2))
    slope = metrics(both).in_units["output.weight"][0, 0]
    assert slope == pytest.approx(0.3, rel=max(close, 1e-6))
    assert answers(both, np.array([[size]]))[0, 0] == pytest.approx(
        0.29 * size, rel=max(close, 1e-6)
    )


@pytest.mark.parametrize(
    "column", [TEMPERATURE, [1e200 * n for n in LENGTH], [1e308, -1e308, 1.7e308, *[9e307] * 8]]
)
def test_the_exported_program_does_the_same(
    column: list[float], tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    session = session_of({"a": LENGTH, "b": column, "y": column}, 5)
    script = tmp_path / "script.py"
    made = session.experiment.to_dict()
    made["training"]["epochs"] = 5
    script.write_text(codegen.program(Experiment.from_dict(made)).text, encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["script.py", "--trace"])
    runpy.run_path(str(script))
    assert list(map(float, capsys.readouterr().out.split())) == session.losses.tolist()


def test_own_units_are_finite_where_their_parts_are_out_of_range() -> None:
    small = prepare(session_of({"x": [1e-310, 3e-310], "y": [1e-310, 3e-310]}).experiment.data)
    slope, offset = in_units(
        np.array([[2.0]]), np.array([0.0]), small.feature_scale, small.target_scale
    )
    assert slope[0, 0] == pytest.approx(2) and offset[0] == pytest.approx(-2e-310, rel=1e-6)


def test_large_numbers_that_are_standardised_need_no_float64() -> None:
    data = {"columns": {"x": [1e200, 2e200, 3e200], "y": [1, 2, 3.5]}, "scaling": SCALED}
    session = Session(line(data=data, optimizer={"lr": 0.3}))
    session.epoch(60)
    assert metrics(session).train["r2"] > 0.98
    for scaling in ("none", "center"):
        with pytest.raises(EngineError, match="too large for float32"):
            line(data={**data, "scaling": {"features": scaling, "target": "none"}})


def test_metrics_are_views_of_a_frame_too() -> None:
    session = session_of({"x": LENGTH, "y": [36.6] * 11}, 1)
    view = answer(session, (MetricsRequest(),))[MetricsRequest()]
    assert isinstance(view, Metrics) and "r2" not in view.train
