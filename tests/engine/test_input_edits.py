"""Inputs made of features: what is offered, what is refused, and that a model learns from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import EngineError, Experiment, Session
from engine.answers.metrics import metrics
from engine.data.table import Table
from engine.edits.inputs import degree, offered, shown, with_degree, with_input_added, with_inputs
from engine.experiment.inputs import MOST_EVALUATED
from engine.experiment.specs import Data, Model, Scaling, parameter_shapes
from tests.experiments import flowers, line

X = np.array([100.0, 150.0, 200.0])


def circle() -> Experiment:
    """Two classes, one around the other; no hidden layer."""
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    radius = np.where(np.arange(40) % 2, 3.0, 1.0)
    columns = {
        "a": (radius * np.cos(angle)).tolist(),
        "b": (radius * np.sin(angle)).tolist(),
        "c": (np.arange(40) % 2).tolist(),
    }
    data = {"columns": columns, "features": ["a", "b"], "target": "c", "task": "classification"}
    optimizer = {"name": "adam", "lr": 0.1}
    return Experiment.from_dict({"data": data, "model": {"hidden": []}, "optimizer": optimizer})


def test_two_features_have_the_seven_of_the_playground_and_ones() -> None:
    assert offered(circle()) == ("a", "b", "a**2", "b**2", "a*b", "sin(a)", "sin(b)", "1")


def test_one_feature_has_its_powers_up_to_ten() -> None:
    found = offered(line())
    assert found[:3] == ("x", "x**2", "x**3") and "x**10" in found and "sin(x)" in found


def test_names_that_are_no_identifiers_stand_in_backquotes() -> None:
    columns = {"my length": [1, 2], "y": [1, 2]}
    data = {"columns": columns, "features": ["my length"], "target": "y"}
    experiment = Experiment.from_dict({"data": data})
    assert offered(experiment)[:2] == ("`my length`", "`my length`**2")
    squared = with_inputs(experiment, ("`my length`", "`my length`**2"))
    assert parameter_shapes(squared.data, squared.model)["output.weight"] == (1, 2)
    assert with_inputs(squared, ("`my length`",)).model.inputs is None


def test_squares_separate_a_circle_without_a_hidden_layer() -> None:
    plain = Session(circle())
    plain.step(300)
    assert metrics(plain).train["accuracy"] < 0.8
    session = Session(with_inputs(circle(), ("a", "b", "a**2", "b**2")))
    session.step(300)
    assert metrics(session).train["accuracy"] == 1.0


def test_a_cubic_is_fitted_as_least_squares_fit_it() -> None:
    x = np.linspace(-1, 1, 15)
    y = x**3 - x + 0.3 * np.sin(7 * x)
    data = {"columns": {"x": x.tolist(), "y": y.tolist()}, "features": ["x"], "target": "y"}
    experiment = Experiment.from_dict(
        {"data": data, "optimizer": {"lr": 0.5}, "training": {"dtype": "float64"}}
    )
    session = Session(with_inputs(experiment, ("x", "x**2", "x**3")))
    session.step(6000)
    weights = session.parameters["output.weight"].ravel()
    found = [*weights[::-1], session.parameters["output.bias"].item()]
    assert found == pytest.approx(np.polyfit(x, y, 3), abs=1e-6)


def test_the_features_alone_are_what_nothing_is_written_for() -> None:
    assert with_inputs(flowers(), ("length", "width")) == flowers()
    assert with_inputs(flowers(), ("width", "length")).model.inputs == ("width", "length")


@given(st.lists(st.sampled_from(offered(circle())), unique=True, min_size=1))
def test_any_choice_can_be_trained_and_is_shown_in_its_order(inputs: list[str]) -> None:
    experiment = with_inputs(circle(), tuple(inputs))
    experiment.check()
    assert shown(experiment) == tuple(inputs)
    assert experiment.parameter_shapes()["output.weight"] == (1, len(inputs))
    assert set(inputs) <= set(offered(experiment))


def test_a_formula_of_ones_own_is_added_and_offered_from_then_on() -> None:
    experiment = with_input_added(circle(), " a * b  + 1 ")
    assert shown(experiment) == ("a", "b", "a * b + 1")
    assert offered(experiment)[-1] == "a * b + 1"
    assert with_input_added(experiment, "a * b + 1") == experiment


@pytest.mark.parametrize("text", ["", "a +", "z", "__import__('os')", "log(-1)", "a**b", "c"])
def test_what_is_no_safe_formula_of_the_features_is_refused(text: str) -> None:
    with pytest.raises(EngineError) as refused:
        with_input_added(circle(), text)
    assert refused.value.where == "model.inputs"


def test_starting_values_that_fit_no_more_are_dropped() -> None:
    start = {"scheme": "zeros", "values": {"output.weight": [[1.0]], "output.bias": [2.0]}}
    experiment = Experiment.from_dict({**line().to_dict(), "model": {"init": start}})
    changed = with_inputs(experiment, ("x", "x**2"))
    assert set(changed.model.init.values) == {"output.bias"}
    replace(changed).check()  # takes it


@given(st.permutations(("x", "1", "x**3", "sin(x)")), st.integers(1, 10))
def test_a_degree_is_all_powers_up_to_it_beside_the_rest_in_its_order(
    inputs: list[str], highest: int
) -> None:
    experiment = with_degree(with_inputs(line(), tuple(inputs)), highest)
    powers = ["x", *(f"x**{power}" for power in range(2, highest + 1))]
    found = list(shown(experiment))
    place = found.index("x")
    assert found[place : place + highest] == powers
    rest = [text for text in found if text not in powers]
    assert rest == [text for text in inputs if text in ("1", "sin(x)")]
    assert degree(experiment) == highest


def test_the_first_degree_is_the_feature_alone() -> None:
    assert with_degree(with_degree(line(), 7), 1) == line()
    assert degree(line()) == 1 and degree(with_inputs(line(), ("sin(x)",))) == 0


def many(row: int, value: float) -> Experiment:
    """So many rows of 1 that a window looks at some only, with one other value."""
    x = np.ones(MOST_EVALUATED + 1)
    x[row] = value
    table = Table({"x": x, "y": np.zeros_like(x)})
    return Experiment(Data(table, ("x",), "y"))


@pytest.mark.parametrize(("text", "value"), [("log(x)", -1.0), ("1/x", 0.0), ("1/(x-2)", 2.0)])
@pytest.mark.parametrize("row", [0, 7, 7777, MOST_EVALUATED])
def test_where_a_formula_ends_is_found_among_very_many_rows(
    text: str, value: float, row: int
) -> None:
    with pytest.raises(EngineError) as refused:
        with_input_added(many(row, value), text)
    assert refused.value.values == {"row": row + 1}


def test_training_looks_at_every_row() -> None:
    experiment = many(7777, 2.0)
    x = experiment.data.table.columns["x"].copy()
    x[:2] = 1.0, 3.0  # so that the pole is at neither end of the column
    table = experiment.data.table.replace(x=x)
    hidden = Experiment(Data(table, ("x",), "y"), model=Model(inputs=("1/(x-2)",)))
    hidden.check()
    with pytest.raises(EngineError, match="row 7778"):
        Session(hidden)


def test_inputs_of_scaled_features_must_be_numbers_too() -> None:
    raw = replace(line(), data=Data(Table({"x": X, "y": 2 * X}), ("x",), "y"))
    assert with_input_added(raw, "log(x)").model.inputs == ("x", "log(x)")
    scaled = replace(raw, data=replace(raw.data, scaling=Scaling(features="standardize")))
    with pytest.raises(EngineError, match="not a finite number in row 1") as caught:
        with_input_added(scaled, "log(x)")
    assert "scaled features" in str(caught.value)
    assert with_input_added(scaled, "log(x+3)").model.inputs == ("x", "log(x+3)")
