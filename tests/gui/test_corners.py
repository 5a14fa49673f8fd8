"""What lies over the plane: it covers no point that was fitted, and the legend folds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QCursor, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QVBoxLayout, QWidget

from engine.experiment import Experiment
from gui.kit.theme import LIGHT
from gui.kit.wishes import Edit
from gui.stage.hand.tools import Tool
from gui.stage.overlay.folding import Folding
from gui.stage.overlay.toolbox import AxisPicker
from gui.stage.plane.canvas import Area, Canvas
from gui.stage.plane.room import Room, covered, least_room
from gui.stage.stage import Stage
from tests.experiments import line
from tests.hearing import hear

parts = st.floats(0, 1, width=32)


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
    hear(stage, Edit, lambda _, experiment: stage.show_experiment(experiment))
    layout.addWidget(stage)
    qtbot.addWidget(owner)
    owner.resize(820, 640)
    QCursor.setPos(5_000, 5_000)  # wherever an earlier test has left the hand
    with qtbot.waitExposed(owner):
        owner.show()
    return owner


@pytest.fixture
def stage(owner):
    return owner.findChild(Stage)


def legend(stage):
    return stage.findChild(Folding)


def overlays(stage):
    """What lies over the plane now, and where."""
    cards = [legend(stage), stage.findChild(AxisPicker), stage.extras.value, stage.extras.reach]
    return [card.geometry() for card in cards if card is not None and card.isVisible()]


def hidden_points(stage):
    """How many points lie behind something."""
    canvas, points = stage.findChild(Canvas), stage._board.points
    x, y = canvas.to_pixels(points.cloud.x, points.cloud.y)
    at = [QPoint(round(a), round(b)) + canvas.pos() for a, b in zip(x, y, strict=True)]
    return sum(any(place.contains(point) for place in overlays(stage)) for point in at)


def meets(stage):
    places = overlays(stage)
    return any(a.intersects(b) for i, a in enumerate(places) for b in places[:i])


def area(stage):
    return stage.findChild(Canvas).area


@given(
    st.lists(st.tuples(parts, parts), min_size=1, max_size=30),
    st.lists(st.tuples(parts, parts, parts, parts), max_size=3),
)
def test_the_room_that_is_found_leaves_no_point_covered(points, corners):
    x, y = np.array(points).T
    covers = [QRectF(a, b, c * 0.5, d * 0.5) for a, b, c, d in corners]
    room = least_room(x, y, covers, low=True)
    if room is None:
        return
    wide = room.around(Area(0.0, 1.0, 0.0, 1.0))
    across, down = (x - wide.left) / (wide.right - wide.left), 1 - y  # y as the plane counts it
    down = (wide.top - down) / (wide.top - wide.bottom)
    assert [covered(across, down, cover) for cover in covers] == [0] * len(covers)
    assert room == Room() or any(covered(x, y, cover) for cover in covers)


@pytest.mark.parametrize("size", [(820, 640), (520, 640), (480, 420), (1200, 800)])
def test_no_point_is_covered_at_any_size(owner, stage, qtbot, size):
    stage.opened(people())
    owner.resize(*size)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: hidden_points(stage) == 0)


def test_a_fitted_view_is_fitted_again_after_a_resize(owner, stage):
    stage.opened(people())
    for width in (500, 900, 460):
        owner.resize(width, 600)
        QApplication.processEvents()
        seen = area(stage)
        stage.fit()
        assert area(stage) == seen


def test_a_view_that_was_moved_stays_after_a_resize(owner, stage):
    stage.opened(people())
    stage.findChild(Canvas).zoom(0.7)
    seen = area(stage)
    owner.resize(500, 600)
    QApplication.processEvents()
    assert area(stage) == seen


def test_nothing_moves_while_the_pointer_is_over_the_plane(owner, stage, qtbot):
    stage.opened(people())
    viewport = stage.findChild(Canvas).plot.viewport()
    at = QPointF(200, 200)
    QApplication.sendEvent(viewport, QEnterEvent(at, at, at))
    viewport.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    seen = area(stage)
    owner.resize(500, 380)
    QApplication.processEvents()
    assert area(stage) == seen and hidden_points(stage) >= 1
    viewport.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    QApplication.sendEvent(viewport, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: hidden_points(stage) == 0)


def test_nothing_moves_during_a_stroke(owner, stage, qtbot):
    stage.opened(people())
    stage.choose_tool(Tool.MAGNET)
    stage._tools.press(QPointF(300, 200))
    seen = area(stage)
    owner.resize(500, 380)
    QApplication.processEvents()
    assert area(stage) == seen
    stage._tools.release()
    qtbot.waitUntil(lambda: area(stage) != seen)


def test_the_fold_is_reached_with_the_keyboard(stage):
    stage.opened(line())
    assert legend(stage).fold.focusPolicy() & Qt.FocusPolicy.TabFocus
    legend(stage).fold.setFocus()
    QTest.keyClick(legend(stage).fold, Qt.Key.Key_Space)
    assert legend(stage).folded
    assert legend(stage).fold.toolTip().endswith(".") and legend(stage).fold.accessibleName()


@pytest.mark.parametrize("width", [300, 420, 480, 560, 700, 1000])
def test_chooser_and_legend_never_meet(owner, stage, width):
    stage.opened(several())
    owner.resize(width, 600)
    QApplication.processEvents()
    assert stage.findChild(AxisPicker).isVisible()
    assert not meets(stage)
    assert all(place.right() < width for place in overlays(stage))


def test_the_legend_folds_with_button_and_key_and_stays_folded(stage):
    stage.opened(line())
    before = legend(stage).size()
    QTest.mouseClick(legend(stage).fold, Qt.MouseButton.LeftButton)
    assert legend(stage).folded
    assert legend(stage).height() < 45 and legend(stage).width() < before.width()
    stage.opened(people())
    assert legend(stage).folded
    stage.setFocus()
    QTest.keyClick(stage.findChild(Canvas), Qt.Key.Key_L)
    assert not legend(stage).folded
    visible = [b for b in legend(stage).findChildren(QToolButton) if b.isVisible()]
    assert len(visible) > 3


def test_a_legend_too_large_for_the_plane_folds_by_itself_and_opens_again(owner, stage):
    stage.opened(several(rows=200, features=2, classes=10))
    owner.resize(560, 360)
    QApplication.processEvents()
    assert legend(stage).folded
    owner.resize(1200, 900)
    QApplication.processEvents()
    assert not legend(stage).folded


def test_what_the_learner_unfolded_stays_unfolded(owner, stage):
    stage.opened(several(rows=200, features=2, classes=10))
    owner.resize(560, 360)
    QApplication.processEvents()
    legend(stage).turn()
    owner.resize(540, 350)
    QApplication.processEvents()
    assert not legend(stage).folded


@pytest.mark.parametrize("seed", range(5))
def test_the_card_of_the_value_covers_no_point(owner, stage, seed):
    random = np.random.default_rng(seed)
    x, y = random.normal(size=(2, 100))
    columns = {"x1": x.tolist(), "x2": y.tolist(), "y": (x + y).tolist()}
    part = {"columns": columns, "features": ["x1", "x2"], "target": "y", "task": "regression"}
    stage.opened(Experiment.from_dict({"data": part}))
    assert stage.extras.value.isVisible()
    for size in ((820, 640), (600, 480)):
        owner.resize(*size)
        QApplication.processEvents()
        assert hidden_points(stage) == 0
        assert not meets(stage)


def test_the_card_of_a_tool_goes_where_it_covers_fewest_points(stage):
    columns = {"a": [0.0, 0.02, 0.3, 1.0], "b": [0.0, 0.02, 0.0, 1.0]}
    part = {"columns": columns, "features": ["a"], "target": "b", "task": "regression"}
    stage.opened(Experiment.from_dict({"data": part}))
    seen = area(stage)
    stage.choose_tool(Tool.BRUSH)
    assert stage.extras.reach.isVisible()
    assert area(stage) == seen  # choosing a tool moves nothing
    assert hidden_points(stage) == 0


def test_the_cards_stay_on_the_plane(owner, stage):
    stage.opened(several(features=2, task="regression"))
    stage.choose_tool(Tool.MAGNET)
    for size in ((820, 640), (500, 380)):
        owner.resize(*size)
        QApplication.processEvents()
        canvas = stage.findChild(Canvas)
        plane = canvas.pixels.toRect().translated(canvas.pos()).adjusted(-1, -1, 1, 1)
        assert all(plane.contains(place) for place in overlays(stage))
        assert not meets(stage)
