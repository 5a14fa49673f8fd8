"""Which models are lines, however they are written, and which line their parameters stand for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Experiment, Session
from engine.answers.metrics import metrics
from engine.answers.outputs import answers
from engine.experiment.prepare import prepare
from engine.experiment.straight import Straight, straight
from tests.experiments import line

LINES = [
    ["1", "x"],
    ["x", "1"],
    ["x - 3"],
    ["2*x", "pi"],
    ["5 - (x + 1)/2 - (x*3 - 2)"],
    ["x**1", "-x"],
]
BENT = [["x**2"], ["1", "x*x"], ["abs(x)"], ["1/x"], ["2**x"], ["x", "sin(x)"], ["x/x"]]


def found(model: dict[str, Any]) -> Straight | None:
    made = line(model=model)
    return straight(made.data, made.model)


@pytest.mark.parametrize("inputs", [None, *LINES])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("scaling", ["none", "standardize"])
def test_its_line_is_what_the_model_answers(
    inputs: list[str] | None, bias: bool, scaling: str
) -> None:
    made = line(
        model={"inputs": inputs, "bias": bias},
        data={"scaling": {"features": scaling, "target": scaling}},
        training={"dtype": "float64"},
    )
    session, at = Session(made), np.array([[-4.0], [0.5], [7.0]])
    session.step(3)
    known = straight(made.data, made.model)
    assert known is not None
    slope, offset = known.in_units(session.parameters, prepare(made.data))
    assert answers(session, at) == pytest.approx(at @ slope.T + offset)
    units = metrics(session).in_units
    assert (units == {}) == (scaling == "none")
    if units:
        assert units["output.weight"] == pytest.approx(slope)
        assert units["output.bias"] == pytest.approx(offset)


def test_a_model_without_inputs_is_no_line_that_could_be_chosen() -> None:
    """It cannot be trained, but a file may have it."""
    document = {**line().to_dict(), "model": {"inputs": []}}
    made = Experiment.from_dict(document, unfinished=True)
    known = straight(made.data, made.model)
    assert known is not None and known.slopes.shape == (0, 1) and not known.is_any


@pytest.mark.parametrize("inputs", BENT)
def test_what_bends_is_none(inputs: list[str]) -> None:
    assert found({"inputs": inputs}) is None
    assert found({"hidden": [2]}) is None


@pytest.mark.parametrize(
    ("model", "any_line"),
    [
        ({}, True), ({"bias": False}, False), ({"inputs": ["1", "x"], "bias": False}, True),
        ({"inputs": ["1", "x"]}, True), ({"inputs": ["x", "2*x"], "bias": False}, False),
        ({"inputs": ["x - 3"], "bias": False}, False), ({"inputs": ["1"]}, False),
    ],
)  # fmt: skip
def test_whether_it_can_be_any_line(model: dict[str, Any], any_line: bool) -> None:
    known = found(model)
    assert known is not None and known.is_any == any_line


@given(
    st.sampled_from([{}, {"inputs": ["1", "x"], "bias": False}, {"inputs": ["x", "x - 3"]}]),
    st.sampled_from(["none", "standardize"]),
    st.floats(-1e3, 1e3),
    st.floats(-1e3, 1e3),
)
def test_parameters_of_a_line_are_those_of_that_line(
    model: dict[str, Any], scaling: str, slope: float, offset: float
) -> None:
    made = line(model=model, data={"scaling": {"features": scaling, "target": scaling}})
    known, prepared = straight(made.data, made.model), prepare(made.data)
    assert known is not None
    near = Session(made).parameters
    set_to = known.parameters(np.array([[slope]]), np.array([offset]), near, prepared)
    assert {name: values.shape for name, values in set_to.items()} == made.parameter_shapes()
    back = known.in_units(set_to, prepared)
    close = 1e-9 * (1 + abs(slope) + abs(offset))
    assert back[0] == pytest.approx(slope, abs=close) and back[1] == pytest.approx(
        offset, abs=close
    )
    again = known.parameters(*back, set_to, prepared)
    for name, values in again.items():  # what stands for the line already stays
        assert values == pytest.approx(set_to[name], abs=1e-6)


def test_a_plane_with_a_column_of_ones_has_own_units_too() -> None:
    data = {
        "columns": {"a": [1, 2, 4, 9], "b": [5, -3, 8, 1], "y": [1, 2, 3, 5]},
        "features": ["a", "b"],
        "scaling": {"features": "standardize", "target": "none"},
    }
    session = Session(line(data=data, model={"inputs": ["1", "a", "b"], "bias": False}))
    session.step(2)
    units = metrics(session).in_units
    at = np.array([[3.0, 7.0], [0.0, 0.0]])
    own = at @ units["output.weight"].T + units["output.bias"]
    assert answers(session, at) == pytest.approx(own, rel=1e-5)
