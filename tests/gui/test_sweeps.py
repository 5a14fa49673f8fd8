"""Brush, eraser, jitter and magnet: by mouse and by keys, one undo entry a gesture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine import Experiment
from gui.kit.wishes import Edit, Preview
from gui.model.document import Document
from gui.stage.hand.sweeps import SWEEPS, Attract, Erase, Jitter, Reach, Spray, Sweep
from gui.stage.hand.tool import Tool
from gui.stage.stage import Stage
from tests.hearing import hear, wished
from tests.there import there

LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton
FIXTURE = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
Places = NDArray[np.float64]


def plane(rows: int = 60, task: str = "classification") -> Experiment:
    """Two features and two classes, or a number, at random."""
    draw = np.random.default_rng(1)
    target = [int(i % 2) for i in range(rows)] if task == "classification" else list(range(rows))
    a, b = draw.normal(size=(2, rows)).tolist()
    return Experiment.from_dict(
        {
            "data": {
                "columns": {"a": a, "b": b, "kind": target},
                "features": ["a", "b"], "target": "kind", "task": task,
            }
        }
    )  # fmt: skip


class Staged(Document):
    """A document with a stage that shows it."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage()


@pytest.fixture
def document(qtbot: QtBot) -> Iterator[Staged]:
    made = Staged()
    stage = made.stage
    qtbot.addWidget(stage)
    hear(stage, Edit, made.edit)
    made.opened.connect(stage.opened)
    made.changed.connect(stage.show_experiment)
    stage.resize(800, 600)
    with qtbot.waitExposed(stage):
        stage.show()
    made.adopt(plane())
    yield made


def center(stage: Stage) -> QPointF:
    return stage._canvas.pixels.center()


def mouse(stage: Stage, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton,
          buttons: Qt.MouseButton) -> None:  # fmt: skip
    viewport = stage._canvas.plot.viewport()
    event = QMouseEvent(
        kind, at, viewport.mapToGlobal(at), button, buttons, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(viewport, event)


def stroke(
    stage: Stage, *way: QPointF, button: Qt.MouseButton = LEFT, release: bool = True
) -> None:
    mouse(stage, QEvent.Type.MouseButtonPress, way[0], button, button)
    for at in way[1:]:
        mouse(stage, QEvent.Type.MouseMove, at, NONE, button)
    if release:
        mouse(stage, QEvent.Type.MouseButtonRelease, way[-1], button, NONE)


def pixels(stage: Stage, experiment: Experiment) -> tuple[Places, Places]:
    columns = experiment.data.table.columns
    return stage._canvas.to_pixels(columns["a"], columns["b"])


def distances(stage: Stage, experiment: Experiment, at: QPointF) -> Places:
    across, down = pixels(stage, experiment)
    return np.hypot(across - at.x(), down - at.y())


@pytest.mark.parametrize("tool", SWEEPS)
def test_one_gesture_is_one_undo_entry(document: Staged, tool: Tool) -> None:
    stage, before = document.stage, document.experiment
    stage.choose_tool(tool)
    at = center(stage)
    stroke(stage, at, at + QPointF(20, 0), at + QPointF(40, 10))
    after = document.experiment
    assert after.data.table != before.data.table
    document.undo()
    assert document.experiment is before
    document.redo()
    assert document.experiment is after


@pytest.mark.parametrize("tool", SWEEPS)
def test_escape_takes_everything_back(document: Staged, tool: Tool, qtbot: QtBot) -> None:
    stage, before = document.stage, document.experiment
    stage.choose_tool(tool)
    stroke(stage, center(stage), release=False)
    with wished(qtbot, stage, Preview) as shown:
        QTest.keyClick(stage._canvas, Qt.Key.Key_Escape)
    assert shown[0].data.table is before.data.table
    mouse(stage, QEvent.Type.MouseButtonRelease, center(stage), LEFT, NONE)
    assert document.experiment is before


def test_a_release_that_nobody_saw_ends_the_stroke(document: Staged) -> None:
    stage = document.stage
    stage.choose_tool(Tool.BRUSH)
    stroke(stage, center(stage), release=False)
    mouse(stage, QEvent.Type.MouseMove, QPointF(-500, -500), NONE, NONE)
    rows = document.experiment.data.table.rows
    assert rows > 60
    assert not stage._tools.busy


def test_the_brush_paints_the_class_at_hand_and_the_next_one(document: Staged) -> None:
    stage = document.stage
    stage.choose_tool(Tool.BRUSH)
    at = center(stage)
    stroke(stage, at)
    stroke(stage, at, button=RIGHT)
    new = document.experiment.data.table.columns["kind"][60:].tolist()
    assert new[:4] == [0] * 4
    assert new[-4:] == [1] * 4
    assert distances(stage, document.experiment, at)[60:].max() <= 41  # and a rounded digit


def test_it_goes_on_while_the_hand_rests(document: Staged, qtbot: QtBot) -> None:
    stage = document.stage
    stage.choose_tool(Tool.BRUSH)
    stroke(stage, center(stage), release=False)
    qtbot.waitUntil(lambda: len(there(stage._tools.sweeper.sweep).added) > 20)
    mouse(stage, QEvent.Type.MouseButtonRelease, center(stage), LEFT, NONE)
    assert document.experiment.data.table.rows > 80


def test_training_sees_the_points_before_the_button_is_up(document: Staged, qtbot: QtBot) -> None:
    stage = document.stage
    stage.choose_tool(Tool.BRUSH)
    with wished(qtbot, stage, Preview) as shown:
        stroke(stage, center(stage), release=False)
    assert shown[0].data.table.rows > 60
    mouse(stage, QEvent.Type.MouseButtonRelease, center(stage), LEFT, NONE)


def test_no_point_is_squashed_onto_the_edge(document: Staged) -> None:
    stage = document.stage
    stage.choose_tool(Tool.BRUSH)
    rect = stage._canvas.pixels
    corner = QPointF(rect.left() + 2, rect.top() + 2)
    stroke(stage, *[corner] * 30)
    across, down = (places[60:] for places in pixels(stage, document.experiment))
    assert 0 < len(across) < 4 * 31  # about a quarter of the circle is in view
    assert across.min() >= rect.left() - 1
    assert down.min() >= rect.top() - 1
    assert len({*zip(across.tolist(), down.tolist(), strict=True)}) == len(across)


def test_the_eraser_takes_what_it_passes_however_quick_it_is(document: Staged) -> None:
    stage, before = document.stage, document.experiment
    stage.choose_tool(Tool.DELETE)
    middle, rect = center(stage), stage._canvas.pixels
    start, end = QPointF(rect.left() + 1, middle.y()), QPointF(rect.right() - 1, middle.y())
    near = np.abs(pixels(stage, before)[1] - middle.y())
    stroke(stage, start, end)
    kept = document.experiment.data.table
    assert kept.rows >= int((near > 40).sum())
    assert kept.rows <= int((near > 30).sum())  # between two of its circles it is less wide


@pytest.mark.parametrize("task", ["classification", "regression"])
@pytest.mark.parametrize(("button", "nearer"), [(LEFT, True), (RIGHT, False)])
def test_the_magnet(document: Staged, task: str, button: Qt.MouseButton, nearer: bool) -> None:
    document.adopt(plane(task=task))
    stage, before = document.stage, document.experiment
    stage.choose_tool(Tool.MAGNET)
    at = center(stage)
    was = distances(stage, before, at)
    stroke(stage, at, at, at, button=button)
    now = distances(stage, document.experiment, at)
    moved = was <= 40
    assert moved.any()
    assert np.all((now[moved] < was[moved]) == nearer)
    assert np.array_equal(now[~moved], was[~moved])


@pytest.mark.parametrize("tool", SWEEPS)
def test_by_keys_alone(document: Staged, tool: Tool) -> None:
    stage, before = document.stage, document.experiment
    names = {
        Tool.BRUSH: Qt.Key.Key_B, Tool.DELETE: Qt.Key.Key_E,
        Tool.JITTER: Qt.Key.Key_J, Tool.MAGNET: Qt.Key.Key_G,
    }  # fmt: skip
    stage._canvas.setFocus()
    QTest.keyClick(stage._canvas, names[tool])
    assert stage._tools.tool is tool
    QTest.keyClick(stage._canvas, Qt.Key.Key_BracketRight)
    assert stage._tools.sweeper.reach.radius == 50
    assert there(stage.extras.cards.reach).radius.value() == 50
    QTest.keyClick(stage._canvas, Qt.Key.Key_Return)  # shows the cross
    QTest.keyClick(stage._canvas, Qt.Key.Key_Return)
    assert document.experiment.data.table != before.data.table


def test_other_data_end_the_gesture_without_an_edit(document: Staged) -> None:
    stage = document.stage
    stage.choose_tool(Tool.DELETE)
    stroke(stage, center(stage), release=False)
    document.adopt(plane(rows=30))
    mouse(stage, QEvent.Type.MouseButtonRelease, center(stage), LEFT, NONE)
    assert document.experiment.data.table.rows == 30
    assert not document.dirty


def test_what_is_typed_is_the_reach(document: Staged, qtbot: QtBot) -> None:
    stage = document.stage
    stage.choose_tool(Tool.BRUSH)
    assert there(stage.extras.cards.reach).isVisible()
    field = there(stage.extras.cards.reach).strength
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "9")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    stroke(stage, center(stage))
    assert document.experiment.data.table.rows == 60 + 9
    stage.choose_tool(Tool.PUT)
    assert not there(stage.extras.cards.reach).isVisible()


KINDS: tuple[type[Sweep], ...] = (Spray, Erase, Jitter, Attract)


@FIXTURE
@given(
    kind=st.sampled_from(KINDS),
    radius=st.floats(5, 200),
    strength=st.integers(1, 20),
    way=st.lists(st.tuples(st.floats(0, 700), st.floats(0, 500)), min_size=1, max_size=6),
    second=st.booleans(),
)
def test_only_what_is_within_reach_changes(
    document: Staged, kind: type[Sweep], radius: float, strength: int,
    way: list[tuple[float, float]], second: bool,
) -> None:  # fmt: skip
    stage = document.stage
    board, base = stage._board, document.experiment
    across, down = pixels(stage, base)
    sweep = kind(board, Reach(radius, strength), second, 3)
    places = [QPointF(*place) for place in way]
    for at in places:
        sweep.tick(at)
    table = sweep.result().data.table
    if kind is Spray:
        assert table.take(np.arange(60)) == base.data.table
        x, y = stage._canvas.to_pixels(table.columns["a"][60:], table.columns["b"][60:])
        for one, other in zip(x, y, strict=True):
            reached = [np.hypot(one - at.x(), other - at.y()) for at in places]
            assert min(reached) <= radius + 1
    elif kind is Erase and len(places) == 1:
        gone = np.hypot(across - places[0].x(), down - places[0].y()) <= radius
        assert table == base.data.table.delete(np.flatnonzero(gone))
    elif kind is not Erase:
        assert table.rows == 60
        changed = table.columns["a"] != base.data.table.columns["a"]
        assert not np.any(changed & ~sweep.touched)
        assert np.array_equal(table.columns["kind"], base.data.table.columns["kind"])


@pytest.mark.parametrize("tool", SWEEPS)
def test_what_is_changed_beside_a_stroke_stays_changed(document: Staged, tool: Tool) -> None:
    stage = document.stage
    stage.choose_tool(tool)
    stroke(stage, center(stage), release=False)
    seeded = replace(document.experiment.training, seed=7)
    document.edit("Seed", replace(document.experiment, training=seeded))
    mouse(stage, QEvent.Type.MouseButtonRelease, center(stage), LEFT, NONE)
    assert document.experiment.training.seed == 7
    assert document.experiment.data.table != plane().data.table


def test_losing_the_focus_ends_a_stroke(document: Staged) -> None:
    stage = document.stage
    stage.choose_tool(Tool.BRUSH)
    stroke(stage, center(stage), release=False)
    event = QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason)
    QApplication.sendEvent(stage._canvas, event)
    assert not stage._tools.busy
    assert document.experiment.data.table.rows > 60
