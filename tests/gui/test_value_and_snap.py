"""Numbers painted as colours, round places to snap to, and the second button by the keyboard."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.stage.hand.tool import Tool
from gui.stage.plane.snapping import grid, moved, stride
from gui.stage.plane.ticks import round_step
from tests.experiments import line
from tests.gui.test_stage import SHIFT, canvas_of, click, drag, pixel, plane, shown
from tests.holding import type_number


@pytest.fixture
def owner(qtbot):
    return shown(qtbot)


def numeric(owner):
    owner.stage.opened(plane("regression"))
    return owner.stage


def test_new_points_get_the_value_at_hand(qtbot, owner):
    stage = numeric(owner)
    assert stage.extras.cards.value.isVisible()
    type_number(qtbot, stage.extras.cards.value.field, "0.75")
    click(stage, 0, 0)
    assert owner.table.columns["c"].tolist()[-1] == 0.75
    stage.extras.cards.value.slider.setValue(0)
    click(stage, 0.5, 0.5)
    assert owner.table.columns["c"].tolist()[-1] == -1


def test_the_brush_paints_the_value_too(qtbot, owner):
    stage = numeric(owner)
    type_number(qtbot, stage.extras.cards.value.field, "0.25")
    stage.choose_tool(Tool.BRUSH)
    click(stage, 0, 0)
    assert set(owner.table.columns["c"].tolist()[4:]) == {0.25}


def test_selected_points_get_it(qtbot, owner):
    stage = numeric(owner)
    stage.choose_tool(Tool.SELECT)
    stage.selecting.choose_all()
    type_number(qtbot, stage.extras.cards.value.field, "0.5")
    assert owner.table.columns["c"].tolist() == [0.5] * 4
    assert owner.edits[-1][0] == "Change value"


def test_without_a_choice_new_points_are_of_the_mean(owner):
    stage = numeric(owner)
    click(stage, 0, 0)
    assert owner.table.columns["c"].tolist()[-1] == 0


def test_classes_and_lines_have_no_card(owner):
    stage = numeric(owner)
    stage.opened(plane())
    assert not stage.extras.cards.value.isVisible()
    stage.opened(line())
    assert not stage.extras.cards.value.isVisible() and stage._board.value is None


def test_put_and_moved_points_snap_to_round_places(owner):
    stage = owner.stage
    stage.opened(line())
    stage.snap(True)
    x_size, y_size = canvas_of(stage).pixel_size()
    steps = round_step(12 * x_size), round_step(12 * y_size)
    click(stage, 2.613, 7.377)
    drag(stage, pixel(stage, 3, 6), pixel(stage, 3.487, 5.1), pixel(stage, 3.587, 4.221))
    for row in (2, 5):
        for name, step in zip(("x", "y"), steps, strict=True):
            shares = owner.table.columns[name][row] / step
            assert shares == pytest.approx(round(shares), abs=1e-6)
    assert owner.table.columns["x"][5] == pytest.approx(2.613, abs=steps[0])
    stage.snap(False)
    click(stage, 1.234, 9.0)
    assert owner.table.columns["x"][6] == pytest.approx(1.234, abs=x_size)


def test_shift_enter_is_the_second_button(owner):
    stage = owner.stage
    stage.opened(plane())
    stage.choose_tool(Tool.BRUSH)
    QTest.keyClick(canvas_of(stage), Qt.Key.Key_Right)  # shows the cross
    QTest.keyClick(canvas_of(stage), Qt.Key.Key_Return)
    first = owner.table.columns["c"][4:]
    QTest.keyClick(canvas_of(stage), Qt.Key.Key_Return, SHIFT)
    second = owner.table.columns["c"][4 + len(first) :]
    assert set(first.tolist()) == {0} and set(second.tolist()) == {1}
    assert np.isfinite(owner.table.columns["a"]).all()


def test_a_held_slider_is_one_edit(owner):
    stage = numeric(owner)
    stage.choose_tool(Tool.SELECT)
    stage.selecting.choose_all()
    slider = stage.extras.cards.value.slider
    slider.setSliderDown(True)
    for place in (20, 60, 150):
        slider.setValue(place)
    assert owner.edits == []
    slider.setSliderDown(False)
    assert [text for text, _ in owner.edits] == ["Change value"]
    assert owner.table.columns["c"].tolist() == [0.5] * 4


def test_of_many_the_one_that_is_dragged_snaps(owner):
    stage = owner.stage
    stage.opened(line())
    stage.choose_tool(Tool.SELECT)
    stage.selecting.choose_all()
    stage.snap(True)
    drag(stage, pixel(stage, 3, 6), pixel(stage, 3.2, 6.4), pixel(stage, 3.487, 6.9))
    x, y = owner.table.columns["x"], owner.table.columns["y"]
    x_size, y_size = canvas_of(stage).pixel_size()
    for value, size, wanted in ((x[2], x_size, 3.487), (y[2], y_size, 6.9)):
        shares = value / grid(size)
        assert shares == pytest.approx(round(shares), abs=1e-6)
        assert value == pytest.approx(wanted, abs=grid(size))
    assert np.diff(x) == pytest.approx([1, 1, 1, 1], abs=x_size / 5)


@pytest.mark.parametrize("rows", [[2], [1, 2]])
@pytest.mark.parametrize("modifiers", [Qt.KeyboardModifier.NoModifier, SHIFT])
def test_a_nudge_is_a_step_of_the_grid(owner, rows, modifiers):
    stage = owner.stage
    stage.opened(line())
    stage.choose_tool(Tool.SELECT)
    stage.show_selection(np.array(rows))
    stage.snap(True)
    before, (x_size, _) = owner.table.columns["x"], canvas_of(stage).pixel_size()
    QTest.keyClick(canvas_of(stage), Qt.Key.Key_Right, modifiers)
    after, step = owner.table.columns["x"], grid(x_size)
    assert 0.5 * step <= after[rows[0]] - before[rows[0]] <= 1.5 * step
    assert after[rows[0]] / step == pytest.approx(round(after[rows[0]] / step), abs=1e-6)


@given(st.floats(-1e3, 1e3), st.floats(1e-3, 10))
def test_a_stride_is_whole_steps_and_never_none(way, pixel):
    steps = stride(way, pixel) * pixel / grid(pixel)
    assert steps == pytest.approx(round(steps), abs=1e-6)
    assert (way == 0) == (steps == 0) and steps * way >= 0
    assert abs(steps * grid(pixel) / pixel - way) <= grid(pixel) / pixel * 1.0001


def test_what_has_not_moved_along_an_axis_keeps_every_bit():
    values = np.array([0.1 + 0.2, 1 / 3])
    assert moved(values, 0.0, 0.01) is values


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1), st.integers(-(10**6), 10**6))
def test_moved_there_and_back_is_the_same_to_the_last_bit(places, way):
    values = np.array(places) / 1000
    there = moved(values, way / 1000, 0.01)
    assert there == pytest.approx(values + way / 1000)
    assert moved(there, -way / 1000, 0.01).tolist() == values.tolist()
