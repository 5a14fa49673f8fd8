"""Numbers painted as colours, round places to snap to, and the second button by the keyboard."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.stage.stage import Stage
from gui.stage.ticks import round_step
from gui.stage.tools import Tool
from gui.theme import LIGHT
from tests.experiments import line
from tests.gui.test_stage import SHIFT, Owner, canvas_of, click, drag, pixel, plane
from tests.holding import type_number


@pytest.fixture
def owner(qtbot):
    owner = Owner(Stage())
    qtbot.addWidget(owner)
    owner.stage.restyle(LIGHT)
    owner.resize(820, 680)
    owner.show()
    qtbot.waitExposed(owner)
    owner.stage.setFocus()
    return owner


def numeric(owner):
    owner.stage.opened(plane("regression"))
    return owner.stage


def test_new_points_get_the_value_at_hand(qtbot, owner):
    stage = numeric(owner)
    assert stage.extras.value.isVisible()
    type_number(qtbot, stage.extras.value.field, "0.75")
    click(stage, 0, 0)
    assert owner.table.columns["c"].tolist()[-1] == 0.75
    stage.extras.value.slider.setValue(0)
    click(stage, 0.5, 0.5)
    assert owner.table.columns["c"].tolist()[-1] == -1


def test_the_brush_paints_the_value_too(qtbot, owner):
    stage = numeric(owner)
    type_number(qtbot, stage.extras.value.field, "0.25")
    stage.choose_tool(Tool.BRUSH)
    click(stage, 0, 0)
    assert set(owner.table.columns["c"].tolist()[4:]) == {0.25}


def test_selected_points_get_it(qtbot, owner):
    stage = numeric(owner)
    stage.choose_tool(Tool.SELECT)
    stage.selecting.choose_all()
    type_number(qtbot, stage.extras.value.field, "0.5")
    assert owner.table.columns["c"].tolist() == [0.5] * 4
    assert owner.edits[-1][0] == "Change value"


def test_without_a_choice_new_points_are_of_the_mean(owner):
    stage = numeric(owner)
    click(stage, 0, 0)
    assert owner.table.columns["c"].tolist()[-1] == 0


def test_classes_and_lines_have_no_card(owner):
    stage = numeric(owner)
    stage.opened(plane())
    assert not stage.extras.value.isVisible()
    stage.opened(line())
    assert not stage.extras.value.isVisible() and stage._board.value is None


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
