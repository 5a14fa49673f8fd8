"""The bar above the plane: nothing lies over a point, and nothing that it holds moves the plane."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QVBoxLayout, QWidget

from engine.experiment import Experiment
from gui.kit.theme import LIGHT
from gui.kit.wishes import Edit
from gui.stage.hand.tool import Tool
from gui.stage.overlay.bar import StageBar
from gui.stage.overlay.chips import Chips
from gui.stage.overlay.overflow import Overflow
from gui.stage.overlay.toolbox import AxisPicker, ToolColumn
from gui.stage.plane.canvas import Canvas
from gui.stage.stage import Stage
from tests.experiments import line
from tests.there import there


def people():
    """Five people, one of them in the plane's upper right."""
    columns = {"height": [166, 176, 171, 173, 169], "weight": [58.7, 75.7, 62.1, 70.4, 60.1]}
    part = {"columns": columns, "features": ["height"], "target": "weight"}
    return Experiment.from_dict({"data": {**part, "task": "regression"}})


def several(rows=9, features=4, task="classification", classes=3):
    """Rows of several features, spread over the whole plane."""
    random = np.random.default_rng(3)
    names = [f"x{index}" for index in range(features)]
    columns = {name: random.uniform(0, 1, rows).tolist() for name in names}
    target = [f"class {index % classes}" for index in range(rows)]
    columns["y"] = target if task == "classification" else columns["x0"]
    part = {"columns": columns, "features": names, "target": "y", "task": task}
    return Experiment.from_dict({"data": part})


@pytest.fixture
def owner(qtbot):
    owner = QWidget()
    layout = QVBoxLayout(owner)
    layout.setContentsMargins(0, 0, 0, 0)
    stage = Stage()
    stage.restyle(LIGHT)
    stage.wished.connect(
        lambda wish: stage.show_experiment(wish.experiment) if isinstance(wish, Edit) else None
    )
    layout.addWidget(stage)
    qtbot.addWidget(owner)
    owner.resize(820, 640)
    with qtbot.waitExposed(owner):
        owner.show()
    return owner


@pytest.fixture
def stage(owner):
    return owner.findChild(Stage)


def chips(stage):
    return stage.findChild(Chips)


def area(stage):
    return stage.findChild(Canvas).area


def place(stage, widget):
    return QRect(widget.mapTo(stage, QPoint()), widget.size())


def over_the_plane(stage):
    """Widgets that cover a part of the plane itself."""
    canvas = stage.findChild(Canvas)
    plane = canvas.pixels.toRect().translated(canvas.mapTo(stage, QPoint())).adjusted(1, 1, -1, -1)
    parts = [w for w in stage.findChildren(QWidget) if w.isVisible() and not canvas.isAncestorOf(w)]
    parts = [w for w in parts if w not in (canvas, stage.body)]
    return [type(part).__name__ for part in parts if place(stage, part).intersects(plane)]


@pytest.mark.parametrize("size", [(820, 640), (520, 640), (480, 420), (1200, 800), (320, 300)])
@pytest.mark.parametrize("tool", [Tool.PUT, Tool.BRUSH])
def test_nothing_lies_over_the_plane_at_any_size(owner, stage, size, tool):
    for experiment in (people(), several(), several(features=2, task="regression")):
        stage.opened(experiment)
        stage.choose_tool(tool)
        owner.resize(*size)
        QApplication.processEvents()
        assert over_the_plane(stage) == []


def test_neither_size_nor_tool_nor_value_moves_the_view(owner, stage):
    for experiment in (people(), several(features=2, task="regression")):
        stage.opened(experiment)
        seen, height = area(stage), stage.body.height()
        for tool in (Tool.BRUSH, Tool.MAGNET, Tool.PUT):
            stage.choose_tool(tool)
            QApplication.processEvents()
            assert stage.body.height() == height
        for width in (500, 900, 460):
            owner.resize(width, 640)
            QApplication.processEvents()
        assert area(stage) == seen
        stage.fit()
        assert area(stage) == seen


def test_a_view_that_was_moved_stays_after_a_resize(owner, stage):
    stage.opened(people())
    stage.findChild(Canvas).zoom(0.7)
    seen = area(stage)
    owner.resize(500, 600)
    QApplication.processEvents()
    assert area(stage) == seen


def test_every_point_is_in_view_after_fitting(owner, stage):
    stage.opened(people())
    owner.resize(480, 420)
    QApplication.processEvents()
    canvas, cloud = stage.findChild(Canvas), stage._board.points.cloud
    x, y = canvas.to_pixels(cloud.x, cloud.y)
    assert all(canvas.pixels.contains(a, b) for a, b in zip(x, y, strict=True))


@pytest.mark.parametrize("width", [300, 420, 560, 700, 1000])
@pytest.mark.parametrize("classes", [3, 10])
def test_what_has_no_room_is_behind_a_button(owner, stage, width, classes):
    stage.opened(several(rows=20, features=2, classes=classes))
    owner.resize(width, 600)
    QApplication.processEvents()
    items, more = chips(stage)._items, stage.findChild(Overflow)
    here = [item for item in items if item.parentWidget() is chips(stage)]
    places = [item.geometry() for item in here]
    assert all(a.right() < b.left() for a, b in pairwise(places))
    assert all(chips(stage).rect().contains(spot) for spot in places)
    assert more.isVisible() == (len(here) < len(items))
    assert items[: len(here)] == here  # in their order
    if more.isVisible():
        QTest.mouseClick(more, Qt.MouseButton.LeftButton)
        rest = [item for item in items if item not in here]
        assert all(item.isVisible() for item in rest)
        more._page.close()
    owner.resize(1900, 600)
    QApplication.processEvents()
    assert not more.isVisible() and all(item.isVisible() for item in items)


def test_chooser_and_legend_never_meet(owner, stage):
    stage.opened(several())
    for width in (360, 420, 560, 1000):
        owner.resize(width, 600)
        QApplication.processEvents()
        picker = stage.findChild(AxisPicker)
        assert picker.isVisible()
        assert not place(stage, picker).intersects(place(stage, chips(stage)))


@pytest.mark.parametrize("width", [420, 560, 1100])
def test_nothing_in_the_bar_lies_over_anything_else(owner, stage, width):
    stage.show_experiment(several(task="regression"))
    there(stage.ties().room)(160)
    owner.resize(width, 500)
    QApplication.processEvents()
    row = stage._legend.bar._row
    parts = [row.itemAt(place).widget() for place in range(row.count())]
    shown = [part.geometry() for part in parts if part.isVisible()]
    assert len(shown) > 3
    value = stage.extras.cards.value
    assert value.field.isVisible() and value.slider.isVisible() == (width > 1000)
    if width > 500:
        assert not any(one.intersects(other) for one, other in pairwise(shown))


def test_the_key_goes_to_the_legend_and_tab_through_it(stage):
    stage.opened(line())
    stage.setFocus()
    QTest.keyClick(stage.findChild(Canvas), Qt.Key.Key_L)
    first = QApplication.focusWidget()
    assert chips(stage).isAncestorOf(first)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert chips(stage).isAncestorOf(QApplication.focusWidget())
    before = set(stage._board.off)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert stage._board.off != before


def test_the_cards_stand_in_the_bar(stage):
    stage.opened(several(features=2, task="regression"))
    stage.choose_tool(Tool.MAGNET)
    QApplication.processEvents()
    bar = stage.findChild(StageBar)
    for card in (stage.extras.cards.value, stage.extras.cards.reach):
        assert card.isVisible() and bar.isAncestorOf(card)
    stage.choose_tool(Tool.PUT)
    assert not stage.extras.cards.reach.isVisible()


@pytest.mark.parametrize("height", [250, 330, 640])
def test_every_tool_can_be_pressed_at_every_height(owner, stage, height):
    stage.opened(people())
    owner.resize(820, height)
    QApplication.processEvents()
    column = stage.findChild(ToolColumn)
    buttons = column.findChildren(QToolButton)
    assert len(buttons) == 9
    for button in buttons:
        assert button.width() >= 24 and button.height() >= 24
        assert column.rect().contains(button.geometry())
    places = sorted(button.geometry().top() for button in buttons)
    assert all(b - a >= buttons[0].height() for a, b in pairwise(places))


def test_in_a_low_place_tools_are_left_out_and_never_lie_over_each_other(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    column = ToolColumn(parent)
    parent.show()
    for height, chosen in ((500, Tool.PUT), (120, Tool.PUT), (120, Tool.MAGNET), (30, Tool.MOVE)):
        column.resize(40, height)
        column.choose(chosen)
        column.layout().activate()
        shown = [button for button in column.stops if button.isVisible()]
        boxes = [button.geometry() for button in shown]
        assert not any(a.intersects(b) for a, b in pairwise(boxes))
        assert any(button.isChecked() for button in shown)
        assert (len(shown) == len(column.stops)) == (height == 500)


def test_short_names_of_axes_leave_the_legend_its_room(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    short, long = AxisPicker(host), AxisPicker(host)
    short.show_axes(("x1", "x2", "x3"), ("x1", "x2"))
    long.show_axes(("petal length", "x", "y"), ("x", "y"))
    assert short.sizeHint().width() <= long.sizeHint().width() - 40
