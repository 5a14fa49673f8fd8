"""Shapes against torch itself, and the trap of (n,) minus (n, 1)."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine import Experiment
from engine.data.shapes import OPERATIONS, Operation, broadcast, compute, shape_of, six_ways
from gui.model.examples import FOLDER

TORCH: dict[Operation, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]] = {
    "-": torch.sub, "+": torch.add, "*": torch.mul, "@": torch.matmul,
}  # fmt: skip
shapes = st.lists(st.integers(1, 4), max_size=4).map(tuple)


@given(shapes, st.sampled_from(OPERATIONS), shapes)
def test_results_have_the_shape_that_torch_gives(
    left: tuple[int, ...], operation: Operation, right: tuple[int, ...]
) -> None:
    one, other = torch.zeros(left), torch.zeros(right)
    found = shape_of(left, operation, right)
    if operation == "@" and max(len(left), len(right)) > 2:
        assert found is None  # batches of matrices are no part of the lessons
        return
    try:
        expected = TORCH[operation](one, other)
    except RuntimeError:
        assert found is None
        assert compute(one.double().numpy(), operation, other.double().numpy()) is None
        return
    assert found == tuple(expected.shape)
    result = compute(one.double().numpy(), operation, other.double().numpy())
    assert result is not None
    assert result.shape == found


def test_what_is_stretched() -> None:
    last, first = reversed(broadcast((100,), (100, 1)))
    assert (first.left, first.right, first.result) == (None, 100, 100)
    assert (first.stretches_left, first.stretches_right) == (True, False)
    assert (last.left, last.right, last.result) == (100, 1, 100)
    assert (last.stretches_left, last.stretches_right) == (False, True)


def test_what_does_not_fit() -> None:
    (only,) = broadcast((3,), (4,))
    assert only.result is None
    assert not only.stretches_left
    assert not only.stretches_right


@given(
    arrays(np.float64, 7, elements=st.floats(-10, 10)),
    arrays(np.float64, 7, elements=st.floats(-10, 10)),
)
def test_six_ways_against_torch(target: np.ndarray, prediction: np.ndarray) -> None:
    scope = {
        "y": torch.from_numpy(target),
        "y_hat": torch.from_numpy(prediction).reshape(-1, 1),
        "nn": torch.nn,
    }
    ways = six_ways(target, prediction)
    assert [way.is_right for way in ways] == [False, True, True] * 2
    for way in ways:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch warns of the trap, too
            assert way.loss == pytest.approx(float(eval(way.code, scope)), abs=1e-9)
        subtracted = way.code[1 : way.code.index("**")] if "**" in way.code else "y_hat - y"
        if "flatten" in way.code:
            subtracted = "y_hat.flatten() - y"
        elif "reshape" in way.code:
            subtracted = "y_hat - y.reshape(-1, 1)"
        assert way.shape == tuple(eval(subtracted, scope).shape)


def test_a_single_row_is_right_either_way() -> None:
    ways = six_ways(np.array([3.0]), np.array([1.0]))
    assert {(way.loss, way.is_right) for way in ways} == {(4.0, True)}


def test_the_lesson_s_two_numbers() -> None:
    experiment = Experiment.load(FOLDER / "e3-shapes.json")
    x, y = (experiment.data.table.columns[name] for name in ("x", "y"))
    wrong, flat, column, *modules = six_ways(y, -5 + 10 * x)
    assert round(wrong.loss, 4) == 187.0950
    assert round(flat.loss, 4) == round(column.loss, 4) == 109.8145
    assert [way.loss for way in modules] == [wrong.loss, flat.loss, column.loss]
