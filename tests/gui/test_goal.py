"""A goal in the window: typed among the settings of training, followed beside what it is for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine import Session
from engine.answers.views import answer
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.frames import Frame, MetricsRequest, Request, TrainLossRequest
from gui.kit.wishes import Edit, Refuse
from gui.model.document import Document
from gui.panels.about.panel import AboutPanel
from gui.panels.training.panel import TrainingPanel
from gui.shell.toasts import told
from gui.workspaces import sections
from tests.experiments import flowers, line
from tests.hearing import hear


def frame(session: Session, seen: int, wants: tuple[Request, ...], run: int = 1) -> Frame:
    """What the window would be sent, when it has the losses of ``seen`` steps."""
    shapes = session.experiment.parameter_shapes()
    losses, views = session.losses_since(seen), answer(session, wants)
    place = session.step_number, session.epoch_number
    return Frame(run, *place, None, False, seen, losses, session.loss, shapes, views)


def followed(panel: AboutPanel, session: Session, steps: int, seen: int) -> str:
    session.step(steps)
    panel.draw(frame(session, seen, panel.wants()))
    return panel.state.text()


@pytest.fixture
def panel(qtbot: QtBot) -> AboutPanel:
    found = AboutPanel()
    qtbot.addWidget(found)
    return found


def test_the_step_that_reaches_a_loss_is_exact_however_fast_training_is_looked_at(
    panel: AboutPanel,
) -> None:
    experiment = line(goal="loss < 0.2")
    session = Session(experiment)
    session.step(200)
    first = int(np.argmax(session.losses < 0.2))  # after so many updates
    assert first > 3
    panel.show_experiment(experiment)
    assert panel.goal.text() == "Goal: loss < 0.2" and not panel.goal.isHidden()
    assert panel.wants() == (TrainLossRequest(),)
    session = Session(experiment)
    assert followed(panel, session, first - 1, 0) == "Not reached yet."
    assert followed(panel, session, 60, first - 1) == f"Reached at step {first}."
    session.goto(2)
    panel.draw(frame(session, 2, panel.wants()))
    assert panel.state.text() == "Not reached yet."


def test_a_goal_that_was_reached_and_is_left_again_says_both(panel: AboutPanel) -> None:
    experiment = line(goal="step < 3 and step >= 1")
    panel.show_experiment(experiment)
    session = Session(experiment)
    assert followed(panel, session, 2, 0) == "Reached at step 1."
    assert followed(panel, session, 5, 2) == "Was reached at step 1, but not any more."


def test_of_figures_that_are_looked_at_now_and_then_it_says_so(panel: AboutPanel) -> None:
    experiment = flowers(goal="accuracy >= 0", data={"test_fraction": 0.4})
    panel.show_experiment(experiment)
    assert panel.wants() == (MetricsRequest(),)
    assert followed(panel, Session(experiment), 7, 0) == "Reached, seen at step 7."
    # A goal of losses that was set while training was on its way is no more exact than that.
    other = replace(line(), goal="loss < 100")
    panel.show_experiment(other)
    session = Session(other)
    session.step(5)
    assert followed(panel, session, 4, 5) == "Reached, seen at step 9."


def test_without_a_goal_nothing_of_it_is_shown_or_asked(panel: AboutPanel) -> None:
    panel.show_experiment(line())
    assert panel.goal.isHidden() and panel.state.isHidden() and panel.wants() == ()
    about = next(view for view in sections() if view.name == "about")
    assert not about.fits(line()) and about.fits(line(goal="loss < 1"))


def test_it_is_typed_undone_and_refused_in_a_sentence(qtbot: QtBot) -> None:
    document, panel = Document(), TrainingPanel()
    qtbot.addWidget(panel)
    document.adopt(line())
    document.changed.connect(panel.show_experiment)
    panel.show_experiment(document.experiment)
    refused: list[EngineError] = []
    hear(panel, Edit, document.edit)
    hear(panel, Refuse, refused.append)
    panel.goal.setFocus()
    qtbot.keyClicks(panel.goal, "loss < 0.5")
    qtbot.keyClick(panel.goal, Qt.Key.Key_Return)
    assert document.experiment.goal == "loss < 0.5" and document.dirty
    assert document.history.undo_text == "Goal" and "loss < 0.5" in panel.aiming.head.text()
    panel.goal.clear()
    qtbot.keyClicks(panel.goal, "accuracy > 1")
    qtbot.keyClick(panel.goal, Qt.Key.Key_Return)
    assert [error.where for error in refused] == ["goal"]
    assert document.experiment.goal == panel.goal.text() == "loss < 0.5"
    document.undo()
    assert document.experiment.goal == panel.goal.text() == ""


def test_a_goal_that_is_lost_with_what_it_asks_for_is_told_and_comes_back() -> None:
    document = Document()
    before = line(goal="test_loss < 1", data={"test_fraction": 0.4})
    document.adopt(before)
    seen: list[tuple[Experiment, Experiment]] = []
    document.edited.connect(lambda *both: seen.append(both))
    data = replace(before.data, test_fraction=0.0)
    document.edit("Test rows", replace(before, data=data))
    assert document.experiment.goal == "" and document.trainable
    assert "test_loss < 1" in told(*seen[0])
    document.undo()
    assert document.experiment.goal == "test_loss < 1"
    assert told(before, replace(before, goal="")) == ""  # the learner's own wish is no news
