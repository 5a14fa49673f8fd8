"""What a screen reader hears: stage and loss in a sentence, at most once a second."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible

from engine.answers import views
from engine.experiment import Experiment
from engine.frames import Frame
from engine.training.session import Session
from gui.kit.numbers import loss, short
from gui.panels.activation.panel import ActivationPanel
from gui.panels.loss.panel import LossPanel
from gui.shell import narrator
from gui.shell.board import Board
from gui.shell.narrator import Narrator
from gui.stage.stage import Stage
from tests.experiments import flowers, line
from tests.there import there


@pytest.fixture
def stage(qtbot):
    stage = Stage()
    stage.resize(600, 450)
    qtbot.addWidget(stage)
    stage.show()
    qtbot.waitExposed(stage)
    return stage


def trained(panel, experiment, steps):
    panel.show_experiment(experiment)
    session = Session(experiment)
    session.step(steps)
    panel.draw(frame(session, panel))
    return session


def frame(session, panel):
    found = views.answer(session, panel.wants())
    steps, shapes = session.step_number, session.experiment.parameter_shapes()
    losses = session.losses
    return Frame(1, steps, 1, "update", False, 0, losses, session.loss, shapes, found)


def test_the_stage_says_its_points_and_its_line(stage):
    session = trained(stage, line(), 3)
    slope = session.parameters["output.weight"].item()
    offset = session.parameters["output.bias"].item()
    sign = "+" if offset >= 0 else "−"
    words = stage.in_words()
    assert words.startswith("5 points; the line y = ")
    told_slope, told_sign, told_offset = (words.split()[i] for i in (-4, -2, -1))
    assert float(told_slope.replace("−", "-")) == pytest.approx(slope, rel=2e-3)
    assert told_sign == sign and float(told_offset) == pytest.approx(abs(offset), rel=2e-3)


def test_the_stage_says_what_it_shows_of_other_models(stage):
    trained(stage, flowers(), 2)
    assert stage.in_words() == "6 points; regions of 3 classes over length and width"
    trained(stage, line(model={"hidden": [4]}), 2)
    assert "a curve for y over x, from" in stage.in_words()
    columns = {"x": [0.0, 1.0, 2.0, 3.0], "passed": [0, 0, 1, 1]}
    data = {"columns": columns, "features": ["x"], "target": "passed", "task": "classification"}
    values = {"output.weight": [[4.0]], "output.bias": [-6.0]}
    optimizer = {"name": "sgd", "lr": 0.0001}
    part = {"data": data, "model": {"init": {"values": values}}, "optimizer": optimizer}
    trained(stage, Experiment.from_dict(part), 1)
    place = float(stage.in_words().rpartition(" ")[2])
    assert "the class changes where x = " in stage.in_words() and place == pytest.approx(
        1.5, abs=0.02
    )


def test_without_a_model_it_says_the_data_alone(stage):
    stage.opened(line())
    assert stage.in_words() == "5 points"


def test_the_loss_says_its_newest_figure(qtbot):
    panel = LossPanel()
    qtbot.addWidget(panel)
    session = trained(panel, line(), 31)
    assert panel.in_words() == f"loss {loss(session.losses[-1])} after 31 steps"
    trained(panel, line(), 1)
    assert panel.in_words().endswith("after 1 step")


def test_an_activation_says_where_the_neurons_stand(qtbot):
    panel = ActivationPanel()
    qtbot.addWidget(panel)
    trained(panel, line(model={"hidden": [3]}), 2)
    z, _ = panel.plot.drawn()
    assert f"z from {short(float(z.min()))} to {short(float(z.max()))}" in panel.in_words()


@pytest.fixture
def heard(monkeypatch):
    """What a screen reader would be told, as if one listened."""
    events = []
    monkeypatch.setattr(narrator, "PAUSE", 50)
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(events.append))
    return events


def test_it_is_told_once_in_a_while_and_nothing_twice(stage, heard, qtbot):
    parent = QObject()
    board, panel = Board(parent), LossPanel()
    qtbot.addWidget(panel)
    for each in (stage, panel):
        board.add(each)
    told = Narrator(board, parent)
    panel.show()
    session = Session(line())
    board.show_opened(session.experiment)
    for _ in range(5):
        session.step()
        board.draw(frame(session, stage))
        told.listen()
    assert heard == []
    qtbot.waitUntil(lambda: len(heard) > 0)
    (spoken,) = (event for event in heard if event.type() == QAccessible.Event.Announcement)
    heard_loss = f"loss {loss(session.losses[-1])} after 5 steps"
    assert spoken.message() == f"{stage.in_words()}; {heard_loss}"
    assert there(stage.ties().speaker).accessibleDescription() == spoken.message()
    assert panel.plot.accessibleDescription() == panel.in_words() != ""
    count = len(heard)
    told._tell()
    assert len(heard) == count


def test_views_whose_parts_speak_for_themselves_keep_their_descriptions(heard, qtbot):
    class Quiet(LossPanel):
        def in_words(self):
            return ""

    parent, panel = QObject(), Quiet()
    qtbot.addWidget(panel)
    panel.plot.setAccessibleDescription("its own")
    board = Board(parent)
    board.add(panel)
    panel.show()
    Narrator(board, parent)._tell()
    assert panel.plot.accessibleDescription() == "its own" and heard == []
    assert panel.ties().speaker is panel.plot and np.isfinite(narrator.PAUSE)
