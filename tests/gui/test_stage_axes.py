"""Typed limits, typed coordinates, and the keys that zoom and shift the view."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from engine.data.table import Table, labels, numbers
from engine.experiment import Experiment
from engine.experiment.specs import Data
from gui.kit.axes import fitted
from gui.kit.calm import calm_plot
from gui.kit.small_dialog import Standard
from gui.kit.theme import LIGHT
from gui.kit.wishes import Edit
from gui.stage.overlay.coordinates import PointDialog
from gui.stage.overlay.limits import LimitsDialog
from gui.stage.plane.canvas import RIGHT_MARGIN, Area, Canvas
from gui.stage.stage import Stage
from tests.experiments import flowers, line
from tests.hearing import hear

Key, Modifier = Qt.Key, Qt.KeyboardModifier


class Owner(QWidget):
    def __init__(self):
        super().__init__()
        self.stage = Stage()
        self.edits = []
        QVBoxLayout(self).addWidget(self.stage)
        hear(self.stage, Edit, self.on_edited)

    def on_edited(self, text, experiment):
        self.edits.append(text)
        self.stage.show_experiment(experiment)

    @property
    def table(self):
        return self.stage.experiment.data.table


@pytest.fixture
def owner(qtbot):
    owner = Owner()
    qtbot.addWidget(owner)
    owner.stage.restyle(LIGHT)
    owner.resize(820, 680)
    owner.show()
    qtbot.waitExposed(owner)
    owner.stage.opened(line())
    return owner


def canvas_of(owner):
    return owner.stage.findChild(Canvas)


def limits(owner):
    owner.stage.asking.limits()
    return next(one for one in owner.stage.findChildren(LimitsDialog) if one.isVisible())


def point(owner):
    owner.stage.asking.point()
    return next(one for one in owner.stage.findChildren(PointDialog) if one.isVisible())


def type_in(field, text):
    field.setText(text)
    field.textEdited.emit(text)


def hours():
    columns = {"hours": [0, 1, 2, 3], "passed": ["no", "no", "yes", "yes"]}
    part = {"columns": columns, "features": ["hours"], "target": "passed"}
    return Experiment.from_dict({"data": {**part, "task": "classification"}})


# ---- limits --------------------------------------------------------------------------------------


def test_typed_limits_are_shown_at_once(owner):
    dialog = limits(owner)
    assert [name for name, *_ in dialog.fields] == ["x", "y"]
    for (_, low, high), (first, last) in zip(
        dialog.fields, (("−2.5", "7"), ("-1e3", "1000.25")), strict=True
    ):
        type_in(high, last)
        type_in(low, first)
    assert canvas_of(owner).area == pytest.approx(Area(-2.5, 7, -1000, 1000.25))
    assert dialog.wrong.text() == ""


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("3", "3", "end above"), ("4", "3", "end above"), ("word", "3", "a number"),
        ("", "3", "a number"), ("nan", "3", "number"),
        ("-inf", "3", "number"), ("1e300", "1e301", "between"),
        ("1", "1.0000000000001", "narrow"),
    ],
)  # fmt: skip
def test_limits_that_cannot_be_say_so_and_move_nothing(owner, first, last, says):
    dialog = limits(owner)
    type_in(dialog.fields[0][1], "0")
    type_in(dialog.fields[0][2], "9")
    before = canvas_of(owner).area
    _, low, high = dialog.fields[0]
    low.setText(first)
    high.setText(last)
    high.textEdited.emit(last)
    assert canvas_of(owner).area == before
    assert dialog.wrong.text().startswith("x: ")
    assert says in dialog.wrong.text()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.floats(-1e14, 1e14), st.floats(-1e14, 1e14))
def test_any_range_can_be_typed(owner, one, other):
    low, high = sorted((one, other))
    dialog = limits(owner)
    _, first, last = dialog.fields[0]
    first.setText(repr(low))
    last.setText(repr(high))
    last.textEdited.emit(repr(high))
    if not dialog.wrong.text():
        area = canvas_of(owner).area
        assert math.isclose(area.left, low, rel_tol=1e-6, abs_tol=(high - low) * 1e-6)
        assert math.isclose(area.right, high, rel_tol=1e-6, abs_tol=(high - low) * 1e-6)


def test_the_dialog_follows_the_view_and_fits(owner):
    fitted = canvas_of(owner).area
    dialog = limits(owner)
    canvas_of(owner).show_area(Area(-50, 50, -20, 20))
    assert [field.text() for _, *pair in dialog.fields for field in pair] == [
        "−50",
        "50",
        "−20",
        "20",
    ]
    fit = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Fit")
    QTest.mouseClick(fit, Qt.MouseButton.LeftButton)
    assert canvas_of(owner).area == pytest.approx(fitted)


def test_where_heights_are_classes_only_x_has_limits(owner):
    owner.stage.opened(hours())
    assert [name for name, *_ in limits(owner).fields] == ["hours"]


def test_other_columns_close_the_dialog(owner):
    dialog = limits(owner)
    owner.stage.opened(flowers())
    assert not dialog.isVisible()


def test_a_double_click_on_an_axis_opens_it_and_one_on_the_plane_does_not(owner):
    viewport = canvas_of(owner).plot.viewport()
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(300, viewport.height() - 20))
    assert owner.stage.findChild(LimitsDialog).isVisible()
    owner.stage.findChild(LimitsDialog).close()
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    assert not any(one.isVisible() for one in owner.stage.findChildren(LimitsDialog))


def test_the_keyboard_goes_from_field_to_field(owner):
    dialog = limits(owner)
    dialog.activateWindow()
    (_, left, right), (_, bottom, top) = dialog.fields
    assert dialog.focusWidget() is left
    seen = [left]
    while len(seen) < 4:
        dialog.focusNextChild()
        seen.append(dialog.focusWidget())
    assert seen == [left, right, bottom, top]


# ---- coordinates ---------------------------------------------------------------------------------


def select(owner, row):
    for _ in range(row + 1):
        QTest.keyClick(canvas_of(owner), Key.Key_N)


def test_the_selected_point_s_values_are_typed_exactly(owner):
    select(owner, 2)
    dialog = point(owner)
    assert [field.text() for field in dialog.fields.values()] == ["3", "6"]
    type_in(dialog.fields["x"], "0.1")
    type_in(dialog.fields["y"], "−123456789.125")
    dialog.buttons.button(Standard.Ok).click()
    assert owner.table.row(2) == {"x": 0.1, "y": -123456789.125}
    assert owner.edits == ["Edit point"]


def test_without_a_selection_a_point_is_added(owner):
    dialog = point(owner)
    type_in(dialog.fields["x"], "2.25")
    dialog.buttons.button(Standard.Ok).click()
    assert owner.table.rows == 6
    assert owner.table.row(5)["x"] == 2.25
    assert owner.edits == ["Add point"]


@pytest.mark.parametrize("text", ["", "x", "nan", "1e20", "1 5"])
def test_a_value_that_is_none_says_which_and_changes_nothing(owner, text):
    dialog = point(owner)
    type_in(dialog.fields["y"], text)
    dialog.buttons.button(Standard.Ok).click()
    assert dialog.isVisible()
    assert dialog.wrong.text().startswith("y: must be")
    assert owner.edits == []
    assert owner.table.rows == 5


def test_every_feature_and_the_class_can_be_typed(owner):
    owner.stage.opened(flowers())
    select(owner, 0)
    dialog = point(owner)
    assert list(dialog.fields) == ["length", "width", "kind"]
    dialog.fields["kind"].setCurrentText("c")
    dialog.buttons.button(Standard.Ok).click()
    assert owner.table.row(0) == {"length": 1.5, "width": 3, "height": 1, "kind": "c"}


@pytest.mark.parametrize("task", ["regression", "classification"])
@pytest.mark.parametrize("features", [("a",), ("a", "b")])
def test_the_first_point_of_an_empty_plane_can_be_typed(owner, task, features):
    target = labels([]) if task == "classification" else numbers([])
    columns = {**{name: numbers([]) for name in features}, "c": target}
    owner.stage.opened(Experiment(Data(Table(columns), features, "c", task)))
    dialog = point(owner)
    type_in(dialog.fields["a"], "-7.5")
    dialog.buttons.button(Standard.Ok).click()
    assert owner.table.row(0)["a"] == -7.5
    height = 5 if len(features) == 1 else 0  # the middle of the plane, or no mean yet
    assert owner.table.row(0)["c"] == (0 if task == "classification" else height)


# ---- keys ----------------------------------------------------------------------------------------


def test_plus_and_minus_zoom_around_the_middle(owner):
    before = canvas_of(owner).area
    QTest.keyClick(canvas_of(owner), Key.Key_Plus)
    nearer = canvas_of(owner).area
    assert nearer.right - nearer.left == pytest.approx((before.right - before.left) / 1.2)
    assert nearer.left + nearer.right == pytest.approx(before.left + before.right)
    QTest.keyClick(canvas_of(owner), Key.Key_Minus)
    assert canvas_of(owner).area == pytest.approx(before)


def test_control_shift_and_the_arrows_shift_the_view(owner):
    before = canvas_of(owner).area
    both = Modifier.ControlModifier | Modifier.ShiftModifier
    QTest.keyClick(canvas_of(owner), Key.Key_Right, both)
    QTest.keyClick(canvas_of(owner), Key.Key_Up, both)
    width, height = before.right - before.left, before.top - before.bottom
    assert canvas_of(owner).area == pytest.approx(before.moved(width / 10, height / 10))


def test_a_fixed_plot_is_not_in_the_tab_order(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    first, last = QPushButton("first"), QPushButton("last")
    for widget in (first, calm_plot("Preview", fixed=True), last):
        column.addWidget(widget)
    window.show()
    qtbot.waitExposed(window)
    first.setFocus()
    first.focusNextChild()
    assert window.focusWidget() is last


def test_no_figure_is_cut_at_the_plane_s_end(owner):
    canvas = canvas_of(owner)
    for right in np.linspace(1e9 + 10, 1e9 + 14, 23):
        canvas.show_area(Area(1e9, right, 0, 1))
        axis = canvas._item.getAxis("bottom")
        (ticks,) = axis._tickLevels
        value, text = ticks[-1]
        width = QFontMetrics(axis.style["tickFont"]).horizontalAdvance(text)
        place = (value - 1e9) / (right - 1e9) * canvas.pixels.width()
        assert place + width / 2 <= canvas.pixels.width() + RIGHT_MARGIN


def test_the_largest_numbers_there_are_make_an_axis_that_can_be_drawn() -> None:
    low, high = fitted(np.float64(-1e308), np.float64(1e308))
    assert -1e16 < low < 0 < high < 1e16
