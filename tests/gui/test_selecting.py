"""Selecting on the stage with mouse and keys, and everything that is done with a selection."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QPainterPath, QPolygonF
from PySide6.QtTest import QTest

from gui.kit.wishes import Pick, Refuse
from gui.stage.hand.tool import Tool
from gui.stage.plane.inside import between, inside
from tests.experiments import line
from tests.gui.test_stage import (
    LEFT,
    SHIFT,
    canvas_of,
    click,
    drag,
    hours,
    mouse,
    pixel,
    plane,
    shown,
    viewport,
)
from tests.hearing import hear

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def owner(qtbot):
    owner = shown(qtbot)
    owner.chosen = []
    hear(owner.stage, Pick, lambda rows: owner.chosen.append(rows.tolist()))
    return owner


@pytest.fixture
def stage(owner):
    owner.stage.opened(line())
    owner.stage.choose_tool(Tool.SELECT)
    return owner.stage


def press(stage, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(canvas_of(stage), key, modifiers)


def rows(owner):
    return owner.chosen[-1]


def test_a_rectangle_selects_what_is_inside(owner, stage):
    drag(stage, pixel(stage, 1.5, 3), pixel(stage, 3, 5), pixel(stage, 4.5, 9))
    assert rows(owner) == [1, 2, 3]
    drag(stage, pixel(stage, 0.8, 1.5), pixel(stage, 1.2, 3))
    assert rows(owner) == [0]
    assert owner.edits == []


def test_shift_adds_and_control_takes_away(owner, stage):
    drag(stage, pixel(stage, 1.5, 3), pixel(stage, 2.5, 5))
    drag(stage, pixel(stage, 3.5, 7), pixel(stage, 4.5, 9), modifiers=SHIFT)
    assert rows(owner) == [1, 3]
    click(stage, 5, 11, modifiers=SHIFT)
    assert rows(owner) == [1, 3, 4]
    click(stage, 1, 2, modifiers=CONTROL)
    click(stage, 4, 8, modifiers=CONTROL)
    assert rows(owner) == [0, 1, 4]


def test_a_lasso_selects_what_it_goes_around(owner, stage):
    press(stage, Qt.Key.Key_S)
    corners = [(0.8, 1.5), (2.5, 2.5), (2.5, 5), (1.5, 5), (0.8, 3)]
    drag(stage, *(pixel(stage, *corner) for corner in corners))
    assert rows(owner) == [0, 1]


def test_a_click_beside_everything_selects_nothing(owner, stage):
    drag(stage, pixel(stage, 1.5, 3), pixel(stage, 4.5, 9))
    click(stage, 1.5, 9)
    assert rows(owner) == []


def test_escape_ends_an_outline_and_then_the_selection(owner, stage):
    click(stage, 3, 6)
    mouse(stage, QEvent.Type.MouseButtonPress, pixel(stage, 1.5, 9))
    mouse(stage, QEvent.Type.MouseMove, pixel(stage, 4.5, 1), Qt.MouseButton.NoButton)
    press(stage, Qt.Key.Key_Escape)
    mouse(stage, QEvent.Type.MouseButtonRelease, pixel(stage, 4.5, 1), LEFT)
    assert rows(owner) == [2]
    press(stage, Qt.Key.Key_Escape)
    assert rows(owner) == []


def test_dragging_one_of_them_moves_all_as_one_edit(owner, stage):
    drag(stage, pixel(stage, 1.5, 3), pixel(stage, 3.5, 7))
    start = pixel(stage, 2, 4)
    drag(stage, start, start + pixel(stage, 3, 6) - pixel(stage, 2.5, 5), pixel(stage, 3, 6))
    assert [text for text, _ in owner.edits] == ["Move points"]
    x = owner.table.columns["x"]
    y = owner.table.columns["y"]
    assert x == pytest.approx([1, 3, 4, 4, 5], abs=0.05)
    assert y == pytest.approx([2, 6, 8, 8, 11], abs=0.1)


def test_a_click_on_one_of_many_selects_it_alone(owner, stage):
    stage.selecting.choose_all()
    click(stage, 3, 6)
    assert rows(owner) == [2] and owner.edits == []


def test_arrow_keys_nudge_all_of_them(owner, stage):
    drag(stage, pixel(stage, 1.5, 3), pixel(stage, 3.5, 7))
    x_size, y_size = canvas_of(stage).pixel_size()
    press(stage, Qt.Key.Key_Right)
    press(stage, Qt.Key.Key_Up, SHIFT)
    assert {text for text, _ in owner.edits} == {"Move points"}
    moved = owner.table.columns
    assert moved["x"][1:3] == pytest.approx([2 + 10 * x_size, 3 + 10 * x_size], abs=x_size / 10)
    assert moved["y"][1:3] == pytest.approx([4 + y_size, 6 + y_size], abs=y_size / 10)
    assert moved["x"][[0, 3, 4]].tolist() == [1, 4, 5]


def test_delete_and_duplicate(owner, stage):
    drag(stage, pixel(stage, 1.5, 3), pixel(stage, 3.5, 7))
    stage.selecting.duplicate()
    assert owner.table.rows == 7 and rows(owner) == [5, 6]
    assert np.all(owner.table.columns["x"][5:] > owner.table.columns["x"][1:3])
    press(stage, Qt.Key.Key_Delete)
    assert owner.table == line().data.table
    assert [text for text, _ in owner.edits] == ["Duplicate points", "Delete points"]


def test_copied_points_are_text_and_come_back_selected(owner, stage):
    stage.selecting.choose_all()
    stage.selecting.copy()
    text = QGuiApplication.clipboard().text()
    assert text.split("\n")[:2] == ["x\ty", "1\t2"]
    stage.selecting.paste()
    assert owner.table.rows == 10 and rows(owner) == [5, 6, 7, 8, 9]
    assert owner.table.columns["y"][5:].tolist() == [2, 4, 6, 8, 11]


def test_what_cannot_be_pasted_is_refused_and_changes_nothing(owner, stage):
    refused = []
    hear(stage, Refuse, refused.append)
    QGuiApplication.clipboard().setText("a\tb\tc\n1\t2\t3")
    stage.selecting.paste()
    assert len(refused) == 1 and owner.edits == []


def test_a_digit_gives_them_another_class(owner):
    stage = owner.stage
    stage.opened(plane())
    stage.choose_tool(Tool.SELECT)
    drag(stage, pixel(stage, -1.05, -1.05), pixel(stage, 1.05, 0))
    assert rows(owner) == [0, 1]
    press(stage, Qt.Key.Key_2)
    assert owner.table.columns["c"].tolist() == [1, 1, 1, 1]
    assert owner.edits[-1][0] == "Change class"


def test_a_class_chosen_in_the_legend_is_given_only_with_the_select_tool(owner):
    stage = owner.stage
    stage.opened(plane())
    stage.selecting.choose_all()
    stage._legend.chips.class_chosen.emit(1)
    assert owner.edits == []
    stage.choose_tool(Tool.SELECT)
    stage._legend.chips.class_wanted.emit()
    assert [text for text, _ in owner.edits] == ["Add class"]
    stage.show_selection(np.array([0]))
    stage._legend.chips.class_chosen.emit(1)
    assert owner.table.columns["c"].tolist() == [1, 0, 1, 1]


def test_cut_points_are_on_the_clipboard_and_gone(owner, stage):
    drag(stage, pixel(stage, 1.5, 3), pixel(stage, 3.5, 7))
    stage.selecting.cut()
    assert QGuiApplication.clipboard().text() == "x\ty\n2\t4\n3\t6\n"
    assert owner.table.columns["x"].tolist() == [1, 4, 5] and len(owner.edits) == 1


def test_in_lanes_points_move_along_their_lane(owner):
    stage = owner.stage
    stage.opened(hours())
    stage.choose_tool(Tool.SELECT)
    stage.selecting.choose_all()
    drag(stage, pixel(stage, 1, 0), pixel(stage, 1.5, 0.6))
    assert owner.table.columns["hours"] == pytest.approx([0.5, 1.5, 2.5, 3.5], abs=0.05)
    assert owner.table.columns["passed"].tolist() == ["no", "no", "yes", "yes"]


def test_a_selection_made_elsewhere_is_ringed_and_not_told_again(owner, stage):
    before = len(owner.chosen)
    stage.show_selection(np.array([1, 4]))
    x, _ = stage._board.points._halo.marks.getData()
    assert x.tolist() == [2, 5] and len(owner.chosen) == before
    stage.show_selection(np.array([99]))
    assert stage._board.rows.tolist() == [1, 4]


def test_with_the_select_tool_the_right_button_deletes_nothing(owner, stage):
    click(stage, 3, 6, button=Qt.MouseButton.RightButton)
    assert owner.edits == []
    assert viewport(stage).cursor().shape() is not None


@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=3, max_size=12),
    st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=1, max_size=30),
)
def test_inside_is_what_qt_calls_inside(corners, places):
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    path.closeSubpath()
    polygon = [QPointF(*corner) for corner in corners]
    for x, y in places:
        around = np.array([(x + dx, y + dy) for dx in (-1e-6, 1e-6) for dy in (-1e-6, 1e-6)])
        wanted = [path.contains(QPointF(*place)) for place in around]
        if len(set(wanted)) == 1:  # not on an edge
            assert inside(polygon, *around.T).tolist() == wanted


def test_between_does_not_mind_the_order_of_corners():
    x, y = np.array([1.0, 5.0, 9.0]), np.array([1.0, 5.0, 9.0])
    for corners in ([(2, 2), (6, 6)], [(6, 2), (2, 6)], [(6, 6), (2, 2)]):
        found = between([QPointF(*corner) for corner in corners], x, y)
        assert found.tolist() == [False, True, False]


@pytest.mark.usefixtures("qtbot")
def test_very_many_places_are_told_to_the_pixel():
    draw = np.random.default_rng(0)
    x, y = draw.uniform(0, 300, 60_000), draw.uniform(0, 300, 60_000)
    angles = np.linspace(0, 2 * np.pi, 100)
    corners = [QPointF(150 + 100 * np.cos(a), 150 + 100 * np.sin(a)) for a in angles]
    found, away = inside(corners, x, y), np.hypot(x - 150, y - 150)
    assert found[away < 98.5].all() and not found[away > 101.5].any()


def test_a_rectangle_is_drawn_by_keys_alone(owner, stage):
    press(stage, Qt.Key.Key_Right)  # shows the cross in the middle
    keyboard = stage._hand.keyboard
    keyboard._put_cross(QPointF(pixel(stage, 1.5, 9.5)))
    press(stage, Qt.Key.Key_Return)
    down = pixel(stage, 4.5, 5) - pixel(stage, 1.5, 9.5)
    for _ in range(round(down.x() / 60) + 1):
        press(stage, Qt.Key.Key_Right, CONTROL)
    for _ in range(round(down.y() / 60) + 1):
        press(stage, Qt.Key.Key_Down, CONTROL)
    press(stage, Qt.Key.Key_Return)
    assert {2, 3} <= set(rows(owner)) and 0 not in rows(owner)
    assert owner.edits == []
    press(stage, Qt.Key.Key_Escape)
    keyboard._put_cross(QPointF(pixel(stage, 1, 2)))
    press(stage, Qt.Key.Key_Return)
    assert rows(owner) == [0]
