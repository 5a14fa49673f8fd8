"""The stage: what mouse and keyboard do to the data, what is drawn, and that nothing jumps."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.answers import views
from engine.data.table import Table, labels, numbers
from engine.experiment import Experiment
from engine.experiment.specs import Data
from engine.frames import Curve, CurveRequest, Frame, PlaneRequest, Predictions, PredictionsRequest
from engine.training.session import Session
from gui.kit.theme import DARK, LIGHT
from gui.kit.wishes import Edit, Point, Preview, Refresh
from gui.stage.hand.tool import Tool
from gui.stage.plane.canvas import Canvas
from gui.stage.stage import Stage
from tests.experiments import flowers, line
from tests.hearing import hear, wished

LEFT, MIDDLE, RIGHT = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)
PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Owner(QWidget):
    """What the window does with a stage: every edit becomes the experiment that is shown."""

    def __init__(self, stage):
        super().__init__()
        self.stage = stage
        self.edits, self.previews, self.pointed = [], [], []
        QVBoxLayout(self).addWidget(stage)
        hear(stage, Edit, self.on_edited)
        hear(stage, Preview, self.previews.append)
        hear(stage, Point, self.pointed.append)

    def on_edited(self, text, experiment):
        self.edits.append((text, experiment))
        self.stage.show_experiment(experiment)

    @property
    def table(self):
        return self.stage.experiment.data.table


def plane(task="classification", more=(), **data):
    """Four points of two classes (or values) in the corners of a square."""
    columns = {"a": [-1, 1, -1, 1], "b": [-1, -1, 1, 1], **{name: [1, 2, 3, 6] for name in more}}
    target = [0, 0, 1, 1] if task == "classification" else [-1.0, 0.0, 0.0, 1.0]
    features = ["a", "b", *more]
    part = {"columns": {**columns, "c": target}, "features": features, "target": "c", "task": task}
    return Experiment.from_dict({"data": {**part, **data}})


def hours():
    """One feature, two classes of words."""
    columns = {"hours": [0, 1, 2, 3], "passed": ["no", "no", "yes", "yes"]}
    part = {"columns": columns, "features": ["hours"], "target": "passed"}
    return Experiment.from_dict({"data": {**part, "task": "classification"}})


def empty(task, features=("a", "b")):
    """A table with columns and no rows, as *New* makes it."""
    columns = {name: numbers([]) for name in (*features, "c")}
    return Experiment(data=Data(Table(columns), tuple(features), "c", task))


def frame(found):
    return Frame(
        run=1, step=1, epoch=1, phase=None, running=True, losses_from=0, new_losses=np.zeros(1),
        loss=1.0, shapes={}, views=found,
    )  # fmt: skip


def trained(stage, **parameters):
    """A frame of the real engine with these parameters, for what the stage wants."""
    start = {name: np.asarray(values).tolist() for name, values in parameters.items()}
    document = stage.experiment.to_dict()
    document["model"]["init"] = {"scheme": "zeros", "values": start}
    session = Session(Experiment.from_dict(document))
    return frame(views.answer(session, stage.wants()))


def shown(qtbot):
    """A stage in a window of its own, with the focus."""
    owner = Owner(Stage())
    qtbot.addWidget(owner)
    owner.stage.restyle(LIGHT)
    owner.resize(820, 680)
    owner.show()
    qtbot.waitExposed(owner)
    owner.stage.setFocus()
    return owner


@pytest.fixture
def owner(qtbot):
    return shown(qtbot)


@pytest.fixture
def stage(owner):
    return owner.stage


def canvas_of(stage):
    return stage.findChild(Canvas)


def viewport(stage):
    return canvas_of(stage).plot.viewport()


def pixel(stage, x, y):
    across, down = canvas_of(stage).to_pixels(np.array([float(x)]), np.array([float(y)]))
    return QPoint(round(across[0]), round(down[0]))


def click(stage, x, y, button=LEFT, modifiers=PLAIN):
    QTest.mouseClick(viewport(stage), button, modifiers, pixel(stage, x, y))


def mouse(stage, kind, at, button=LEFT, buttons=LEFT, modifiers=PLAIN):
    place = QPointF(at)
    event = QMouseEvent(kind, place, viewport(stage).mapToGlobal(place), button, buttons, modifiers)
    QApplication.sendEvent(viewport(stage), event)


def drag(stage, start, *stops, button=LEFT, modifiers=PLAIN):
    mouse(stage, QEvent.Type.MouseButtonPress, start, button, button, modifiers)
    for stop in stops:
        mouse(stage, QEvent.Type.MouseMove, stop, Qt.MouseButton.NoButton, button, modifiers)
    last = Qt.MouseButton.NoButton
    mouse(stage, QEvent.Type.MouseButtonRelease, stops[-1], button, last, modifiers)


def wheel(stage, at, notches, modifiers=PLAIN):
    place = QPointF(at)
    event = QWheelEvent(
        place, viewport(stage).mapToGlobal(place), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport(stage), event)


def key(stage, name, modifiers=PLAIN):
    QTest.keyClick(canvas_of(stage), name, modifiers)


def button(stage, name):
    return next(
        found for found in stage.findChildren(QToolButton)
        if found.accessibleName() == name and not found.isHidden()
    )  # fmt: skip


def color(stage, x, y):
    """The colour of one pixel of the plane."""
    image = canvas_of(stage).grab().toImage()
    return image.pixelColor(pixel(stage, x, y))


def distance_near(stage, x, y, wanted, aside=(1, 0)):
    """How far the colour of a thin line there is from the one wanted, at best."""
    image, at = canvas_of(stage).grab().toImage(), pixel(stage, x, y)
    near = (image.pixelColor(at + QPoint(*aside) * pixels) for pixels in (-1, 0, 1))
    return min(distance(found, wanted) for found in near)


def distance(one, other):
    one, other = QColor(one), QColor(other)
    return sum(abs(a - b) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


# ---- putting points ------------------------------------------------------------------------------


def test_a_click_adds_a_point_exactly_there(owner, stage):
    stage.opened(line())
    click(stage, 2.5, 9.0)
    assert [text for text, _ in owner.edits] == ["Add point"]
    assert owner.table.rows == 6
    x_size, y_size = canvas_of(stage).pixel_size()
    row = owner.table.row(5)
    assert row["x"] == pytest.approx(2.5, abs=x_size)
    assert row["y"] == pytest.approx(9.0, abs=y_size)


def test_a_new_row_takes_the_mean_of_other_columns_and_their_first_label(owner, stage):
    stage.opened(flowers())
    click(stage, 2.5, 6.0)
    assert owner.table.row(6)["height"] == pytest.approx(1.5)
    assert owner.table.row(6)["kind"] == "a"


def test_a_new_point_of_a_heat_map_has_the_mean_as_its_target(owner, stage):
    stage.opened(plane("regression"))
    click(stage, 0.1, 0.2)
    assert owner.table.row(4)["c"] == 0.0


def test_a_new_point_can_be_carried_before_it_is_let_go(owner, stage):
    stage.opened(line())
    drag(stage, pixel(stage, 2, 9), pixel(stage, 2.5, 9), pixel(stage, 3.5, 4))
    assert [text for text, _ in owner.edits] == ["Add point"]
    assert owner.table.row(5)["x"] == pytest.approx(3.5, abs=0.02)


def test_a_click_on_a_point_selects_it_and_adds_none(owner, stage):
    stage.opened(line())
    click(stage, 3, 6)
    assert owner.edits == []
    stage.selecting.delete()
    assert 6.0 not in owner.table.columns["y"]


def test_nothing_is_put_on_the_axes(owner, stage):
    stage.opened(line())
    QTest.mouseClick(viewport(stage), LEFT, PLAIN, QPoint(8, 200))
    assert owner.edits == []


@pytest.mark.parametrize("task", ["regression", "classification"])
@pytest.mark.parametrize("features", [("a",), ("a", "b")])
def test_the_first_points_of_an_empty_table(owner, stage, task, features):
    stage.opened(empty(task, features))
    assert stage.wants() == ()
    click(stage, 2, 1)
    stage.choose_tool(Tool.PUT)
    if task == "classification" and len(features) == 2:
        QTest.mouseClick(button(stage, "class 1"), LEFT)
    click(stage, 6, 0 if len(features) == 1 else 7)
    assert owner.table.rows == 2
    assert owner.table.columns["a"] == pytest.approx([2, 6], abs=0.05)
    if task == "classification":
        assert sorted(owner.table.columns["c"]) == [0, 1]
        assert all(type(label) is int for label in owner.table.columns["c"])
    owner.stage.experiment.check()
    assert stage.wants() != ()


# ---- moving and deleting -------------------------------------------------------------------------


@pytest.mark.parametrize("tool", [Tool.PUT, Tool.MOVE])
def test_a_drag_moves_one_point_and_is_one_edit(owner, stage, qtbot, tool):
    experiment = line()
    stage.opened(experiment)
    stage.choose_tool(tool)
    start = pixel(stage, 3, 6)
    mouse(stage, QEvent.Type.MouseButtonPress, start)
    for step in range(1, 11):
        at = start + QPoint(5 * step, -8 * step)
        mouse(stage, QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton)
    qtbot.waitUntil(lambda: len(owner.previews) == 1)
    assert owner.edits == []
    mouse(stage, QEvent.Type.MouseButtonRelease, at, LEFT, Qt.MouseButton.NoButton)
    assert [text for text, _ in owner.edits] == ["Move point"]
    x_size, y_size = canvas_of(stage).pixel_size()
    assert owner.table.columns["x"] == pytest.approx([1, 2, 3 + 50 * x_size, 4, 5], abs=x_size)
    assert owner.table.columns["y"] == pytest.approx([2, 4, 6 + 80 * y_size, 8, 11], abs=y_size)
    assert owner.previews[0].data.table == owner.table
    assert experiment.data.table.columns["x"][2] == 3


def test_training_may_show_the_previews_while_the_point_is_in_the_hand(owner, stage, qtbot):
    stage.opened(line())
    hear(stage, Preview, stage.show_experiment)
    start = pixel(stage, 3, 9)
    mouse(stage, QEvent.Type.MouseButtonPress, start)
    for step in range(1, 4):
        mouse(stage, QEvent.Type.MouseMove, start + QPoint(9 * step, 0), Qt.MouseButton.NoButton)
        qtbot.waitUntil(lambda count=step: len(owner.previews) == count)
    mouse(stage, QEvent.Type.MouseButtonRelease, start, LEFT, Qt.MouseButton.NoButton)
    assert len(owner.edits) == 1
    assert owner.table.rows == 6


def test_a_drag_beyond_the_window_ends_at_release_on_the_edge(owner, stage):
    stage.opened(line())
    drag(stage, pixel(stage, 3, 6), QPoint(900, 300), QPoint(5000, -4000))
    area = canvas_of(stage).area
    assert len(owner.edits) == 1
    assert owner.table.row(2)["x"] == pytest.approx(area.right, abs=0.01)
    assert owner.table.row(2)["y"] == pytest.approx(area.top, abs=0.05)


def test_a_release_that_nobody_saw_ends_the_drag(owner, stage):
    stage.opened(line())
    mouse(stage, QEvent.Type.MouseButtonPress, pixel(stage, 3, 6))
    mouse(stage, QEvent.Type.MouseMove, pixel(stage, 3, 8), Qt.MouseButton.NoButton)
    none = Qt.MouseButton.NoButton
    mouse(stage, QEvent.Type.MouseMove, pixel(stage, 1, 3), none, none)
    assert len(owner.edits) == 1
    assert owner.table.row(2)["y"] == pytest.approx(8, abs=0.05)


def test_escape_puts_the_point_back(owner, stage, qtbot):
    experiment = line()
    stage.opened(experiment)
    mouse(stage, QEvent.Type.MouseButtonPress, pixel(stage, 3, 6))
    mouse(stage, QEvent.Type.MouseMove, pixel(stage, 3, 8), Qt.MouseButton.NoButton)
    qtbot.waitUntil(lambda: len(owner.previews) == 1)
    key(stage, Qt.Key.Key_Escape)
    mouse(stage, QEvent.Type.MouseButtonRelease, pixel(stage, 3, 8), LEFT, Qt.MouseButton.NoButton)
    assert owner.edits == []
    assert owner.previews[-1].data.table == experiment.data.table


def test_other_data_in_the_middle_of_a_drag_end_it_without_an_edit(owner, stage):
    stage.opened(line())
    mouse(stage, QEvent.Type.MouseButtonPress, pixel(stage, 3, 6))
    mouse(stage, QEvent.Type.MouseMove, pixel(stage, 3, 8), Qt.MouseButton.NoButton)
    other = line(data={"columns": {"x": [1, 2], "y": [1, 2]}})
    stage.show_experiment(other)
    mouse(stage, QEvent.Type.MouseButtonRelease, pixel(stage, 3, 8), LEFT, Qt.MouseButton.NoButton)
    assert owner.edits == []
    assert owner.table == other.data.table


def test_an_edit_keeps_what_changed_beside_the_data_during_the_drag(owner, stage):
    stage.opened(line())
    mouse(stage, QEvent.Type.MouseButtonPress, pixel(stage, 3, 6))
    mouse(stage, QEvent.Type.MouseMove, pixel(stage, 3, 8), Qt.MouseButton.NoButton)
    stage.show_experiment(
        replace(stage.experiment, training=replace(stage.experiment.training, seed=7))
    )
    mouse(stage, QEvent.Type.MouseButtonRelease, pixel(stage, 3, 8), LEFT, Qt.MouseButton.NoButton)
    assert stage.experiment.training.seed == 7
    assert owner.table.row(2)["y"] == pytest.approx(8, abs=0.05)


@pytest.mark.parametrize("way", ["right click", "Delete key", "tool", "command"])
def test_a_point_is_deleted(owner, stage, way):
    stage.opened(line())
    if way == "right click":
        click(stage, 3, 6, RIGHT)
    elif way == "tool":
        key(stage, Qt.Key.Key_E)
        click(stage, 3, 6)
    else:
        click(stage, 3, 6)
        key(stage, Qt.Key.Key_Delete) if way == "Delete key" else stage.selecting.delete()
    expected = "Erase points" if way == "tool" else "Delete point"
    assert [text for text, _ in owner.edits] == [expected]
    assert list(owner.table.columns["x"]) == [1, 2, 4, 5]


def test_deleting_nothing_is_no_edit(owner, stage):
    stage.opened(line())
    click(stage, 2, 10, RIGHT)
    key(stage, Qt.Key.Key_Delete)
    stage.selecting.delete()
    stage.choose_tool(Tool.DELETE)
    click(stage, 2, 10)
    assert owner.edits == []


# ---- the keyboard --------------------------------------------------------------------------------


def test_points_are_put_with_the_keyboard_alone(owner, stage):
    stage.opened(line())
    key(stage, Qt.Key.Key_Right)  # shows the cross in the middle
    for _ in range(3):
        key(stage, Qt.Key.Key_Right)
    key(stage, Qt.Key.Key_Up, SHIFT)
    key(stage, Qt.Key.Key_Return)
    area, (x_size, y_size) = canvas_of(stage).area, canvas_of(stage).pixel_size()
    assert len(owner.edits) == 1
    row = owner.table.row(5)
    assert row["x"] == pytest.approx((area.left + area.right) / 2 + 30 * x_size, abs=x_size)
    assert row["y"] == pytest.approx((area.bottom + area.top) / 2 + y_size, abs=y_size)


def test_a_point_is_moved_with_the_keyboard_alone(owner, stage):
    stage.opened(line())
    key(stage, Qt.Key.Key_M)
    key(stage, Qt.Key.Key_N)
    key(stage, Qt.Key.Key_N)
    for _ in range(3):
        QTest.keyPress(canvas_of(stage), Qt.Key.Key_Up)
    assert owner.edits == []
    QTest.keyRelease(canvas_of(stage), Qt.Key.Key_Up)
    _, y_size = canvas_of(stage).pixel_size()
    assert [text for text, _ in owner.edits] == ["Move point"]
    assert owner.table.columns["x"] == pytest.approx([1, 2, 3, 4, 5])
    assert owner.table.columns["y"] == pytest.approx([2, 4 + 30 * y_size, 6, 8, 11], abs=y_size)


def test_n_goes_through_the_points_both_ways(stage, owner):
    stage.opened(line())
    key(stage, Qt.Key.Key_N, SHIFT)
    key(stage, Qt.Key.Key_N)
    key(stage, Qt.Key.Key_N)
    key(stage, Qt.Key.Key_Delete)
    assert list(owner.table.columns["x"]) == [1, 3, 4, 5]
    assert "x = 2" in owner.pointed[-1]


def test_letters_choose_tools_only_while_the_stage_has_the_focus(owner, stage):
    other = QPushButton("elsewhere")
    owner.layout().addWidget(other)
    stage.opened(line())
    other.setFocus()
    QTest.keyClick(other, Qt.Key.Key_M)
    assert button(stage, "Put").isChecked()
    key(stage, Qt.Key.Key_M)
    assert button(stage, "Move").isChecked()
    QTest.keyClick(button(stage, "Move"), Qt.Key.Key_E)
    assert button(stage, "Eraser").isChecked()
    QTest.mouseClick(button(stage, "Put"), LEFT)
    click(stage, 2, 10)
    assert len(owner.edits) == 1


# ---- classes -------------------------------------------------------------------------------------


def test_the_palette_chooses_the_class_of_new_points(owner, stage):
    stage.opened(plane())
    QTest.mouseClick(button(stage, "class 1"), LEFT)
    click(stage, 0.5, 0.2)
    key(stage, Qt.Key.Key_1)
    assert button(stage, "class 0").isChecked()
    click(stage, -0.5, 0.2)
    assert list(owner.table.columns["c"][4:]) == [1, 0]


@pytest.mark.parametrize(("known", "new"), [([0, 0, 3, 3], 4), (["A", "A", "C", "C"], "B")])
def test_plus_adds_the_next_class(owner, stage, known, new):
    columns = {"a": [-1, 1, -1, 1], "b": [-1, -1, 1, 1], "c": known}
    stage.opened(plane(columns=columns))
    QTest.mouseClick(button(stage, "class"), LEFT)
    assert button(stage, f"class {new}").isChecked()
    click(stage, 0, 0)
    assert owner.table.columns["c"][4] == new
    stage.experiment.check()


def test_at_most_ten_classes_are_offered(stage):
    columns = {"a": [float(i) for i in range(12)], "b": [0.0] * 12, "c": list(range(12))}
    stage.opened(plane(columns=columns))
    named = {found.accessibleName() for found in stage.findChildren(QToolButton)}
    assert "class 9" in named
    assert not {"class 10", "class"} & named


def test_on_lanes_the_height_is_the_class(owner, stage):
    stage.opened(hours())
    click(stage, 0.5, 0.8)
    assert owner.table.row(4)["passed"] == "yes"
    drag(stage, pixel(stage, 3, 1), pixel(stage, 3, 0.5), pixel(stage, 2.5, 0.1))
    assert owner.table.row(3) == {"hours": pytest.approx(2.5, abs=0.01), "passed": "no"}
    assert "passed = no" in owner.pointed[-1]


# ---- nothing jumps -------------------------------------------------------------------------------


def test_edits_leave_the_axes_alone(owner, stage):
    stage.opened(line())
    before = canvas_of(stage).area
    drag(stage, pixel(stage, 5, 11), QPoint(4000, 10))
    click(stage, 2, 10)
    click(stage, 1, 2, RIGHT)
    stage.draw(trained(stage, **{"output.weight": [[1e6]]}))
    assert len(owner.edits) == 3
    assert canvas_of(stage).area == before


def test_other_columns_or_another_title_bring_everything_into_view(stage):
    stage.opened(line())
    before = canvas_of(stage).area
    far = line(data={"columns": {"x": [100, 200], "y": [100, 200]}})
    stage.show_experiment(far)
    assert canvas_of(stage).area == before
    stage.show_experiment(replace(far, title="far away"))
    assert canvas_of(stage).area.left < 100 < 200 < canvas_of(stage).area.right
    stage.opened(replace(line(), title="far away"))
    assert canvas_of(stage).area.right < 10


def test_the_wheel_zooms_at_the_pointer(stage, qtbot):
    stage.opened(line())
    canvas = canvas_of(stage)
    at = pixel(stage, 2, 8)
    place, before = canvas.to_data(QPointF(at)), canvas.area
    with wished(qtbot, stage, Refresh):
        wheel(stage, at, 2)
    assert canvas.to_data(QPointF(at)) == pytest.approx(place)
    assert canvas.area.right - canvas.area.left == pytest.approx(
        (before.right - before.left) / 1.2**2
    )
    wheel(stage, at, -1, SHIFT)
    assert canvas.area.top - canvas.area.bottom == pytest.approx(
        (before.top - before.bottom) / 1.2**2
    )
    key(stage, Qt.Key.Key_F)
    assert canvas.area == pytest.approx(before)


@pytest.mark.parametrize("way", ["middle", "shift", "space", "move tool"])
def test_the_plane_is_panned(owner, stage, way):
    stage.opened(line())
    canvas = canvas_of(stage)
    before, (x_size, y_size) = canvas.area, canvas.pixel_size()
    if way == "space":
        QTest.keyPress(canvas, Qt.Key.Key_Space)
    if way == "move tool":
        stage.choose_tool(Tool.MOVE)
    start = pixel(stage, 2, 10)
    drag(
        stage, start, start + QPoint(10, 5), start + QPoint(30, 40),
        button=MIDDLE if way == "middle" else LEFT, modifiers=SHIFT if way == "shift" else PLAIN,
    )  # fmt: skip
    assert canvas.area.left == pytest.approx(before.left - 30 * x_size)
    assert canvas.area.top == pytest.approx(before.top + 40 * y_size)
    assert owner.edits == []


def test_however_far_the_wheel_turns_the_plane_can_be_drawn(stage):
    stage.opened(line())
    at = pixel(stage, 2, 8)
    for notches in (200, -400):
        for _ in range(3):
            wheel(stage, at, notches)
        canvas_of(stage).grab()
        assert np.isfinite(canvas_of(stage).area).all()
        assert canvas_of(stage).area.right > canvas_of(stage).area.left
    stage.fit()
    click(stage, 2, 10)
    assert stage.experiment.data.table.rows == 6


def test_the_legend_covers_no_point(stage):
    stage.opened(line())
    chip = button(stage, "residuals")
    top = canvas_of(stage).mapTo(stage, QPoint()).y()
    assert chip.mapTo(stage, QPoint(0, chip.height())).y() <= top


# ---- what is drawn -------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_line_and_the_residuals_are_drawn(stage, theme):
    stage.restyle(theme)
    stage.opened(line())
    stage.draw(trained(stage, **{"output.weight": [[1.0]], "output.bias": [1.0]}))
    assert distance_near(stage, 1.5, 2.5, theme.accent, aside=(0, 1)) < 90
    assert distance_near(stage, 5, 6.8, theme.warning) < 60
    assert distance(color(stage, 4, 8), theme.classes[0]) < 40
    assert distance(color(stage, 5.15, 8.5), theme.stage) > 5  # in the square
    assert distance(color(stage, 1.3, 8.2), theme.stage) < 10


@pytest.mark.parametrize("slope", [-1e3, -1e12, -1e29, -1e37])
def test_the_sticks_of_a_model_gone_astray_lead_to_it(stage, slope):
    stage.opened(line())
    stage.draw(trained(stage, **{"output.weight": [[slope]], "output.bias": [1.0]}))
    for x, y in ((1, 2), (3, 6), (5, 11)):  # from the point down to the edge of the plane
        middle = (y + canvas_of(stage).area.bottom) / 2
        assert distance_near(stage, x, middle, LIGHT.warning) < 60
        above = (y + canvas_of(stage).area.top) / 2
        assert distance_near(stage, x, above, LIGHT.warning) > 60


def test_the_legend_switches_residuals_and_squares(stage, qtbot):
    stage.opened(line())
    stage.draw(trained(stage, **{"output.weight": [[1.0]], "output.bias": [1.0]}))
    with wished(qtbot, stage, Refresh):
        QTest.mouseClick(button(stage, "residuals"), LEFT)
    assert distance(color(stage, 5, 6.8), LIGHT.warning) > 100
    assert PredictionsRequest() in stage.wants()
    QTest.mouseClick(button(stage, "squared residuals"), LEFT)
    assert PredictionsRequest() not in stage.wants()
    QTest.mouseClick(button(stage, "residuals"), LEFT)
    assert PredictionsRequest() in stage.wants()


def test_the_legend_says_the_mean_area_of_the_squares(stage):
    stage.opened(line())
    row = button(stage, "squared residuals")
    assert row.text() == "squared residuals"
    assert row.width() >= row.sizeHint().width()
    stage.draw(trained(stage, **{"output.weight": [[1.0]], "output.bias": [1.0]}))
    squares = [(y - (x + 1)) ** 2 for x, y in zip((1, 2, 3, 4, 5), (2, 4, 6, 8, 11), strict=True)]
    assert row.text() == f"MSE now {sum(squares) / 5:.4f}"
    width = row.parentWidget().width()
    stage.draw(trained(stage, **{"output.weight": [[1e12]], "output.bias": [1.0]}))
    assert "e" in row.text() and row.parentWidget().width() == width
    assert row.width() >= row.sizeHint().width()  # it is not cut
    QTest.mouseClick(row, LEFT)
    assert row.text() == "squared residuals"


def test_the_curve_is_asked_for_beyond_what_is_seen(stage):
    stage.opened(line())
    area = canvas_of(stage).area
    request = next(found for found in stage.wants() if isinstance(found, CurveRequest))
    assert request.low < area.left < area.right < request.high


def test_the_residual_follows_the_point_in_the_hand(stage):
    stage.opened(line())
    stage.draw(trained(stage, **{"output.weight": [[1.0]], "output.bias": [1.0]}))
    mouse(stage, QEvent.Type.MouseButtonPress, pixel(stage, 5, 11))
    mouse(stage, QEvent.Type.MouseMove, pixel(stage, 4.5, 10), Qt.MouseButton.NoButton)
    assert distance_near(stage, 4.5, 6.2, LIGHT.warning) < 60
    assert distance(color(stage, 5, 6.8), LIGHT.warning) > 100


def test_probabilities_are_drawn_over_lanes(stage):
    stage.opened(hours())
    stage.draw(trained(stage, **{"output.weight": [[2.0]], "output.bias": [-3.0]}))
    assert distance(color(stage, 1.5, 0.5), LIGHT.accent) < 60
    assert distance(color(stage, 0, 0), LIGHT.classes[0]) < 60
    assert distance(color(stage, 3, 1), LIGHT.classes[1]) < 60


def test_each_of_three_classes_has_its_curve_on_its_lane(stage):
    columns = {"x": [0.0, 1.0, 2.0], "kind": ["a", "b", "c"]}
    part = {"columns": columns, "features": ["x"], "target": "kind", "task": "classification"}
    stage.opened(Experiment.from_dict({"data": part}))
    stage.draw(trained(stage))  # all weights are nought: every class has a third
    for lane in range(3):
        height, wanted = lane + 0.8 / 3, LIGHT.classes[lane]
        assert distance_near(stage, 0.5, height, wanted, aside=(0, 1)) < 60


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_regions_have_the_colours_of_their_classes_and_a_border(stage, theme):
    stage.restyle(theme)
    stage.opened(plane())
    stage.draw(trained(stage, **{"output.weight": [[0.0, 8.0]], "output.bias": [0.0]}))
    first, second = (QColor(theme.classes[index]) for index in (0, 1))
    low, high = color(stage, 0.3, -0.7), color(stage, 0.3, 0.7)
    assert distance(low, first) < distance(high, first)
    assert distance(high, second) < distance(low, second)
    assert distance_near(stage, 0.3, 0.0, theme.text, aside=(0, 1)) < 250
    assert distance(color(stage, 0.3, 0.0), theme.text) < distance(
        color(stage, 0.3, 0.1), theme.text
    )


def test_the_second_region_is_hatched(stage):
    stage.opened(plane())
    stage.draw(trained(stage, **{"output.weight": [[0.0, 8.0]], "output.bias": [0.0]}))
    places = np.linspace(0.25, 0.45, 60)
    plain, lined = (
        max(distance(color(stage, x, y), color(stage, places[0], y)) for x in places)
        for y in (-0.72, 0.72)
    )
    assert plain < 4 < 8 < lined


def test_three_regions(stage):
    stage.opened(flowers(model={"hidden": []}))
    bias = {"output.bias": [0.0, 0.0, 5.0]}
    stage.draw(trained(stage, **bias))
    place = color(stage, 3.3, 7.3)
    assert place.green() > max(place.red(), place.blue())  # as the third class


def test_a_heat_map_runs_from_the_lowest_colour_to_the_highest(stage):
    stage.opened(plane("regression"))
    stage.draw(trained(stage, **{"output.weight": [[0.0, 1.0]], "output.bias": [0.0]}))
    low, high = color(stage, 0.3, -1.1), color(stage, 0.3, 1.1)
    assert low.blue() > low.red()
    assert high.red() > high.blue()


def test_two_of_more_features_are_chosen_on_the_stage(stage, qtbot):
    stage.opened(plane(more=("d", "e")))
    boxes = [box for box in stage.findChildren(QComboBox) if box.isVisible()]
    assert [box.currentText() for box in boxes] == ["a", "b"]
    with wished(qtbot, stage, Refresh):
        QTest.keyClick(boxes[0], Qt.Key.Key_D)
    (request,) = stage.wants()
    assert (request.x_feature, request.y_feature) == ("d", "b")
    assert request.x_range[0] < 1 < 6 < request.x_range[1]
    QTest.keyClick(boxes[1], Qt.Key.Key_D)  # what the other axis shows: they change places
    assert [box.currentText() for box in boxes] == ["b", "d"]


def test_with_two_features_there_is_nothing_to_choose(stage):
    stage.opened(plane())
    assert not any(box.isVisible() for box in stage.findChildren(QComboBox))


def test_test_rows_are_drawn_hollow(stage):
    stage.opened(line(data={"test_fraction": 0.4}))
    is_test = np.array([False, True, False, False, True])
    stage.wants()
    stage.draw(frame({PredictionsRequest(): Predictions(np.zeros(5), is_test)}))
    assert distance(color(stage, 2, 4), LIGHT.stage) < 40
    assert distance(color(stage, 3, 6), LIGHT.classes[0]) < 60
    stage.show_experiment(line())
    assert distance(color(stage, 2, 4), LIGHT.classes[0]) < 60


def test_an_answer_to_an_older_view_is_drawn_where_it_belongs(stage):
    stage.opened(plane())
    late = trained(stage, **{"output.weight": [[0.0, 8.0]], "output.bias": [0.0]})
    wheel(stage, pixel(stage, 0, 0), -3)
    stage.wants()
    stage.draw(late)
    assert distance(color(stage, 0.3, 0.0), LIGHT.text) < distance(
        color(stage, 0.3, 0.3), LIGHT.text
    )


def test_views_that_other_panels_asked_for_are_left_alone(stage):
    stage.opened(line())
    foreign = CurveRequest(0.0, 6.0, 77)
    stage.draw(frame({foreign: Curve(np.linspace(0, 6, 77), np.full(77, 7.3))}))
    assert distance(color(stage, 1.5, 7.3), LIGHT.accent) > 100


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e308, 1e-310])
@pytest.mark.parametrize("make", [line, hours, plane, flowers, lambda: plane("regression")])
def test_no_number_of_a_model_upsets_the_plane(stage, bad, make):
    stage.opened(make())
    good = trained(stage)
    found = {}
    for request, view in good.views.items():
        for name in ("y", "value", "values"):
            if hasattr(view, name):
                values = np.array(getattr(view, name), dtype=np.float64)
                values.flat[::3] = bad
                with np.errstate(over="ignore"):
                    view = replace(view, **{name: values.astype(getattr(view, name).dtype)})
        found[request] = view
    stage.draw(frame(found))
    stage.grab()


def test_the_least_squares_line_is_there_for_comparison(owner, stage):
    stage.opened(line())
    assert distance_along(stage, 1.2, 4.8, lambda x: -0.4 + 2.2 * x) < 200
    click(stage, 1.3, 10)
    x, y = (owner.table.columns[name] for name in ("x", "y"))
    slope, height = np.polyfit(x, y, 1)
    assert distance_along(stage, 1.2, 4.8, lambda x: height + slope * x) < 200
    QTest.mouseClick(button(stage, "least squares"), LEFT)
    assert distance_along(stage, 1.2, 4.8, lambda x: height + slope * x) > 250


def distance_along(stage, low, high, height):
    """How far the colours along a line are from that of what is there for comparison, at best."""
    image = canvas_of(stage).grab().toImage()
    found = []
    for x in np.linspace(low, high, 60):
        at = pixel(stage, x, height(x))
        near = (image.pixelColor(at + QPoint(0, down)) for down in (-1, 0, 1))
        found.append(min(distance(place, LIGHT.muted) for place in near))
    return sorted(found)[10]


def test_a_curved_model_has_no_least_squares_line(stage):
    stage.opened(line(model={"hidden": [2]}))
    names = {found.accessibleName() for found in stage.findChildren(QToolButton)}
    assert "residuals" in names
    assert "least squares" not in names


def test_opening_ends_with_the_first_line_in_view_and_then_nothing_moves(stage):
    stage.opened(line())
    stage.draw(trained(stage, **{"output.bias": [-3.0]}))
    assert canvas_of(stage).area.bottom < -3
    before = canvas_of(stage).area
    stage.draw(trained(stage, **{"output.bias": [-5.0]}))
    assert canvas_of(stage).area == before


def test_whoever_has_begun_to_work_is_not_disturbed_by_the_first_line(stage):
    stage.opened(line())
    click(stage, 2, 10)
    before = canvas_of(stage).area
    stage.draw(trained(stage, **{"output.bias": [-3.0]}))
    assert canvas_of(stage).area == before


def test_a_line_far_away_leaves_the_data_large(stage):
    stage.opened(line())
    before = canvas_of(stage).area
    stage.draw(trained(stage, **{"output.bias": [-1e6]}))
    assert canvas_of(stage).area == before


def test_opening_forgets_the_old_model(stage):
    stage.opened(line())
    stage.draw(trained(stage, **{"output.weight": [[1.0]], "output.bias": [1.0]}))
    stage.opened(line())
    assert distance(color(stage, 1.5, 2.5), LIGHT.accent) > 100


def test_too_many_points_become_a_density(stage):
    generator = np.random.default_rng(0)
    count = 30_000
    columns = {
        "a": numbers(generator.normal(0, 1, count)),
        "b": numbers(generator.normal(0, 1, count)),
        "c": labels([0, 1] * (count // 2)),
    }
    columns["a"] = numbers(columns["a"] + np.where(np.arange(count) % 2, 6.0, 0.0))
    stage.opened(Experiment(data=Data(Table(columns), ("a", "b"), "c", "classification")))
    assert distance(color(stage, 0, 0), LIGHT.classes[0]) < 120
    assert distance(color(stage, 6, 0), LIGHT.classes[1]) < 120
    click(stage, 3.0, 3.5)
    assert stage.experiment.data.table.rows == count + 1


def test_every_control_says_what_it_does(stage):
    for experiment in (line(), hours(), flowers(), plane(more=("d",))):
        stage.opened(experiment)
        for control in (*stage.findChildren(QToolButton), *stage.findChildren(QComboBox)):
            assert control.toolTip().strip(), control
            assert control.accessibleName().strip(), control
            is_in_tabs = control.focusPolicy() & Qt.FocusPolicy.TabFocus
            group = control.group() if isinstance(control, QToolButton) else None
            beside = group is not None and group.checkedButton() is not control
            assert bool(is_in_tabs) != beside or not control.isVisible()


def test_the_place_under_the_pointer_is_told(owner, stage):
    stage.opened(line())
    none = Qt.MouseButton.NoButton
    mouse(stage, QEvent.Type.MouseMove, pixel(stage, 2.5, 9.0), none, none)
    assert owner.pointed[-1].startswith("x = 2.5")
    QApplication.sendEvent(viewport(stage), QEvent(QEvent.Type.Leave))
    assert owner.pointed[-1] == ""


def test_no_place_is_told_once_the_keyboard_or_the_data_have_gone(owner, stage):
    stage.opened(line())
    other = QPushButton("elsewhere")
    owner.layout().addWidget(other)
    other.show()
    canvas_of(stage).setFocus(Qt.FocusReason.TabFocusReason)
    key(stage, Qt.Key.Key_Right)
    assert owner.pointed[-1].startswith("x = ")
    other.setFocus()
    assert owner.pointed[-1] == ""
    canvas_of(stage).setFocus()
    key(stage, Qt.Key.Key_N)
    assert owner.pointed[-1].startswith("x = 1")
    stage.show_experiment(hours())
    assert owner.pointed[-1] == ""


def test_tab_goes_from_the_chosen_tool_to_the_legend_and_to_its_class(stage, qtbot):
    stage.opened(flowers())
    stage.choose_tool(Tool.SELECT)
    key(stage, Qt.Key.Key_2)
    canvas_of(stage).setFocus()
    reached = []
    for _ in range(8):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget().accessibleName())
    assert reached == [
        "Select", "Snap to grid", "Fit",
        "Edit class a", "class b", "Edit class b", "Edit class c", "class",
    ]  # fmt: skip


def test_arrows_go_on_from_the_chosen_tool(stage, qtbot):
    stage.opened(flowers())
    canvas_of(stage).setFocus()
    qtbot.keyClick(canvas_of(stage), Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert QApplication.focusWidget().accessibleName() == "Select"
    assert stage._tools.tool is Tool.SELECT


def test_0_is_the_tenth_class(stage):
    columns = {"a": range(10), "b": range(10), "c": [f"k{i}" for i in range(10)]}
    columns = {name: list(cells) for name, cells in columns.items()}
    data = {"columns": columns, "features": ["a", "b"], "target": "c", "task": "classification"}
    stage.opened(Experiment.from_dict({"data": data}))
    key(stage, Qt.Key.Key_0)
    assert stage._board.label == "k9"
    key(stage, Qt.Key.Key_1)
    assert stage._board.label == "k0"


def test_a_plane_request_covers_what_is_seen(stage):
    stage.opened(plane())
    (request,) = stage.wants()
    area = canvas_of(stage).area
    assert isinstance(request, PlaneRequest)
    assert request.x_range[0] < area.left < area.right < request.x_range[1]
    assert request.y_range[0] < area.bottom < area.top < request.y_range[1]


def test_where_classes_tie_the_plane_has_no_colour(stage):
    stage.opened(flowers(model={"hidden": []}))
    stage.draw(trained(stage))
    for x, y in ((2.2, 2.3), (5.2, 7.1)):
        assert distance(color(stage, x, y), LIGHT.stage) < 6
    stage.draw(trained(stage, **{"output.bias": [3.0, 0.0, 0.0]}))
    assert distance(color(stage, 2.2, 2.3), LIGHT.stage) > 20


def test_the_threshold_is_where_the_model_has_it(stage):
    data = {"columns": {"x": [1, 2, 3, 4], "c": ["a", "a", "b", "b"]}, "features": ["x"]}
    data |= {"target": "c", "task": "classification"}
    stage.opened(Experiment.from_dict({"data": data, "model": {"threshold": 0.8}}))
    assert stage._board.mode._threshold.value() == 0.8
    texts = {text for _, text in canvas_of(stage).plot.getAxis("left")._tickLevels[0]}
    assert texts == {"a", "0.8", "b"}
