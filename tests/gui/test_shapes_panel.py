"""The shape lens as a learner uses it: the trap of the lesson, its cures, and other tensors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from engine.answers.views import answer
from engine.frames import Frame
from gui.kit.numbers import number
from gui.kit.shapes import unbroken
from gui.kit.theme import DARK
from gui.model.examples import FOLDER
from gui.panels.shapes.panel import ShapesPanel
from tests.experiments import flowers


def frame_of(panel: ShapesPanel, session: Session) -> Frame:
    """What the training process would answer to the panel."""
    return Frame(
        run=0, step=0, epoch=0, phase=None, running=False, losses_from=0, new_losses=np.empty(0),
        loss=None, shapes=session.experiment.parameter_shapes(),
        views=answer(session, panel.wants()),
    )  # fmt: skip


@pytest.fixture
def lesson(qtbot: QtBot) -> ShapesPanel:
    panel = ShapesPanel()
    qtbot.addWidget(panel)
    experiment = Experiment.load(FOLDER / "e3-shapes.json")
    panel.show_experiment(experiment)
    panel.draw(frame_of(panel, Session(experiment)))
    panel.resize(420, 800)
    panel.show()
    return panel


def said(panel: ShapesPanel) -> str:
    return panel.sentence.text().replace("\u00a0", " ")


def choose(panel: ShapesPanel, left: str, operation: str, right: str) -> None:
    for combo, name in (
        (panel.left, left), (panel.operation, operation), (panel.right, right)
    ):  # fmt: skip
        combo.setCurrentIndex(combo.findData(name))
        combo.activated.emit(combo.currentIndex())


def test_the_trap_is_there_at_once(lesson: ShapesPanel) -> None:
    assert lesson.diagram.texts() == [
        ("y", ["1 → 100", "100"]),
        ("− ŷ", ["100", "1 → 100"]),
        ("=", ["100", "100"]),
    ]
    assert "(100, 100)" in said(lesson)
    assert lesson.grid.cells == (100, 100)
    assert lesson.ways.wrong.text == "187.0950"
    assert lesson.ways.right.text == "109.8145"
    marks = [row[0] for row in lesson.ways.texts()]
    assert marks == ["✗", "✓", "✓"] * 2
    assert [row[2] for row in lesson.ways.texts()][:3] == ["(100, 100)", "(100,)", "(100, 1)"]


@pytest.mark.parametrize(
    ("left", "right", "cells"),
    [("y", "ŷ.flatten()", (1, 100)), ("y.reshape(-1, 1)", "ŷ", (100, 1))],
)
def test_the_cures(lesson: ShapesPanel, left: str, right: str, cells: tuple[int, int]) -> None:
    choose(lesson, left, "-", right)
    assert lesson.grid.cells == cells
    assert "100, 100" not in said(lesson)


def test_every_cell_says_its_number(lesson: ShapesPanel) -> None:
    experiment = lesson.experiment
    assert experiment is not None
    x, y = (experiment.data.table.columns[name] for name in ("x", "y"))
    said = lesson.grid.sentence(QPointF(1.0, 1.0))
    assert said.endswith(f"{y[0] - (-5 + 10 * x[0]):.4g}".replace("-", "−"))
    assert lesson.grid.sentence(QPointF(1000.0, 1.0)) == ""


def test_what_does_not_fit_says_why(lesson: ShapesPanel) -> None:
    choose(lesson, "y", "@", "ŷ.flatten()")
    assert "()" in said(lesson)
    choose(lesson, "X", "@", "y.reshape(-1, 1)")
    assert "refused" in said(lesson)
    assert lesson.grid.isHidden()
    assert lesson.diagram.texts()[-1] == ("=", ["?"])


def test_other_experiments(lesson: ShapesPanel) -> None:
    choose(lesson, "output.weight", "*", "y")
    classes = flowers()
    lesson.show_experiment(classes)
    lesson.draw(frame_of(lesson, Session(classes)))
    assert lesson.ways.isHidden()
    choose(lesson, "X", "@", "hidden1.weight.T")
    assert "(6, 4)" in said(lesson)
    choose(lesson, "hidden1.weight", "+", "hidden1.weight")
    assert lesson.grid.cells == (4, 2)


def test_late_frames_of_other_rows_are_left_out(lesson: ShapesPanel) -> None:
    experiment = lesson.experiment
    assert experiment is not None
    frame = frame_of(lesson, Session(experiment))
    fewer = experiment.data.table.delete([0, 1])
    lesson.show_experiment(replace(experiment, data=replace(experiment.data, table=fewer)))
    lesson.draw(frame)
    assert lesson.grid.isHidden()
    assert "(98, 98)" in said(lesson)


def test_dark(lesson: ShapesPanel) -> None:
    light = lesson.grab().toImage()
    lesson.restyle(DARK)
    assert lesson.grab().toImage() != light


@pytest.mark.parametrize("width", [230, 266])
def test_tensors_are_whole_in_a_narrow_dock(lesson: ShapesPanel, width: int) -> None:
    lesson.resize(width, 800)
    QApplication.processEvents()
    for combo in (lesson.left, lesson.right):
        needed = combo.fontMetrics().horizontalAdvance("ŷ.flatten()  (100,)")
        assert combo.width() >= needed + 30  # the arrow and its frame
    assert lesson.operation.y() == lesson.right.y() > lesson.left.y()


def test_no_line_is_broken_within_a_shape() -> None:
    bound = unbroken("rows: (5, 1) @ (1, 1) + (1,) → (n, 1) (see there)")
    assert bound.split(" ") == [
        "rows:", "(5,\u00a01)", "@", "(1,\u00a01)", "+", "(1,)", "→", "(n,\u00a01)", "(see",
        "there)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("inputs", "bias", "applies"),
    [
        (None, True, True),
        (["1", "x"], False, True),
        (["x"], False, False),
        (["x", "1"], False, True),
    ],
)
def test_three_ways_come_to_the_same_prediction(
    lesson: ShapesPanel, inputs: list[str] | None, bias: bool, applies: bool
) -> None:
    panel = lesson
    columns: dict[str, list[float]] = {"x": [0.1, 1.5, -2.0, 3.25], "y": [2, 4, 6, 8]}
    data = {"columns": columns, "features": ["x"], "target": "y"}
    document = {"data": data, "model": {"inputs": inputs, "bias": bias}}
    session = Session(Experiment.from_dict(document))
    session.step(3)
    panel.show_experiment(session.experiment)
    panel.draw(frame_of(panel, session))
    assert panel.three.isVisibleTo(panel) is applies
    if not applies:
        return
    weights = session.parameters["output.weight"][0]
    place = 1 if inputs == ["1", "x"] else 0
    offset = session.parameters["output.bias"][0] if bias else weights[1 - place]
    expected = [number(float(weights[place] * x + offset)) for x in columns["x"][:3]]
    rows = panel.three.texts()
    assert [row[2].splitlines() for row in rows] == [expected] * 3
    assert [row[1] for row in rows] == ["(4,)", "(4, 1)", "(4, 1)"]
    assert rows[2][0] == "model = nn.Linear(1, 1)\ny_hat = model(x.reshape(4, 1))"
    assert "Three ways, the same numbers" in panel.three.sentence.text()
