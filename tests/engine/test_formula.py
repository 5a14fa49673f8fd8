"""Formulas: only what is allowed runs, and their source computes what they do."""

from __future__ import annotations

import ast
import math
import warnings

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import EngineError
from engine.data import formula

COLUMNS = {
    "x": np.array([0.5, -2.0, 3.0, 0.0]),
    "sin": np.array([1.5, 2.0, -0.25, 4.0]),
    "키": np.array([-1.0, 1.0, 2.0, 0.125]),
}
NUMBERS = ["1", "2", "0.5", "3e2", "pi", "e", "10", "1e400"]


def expressions() -> st.SearchStrategy[str]:
    """Formulas of all shapes; some cannot be computed."""
    leaves = st.sampled_from([*COLUMNS, *NUMBERS])
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "**"]), inner).map(
                lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
            ),
            st.tuples(st.sampled_from(["-", "+"]), inner).map(
                lambda parts: f"{parts[0]}({parts[1]})"
            ),
            st.tuples(st.sampled_from(formula.FUNCTIONS), inner).map(
                lambda parts: f"{parts[0]}({parts[1]})"
            ),
        ),
        max_leaves=6,
    )


@settings(deadline=None, max_examples=400)
@given(expressions())
def test_source_computes_the_same_bits(text: str) -> None:
    columns = {name: torch.tensor(column) for name, column in COLUMNS.items()}
    try:
        expected = formula.evaluate(text, columns, torch)
    except EngineError:
        return
    source = formula.source(text, {"x": "a", "sin": "b", "키": "c"})
    scope = {"torch": torch, **dict(zip("abc", columns.values(), strict=True))}
    found = eval(source, scope)
    assert type(found) is type(expected)
    left, right = (torch.as_tensor(value, dtype=torch.float64) for value in (found, expected))
    assert torch.equal(left.view(torch.int64), right.view(torch.int64)) or (
        torch.equal(left.isnan(), right.isnan())
        and torch.equal(left.nan_to_num(), right.nan_to_num())
    )


@settings(deadline=None, max_examples=300)
@given(expressions())
def test_evaluation_warns_of_nothing_and_stays_real(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            value = formula.evaluate(text, COLUMNS)
        except EngineError as error:
            assert "cannot be computed" in str(error) or "has more than" in str(error)
        else:
            assert np.asarray(value).dtype == np.float64
            assert np.shape(value) in ((), (4,))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("x**2", "a ** 2.0"),
        ("(-2)**x", "(-2.0) ** a"),
        ("-2**x", "-2.0 ** a"),
        ("sin(x)*sin", "torch.sin(a) * b"),
        ("sin(2)*x", f"{math.sin(2)!r} * a"),
        ("x - (x - 1)", "a - (a - 1.0)"),
        ("2/3", repr(2 / 3)),
        ("log(-1) + x", "torch.nan + a"),
        ("x - 1e400", "a - torch.inf"),
    ],
)
def test_source(text: str, source: str) -> None:
    found = formula.source(text, {"x": "a", "sin": "b"})
    assert ast.dump(ast.parse(found)) == ast.dump(ast.parse(source))


def test_names_are_the_columns_used() -> None:
    assert formula.names("sin(x) + pi", COLUMNS) == {"x"}
    assert formula.names("sin + 1", COLUMNS) == {"sin"}
    assert formula.names("1", COLUMNS) == set()


@pytest.mark.parametrize(
    "text",
    [
        "", "x +", "x = 1", "x; x", "x if x else x", "[x]", "x[0]", "x.real", "'x'", "x < 1",
        "x @ x", "x // 2", "x % 2", "lambda: x", "f(x)", "sin(x, x)", "sin()", "sin(x=x)",
        "sin(*x)", "eval(x)", "__import__('os')", "x and x", "True", "1j", "y", "x\ny", "\0",
        "x" * 501, "+".join("x" * 120), "9**9**9", "1/0", "(-1)**0.5", "abs((-8)**(1/3))",
    ],
)  # fmt: skip
def test_refusals(text: str) -> None:
    with pytest.raises(EngineError) as caught:
        formula.evaluate(text, COLUMNS, where="model.inputs[0]")
    assert caught.value.where == "model.inputs[0]"
