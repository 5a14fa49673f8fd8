"""How figures and losses are written, and what the loss is called."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.kit.loss_names import loss_name
from gui.kit.numbers import full, loss, number, single
from tests.experiments import flowers, line


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (13.352, "13.3520"), (0.0012, "0.0012"), (999.9999, "999.9999"), (999.99996, "1000"),
        (1234.5, "1234"), (0.00012347, "0.0001235"), (0.0, "0"), (math.inf, "∞"), (None, "—"),
        (-2.5, "−2.5000"), (math.nan, "NaN"),
    ],
)  # fmt: skip
def test_a_loss_is_written_as_textbooks_do(value, text):
    assert loss(value) == text


@given(st.floats(-1e300, 1e300))
def test_a_loss_is_never_cut_to_nothing(value):
    text = loss(value).replace("−", "-")
    assert float(text) == pytest.approx(value, rel=5e-2, abs=5e-5) and (value == 0) == (text == "0")
    if not 1e-3 <= abs(value) < 1000:
        assert loss(value) == number(value)


def test_a_loss_has_its_reduction_and_its_penalty_in_its_name():
    assert loss_name(line()) == "mean squared error"
    assert loss_name(line(loss={"reduction": "sum"})) == "sum of squared errors"
    asked = line(loss={"name": "l1"}, regularization={"l1": 0.1, "l2": 0.2})
    assert loss_name(asked) == "mean absolute error + L1 + L2"
    words = flowers(loss={"reduction": "sum"}, regularization={"l2": 0.2})
    assert loss_name(words) == "sum of cross-entropies + L2"


def test_a_number_of_single_precision_has_its_shortest_text():
    assert full(single(float(np.float32(0.7)))) == "0.7"
    assert full(single(0.1 + 0.2)) == "0.30000000000000004", "of double precision"
    assert full(single(1e300)) == "1e+300" and full(single(math.nan)) == "NaN"
