"""Undo brings back the training that a gesture has ended, to the last bit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.edits import classes
from engine.edits import parts as edits
from engine.experiment import Experiment
from engine.frames import Frame, Moment, Snapshot
from engine.training.session import Session
from gui.app import App
from gui.model import entry
from gui.model.undo import Undo
from tests.experiments import flowers
from tests.hearing import watch_parameters
from tests.programs import program

LONG = 60_000


@pytest.fixture
def app(clean_qapp: QApplication, qtbot: QtBot) -> Iterator[App]:
    yield from program(clean_qapp, qtbot)


class Desk:
    """The program in the hands of somebody who waits for each answer."""

    def __init__(self, app: App, qtbot: QtBot, experiment: Experiment) -> None:
        self.app, self._bot = app, qtbot
        self.losses: dict[int, float] = {}
        app.runner.frame.connect(self._note)
        app.document.adopt(experiment)
        watch_parameters(qtbot, app)  # else frames bring none
        self.stand_at(0)

    def _note(self, frame: Frame) -> None:
        if frame.losses_from == 0:
            self.losses.clear()
        steps = range(frame.losses_from + 1, frame.losses_from + 1 + len(frame.new_losses))
        self.losses |= dict(zip(steps, frame.new_losses.tolist(), strict=True))
        self.losses = {step: loss for step, loss in self.losses.items() if step <= frame.step}

    @property
    def now(self) -> Frame:
        assert self.app.board.last is not None
        return self.app.board.last

    def stand_at(self, step: int) -> None:
        def stands() -> bool:
            shapes = {name: values.shape for name, values in self.now.parameters.items()}
            fits = shapes == self.app.document.experiment.parameter_shapes()
            return fits and self.now.step == step and len(self.losses) == step

        self._bot.waitUntil(stands, timeout=LONG)

    def train(self, steps: int) -> None:
        goal = self.now.step + steps
        self.app.runner.step(steps)
        self.stand_at(goal)

    def press(self, command: str) -> None:
        assert self.app.actions[command].isEnabled()
        self.app.actions[command].trigger()


def start() -> Experiment:
    return flowers(
        model={"hidden": [4]},
        optimizer={"name": "adam", "lr": 0.05},
        training={"batch_size": 2, "epochs": 1000},
    )


def slower() -> Experiment:
    return replace(start(), optimizer=start().optimizer.replace(lr=0.01))


def straight(steps: int, experiment: Experiment) -> list[float]:
    session = Session(experiment)
    session.step(steps)
    losses: list[float] = session.losses.tolist()
    return losses


def test_training_comes_back_wherever_it_was_lost(app: App, qtbot: QtBot) -> None:
    desk = Desk(app, qtbot, start())
    app.document.edit("Neuron", edits.with_hidden(start(), (5,)))
    desk.stand_at(0)
    desk.train(3)
    desk.press("edit.undo")
    desk.stand_at(0)  # where nothing had been trained, nothing has
    desk.train(30)
    exact = straight(60, start())

    wider = edits.with_hidden(start(), (7, 3))
    app.document.edit("Layers", wider)
    desk.stand_at(0)
    desk.train(9)
    other = list(desk.losses.values())
    desk.press("edit.undo")
    desk.stand_at(30)
    assert list(desk.losses.values()) == exact[:30]
    assert "back at step 30" in app.window.bar.text
    desk.press("edit.redo")
    desk.stand_at(9)
    assert list(desk.losses.values()) == other
    desk.press("edit.undo")
    desk.stand_at(30)
    desk.train(10)
    assert list(desk.losses.values()) == exact[:40]

    app.document.edit("Remove", classes.with_class_removed(start(), ("a", "b", "c"), "a"))
    desk.stand_at(0)
    desk.press("edit.undo")
    desk.stand_at(40)

    desk.press("run.reset")
    desk.stand_at(0)
    assert app.document.history.undo_text == "Reset" and not app.document.dirty
    desk.train(4)
    desk.press("edit.undo")
    desk.stand_at(40)
    desk.train(20)
    assert list(desk.losses.values()) == exact
    app.runner.time.goto(12)  # the history came back, too
    desk.stand_at(12)

    app.document.reset("Use 0.01", slower())  # as the button of an advice does
    desk.stand_at(0)
    desk.train(5)
    assert list(desk.losses.values()) == straight(5, slower())
    desk.press("edit.undo")
    desk.stand_at(12)
    assert app.document.experiment == start()
    desk.press("edit.redo")
    desk.stand_at(5)
    assert list(desk.losses.values()) == straight(5, slower())


# ---- the bound on memory -------------------------------------------------------------------------


def run(size: int) -> Snapshot:
    moment = Moment(start(), 5, parameters={"w": np.zeros(size // 8)})
    return Snapshot(start(), 5, furthest=5, moments=(moment,))


def test_the_oldest_runs_go_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "TRAININGS", 3000)
    history = Undo(start())
    assert history.keep(run(1000)) == ""
    for place, gone in enumerate(["", "", "Edit 0", "Edit 1"]):
        history.push(f"Edit {place}", edits.with_hidden(start(), (place + 5,)))
        assert history.loses(-1)
        assert history.keep(run(1000)) == gone
    history.undo()
    assert history.take_training() is not None and history.take_training() is None


def test_one_run_that_is_too_large_loses_its_oldest_moments(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(entry, "TRAININGS", 2500)
    history = Undo(start())
    moments = tuple(replace(run(1000).moments[0], step=step) for step in (1, 2, 3))
    assert history.keep(replace(run(1000), moments=moments)) == ""
    kept = history.take_training()
    assert kept is not None and [moment.step for moment in kept.moments] == [2, 3]


def test_a_run_outlives_the_parameters_that_were_set_before_it_was_left() -> None:
    history = Undo(start())
    history.push_parameters("Set parameter", {}, {})
    history.keep(run(8))
    history.push_reset("Reset", start())
    history.forget_parameters()
    assert history.loses(-1) and history.undo()
    assert history.take_training() is not None


def test_more_numbers_than_an_experiment_keeps_are_said_to_be_of_this_run(
    app: App, qtbot: QtBot
) -> None:
    app.document.edit("Wider", edits.with_hidden(app.document.experiment, (320, 320)))
    qtbot.waitUntil(lambda: app.board.last is not None and app.board.last.step == 0, timeout=LONG)
    before = {"hidden2.weight": np.zeros((320, 320), np.float32)}
    app.state.set_parameters("Typed", before, {"hidden2.weight": before["hidden2.weight"] + 1})
    assert app.window.bar.text.startswith("More than 100,000 numbers are no start")
    assert not app.document.experiment.model.init.values
    app.window.bar.clear()
    app.state.set_parameters("Typed", {}, {"hidden2.bias": np.ones(320, np.float32)})
    assert app.window.bar.text == ""
    assert list(app.document.experiment.model.init.values) == ["hidden2.bias"]
