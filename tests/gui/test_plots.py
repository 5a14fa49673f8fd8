"""The gate in front of every plot, the axes' figures, and the way numbers are written."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from engine.catalog import ACTIVATIONS, LOSSES
from gui.kit.calm import calm_plot, finite, logarithm, nice_ceiling, style
from gui.kit.formulas import plain
from gui.kit.numbers import count, full, number, short
from gui.kit.parameter_names import cell_names
from gui.kit.theme import DARK, LIGHT

ANY_FLOAT = st.floats(allow_nan=True, allow_infinity=True)


@given(st.lists(ANY_FLOAT))
def test_finite_lets_only_numbers_within_bounds_through(values):
    given_values = np.array(values, dtype=np.float64)
    kept = given_values.copy()
    clean = finite(given_values)
    assert clean.shape == given_values.shape
    assert np.array_equal(np.isnan(clean), ~np.isfinite(given_values))
    assert np.all(np.abs(clean[~np.isnan(clean)]) <= 1e100)
    inside = np.isfinite(given_values) & (np.abs(given_values) <= 1e100)
    assert np.array_equal(clean[inside], given_values[inside])
    assert np.array_equal(given_values, kept, equal_nan=True)


def test_logarithm_has_a_floor_and_no_warnings():
    assert logarithm([100, 0, -5]).tolist() == [2, -16, -16]
    assert np.isnan(logarithm([math.nan, math.inf])).all()


@given(st.floats(min_value=1e-300, max_value=1e300))
def test_nice_ceiling_is_close_above_and_stays_where_it_is(value):
    top = nice_ceiling(value)
    assert value * (1 - 1e-8) <= top <= value * 1.35
    assert nice_ceiling(top) == pytest.approx(top)


def test_nice_ceiling_of_nothing_is_nought():
    assert [nice_ceiling(v) for v in (0.0, -3.0, math.nan)] == [0, 0, 0]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (13.352, "13.35"),
        (-19.04, "−19.04"),
        (1, "1.000"),
        (999.96, "1000"),
        (0.001, "0.001000"),
        (99999.6, "100000"),
        (1234567, "1.235e6"),
        (-0.00001234, "−1.234e−5"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "NaN"),
        (None, "—"),
    ],
)
def test_number_has_four_significant_digits_and_a_true_minus(value, text):
    assert number(value) == text


@given(st.floats(min_value=-1e300, max_value=1e300))
def test_number_is_right_to_four_digits_and_full_to_all(value):
    as_float = float(number(value).replace("−", "-"))
    assert as_float == pytest.approx(value, rel=5.1e-4, abs=1e-320)
    assert float(full(value).replace("−", "-")) == value
    assert float(short(value).replace("−", "-")) == as_float


def test_full_keeps_the_precision_that_a_number_came_in():
    assert full(np.float32(0.1)) == "0.1"
    assert full(200.0) == "200"
    assert count(1000000) == "1\u202f000\u202f000"


@pytest.mark.parametrize("entry", [*ACTIVATIONS.values(), *LOSSES.values()], ids=lambda e: e.name)
def test_every_formula_of_the_catalog_is_plain_text(entry):
    text = plain(entry.formula)
    assert text
    assert not set(text) & set("\\{}$")
    assert text.count("(") == text.count(")")


def test_formulas_are_written_as_one_would_by_hand():
    assert plain(ACTIVATIONS["sigmoid"].formula) == "1 / (1 + exp(−z))"
    assert plain(ACTIVATIONS["trelu"].formula) == "z if z > θ, else 0"
    assert plain(LOSSES["mse"].formula) == "(ŷ − y)²"


def test_cells_are_named_by_the_indices_that_tell_them_apart():
    assert cell_names("output.weight", (1, 1)) == ["W"]
    assert cell_names("output.bias", (1,)) == ["b"]
    assert cell_names("output.weight", (1, 2)) == ["W₁", "W₂"]
    assert cell_names("output.weight", (2, 2)) == ["W₁₁", "W₁₂", "W₂₁", "W₂₂"]
    assert cell_names("output.bias", (12,))[11] == "b₁₂"
    assert cell_names("hidden1.weight", (11, 2))[21] == "W₁₁,₂"


@pytest.fixture
def plot(qtbot):
    plot = calm_plot("A plot", whole_x=True)
    qtbot.addWidget(plot)
    plot.resize(340, 200)
    plot.set_ranges((0, 100), (-1, 1))
    style(plot, LIGHT)
    plot.show()
    return plot


def test_a_calm_plot_has_no_menu_and_does_not_range_by_itself(plot):
    assert plot.accessibleName() == "A plot"
    assert plot.getPlotItem().getViewBox().menu is None
    plot.getPlotItem().plot([0, 1000], [0, 1000])
    assert plot.view.viewRange() == [[0, 100], [-1, 1]]


def test_axes_write_true_minus_signs_and_whole_steps(plot):
    left, bottom = plot.getAxis("left"), plot.getAxis("bottom")
    assert left.tickStrings([-0.5, 0.0, 0.5], 1, 0.5) == ["−0.5", "0", "0.5"]
    assert bottom.tickStrings([0, 200000], 1, 200000) == ["0", "200\u202f000"]
    assert bottom.tickSpacing(0, 1, 300)[0][0] == 1
    left.log = True
    assert left.tickStrings([-2, 0, 3], 1, 1) == ["0.01", "1", "1000"]


def test_colours_come_from_the_theme(plot):
    style(plot, DARK)
    assert plot.backgroundBrush().color().name() == DARK.panel
    assert plot.getAxis("left").textPen().color().name() == DARK.muted


def test_the_pointer_and_the_arrow_keys_are_reported(plot, qtbot):
    middle = plot.mapFromScene(plot.view.mapViewToScene(QPointF(50, 0)))
    with qtbot.waitSignal(plot.hovered) as hovered:
        QTest.mouseMove(plot.viewport(), middle)
    assert hovered.args == pytest.approx([50, 0], abs=1)
    with qtbot.waitSignal(plot.walked) as walked:
        QTest.keyClick(plot, Qt.Key.Key_Left)
    assert walked.args == [-1]
    with qtbot.waitSignal(plot.left):
        QTest.keyClick(plot, Qt.Key.Key_Escape)
