"""The timeline with a real training process: back and forth to the same bits, and what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from engine.catalog import OPTIMIZERS
from engine.experiment.specs import Choice
from engine.frames import Frame
from gui.kit.changes import differences
from gui.kit.theme import LIGHT
from gui.kit.wishes import KeepRuns, ShowStep
from gui.model.journal.turns import Turns
from gui.model.training.runner import Runner
from gui.panels.loss.panel import LossPanel
from gui.panels.timeline.panel import TimelinePanel
from tests.hearing import hear, numbers, whole
from tests.holding import assert_explained, type_number

PATIENCE = 60_000  # milliseconds after which something that waits is stuck; no measure of speed
STEPS = 60


def small(**sections: object) -> Experiment:
    """A small network on a parabola, in batches of eight, with Adam."""
    x = np.linspace(-2, 2, 40)
    document: dict[str, Any] = {
        "data": {"columns": {"x": x.tolist(), "y": (x * x).tolist()}, "features": ["x"]},
        "model": {"hidden": [3]},
        "optimizer": {"name": "adam", "lr": 0.01},
        "training": {"batch_size": 8},
    }
    document["data"]["target"] = "y"
    return Experiment.from_dict({**document, **sections})


class Desk(QObject):
    """A runner, a timeline and a loss panel wired as in the window."""

    def __init__(self, qtbot: QtBot, runner: Runner, experiment: Experiment) -> None:
        super().__init__()
        self.qtbot, self.runner, self.experiment = qtbot, runner, experiment
        self.timeline, self.loss = TimelinePanel(), LossPanel()
        self.frames: list[Frame] = []
        for panel in (self.timeline, self.loss):
            qtbot.addWidget(panel)
            panel.restyle(LIGHT)
            panel.show_experiment(experiment)
            panel.show()
        runner.frame.connect(self.draw)
        runner.watch(whole)
        hear(self.timeline, ShowStep, runner.time.scrub)
        runner.open(experiment)
        runner.step(STEPS)
        self.wait(STEPS)

    def draw(self, frame: Frame) -> None:
        self.frames.append(frame)
        self.timeline.draw(frame)
        self.loss.draw(frame)

    def wait(self, step: int) -> Frame:
        """The frame that shows a step."""
        self.qtbot.waitUntil(
            lambda: bool(self.frames) and self.frames[-1].step == step, timeout=PATIENCE
        )
        return self.frames[-1]

    def change(self, **sections: Any) -> None:
        """Other settings, as a form would set them."""
        self.experiment = replace(self.experiment, **sections)
        self.loss.show_experiment(self.experiment)
        self.timeline.show_experiment(self.experiment)
        self.runner.change(self.experiment)

    @property
    def losses(self) -> list[float]:
        return self.loss.plot.train_curve()[1]

    @property
    def past(self) -> list[float]:
        _, y = self.loss.plot.past_curve()
        return [value for value in y if not np.isnan(value)]


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    runner = Runner(qapp)
    yield Desk(qtbot, runner, small())
    runner.close()


def after(steps: int) -> Session:
    """An untouched session after so many steps."""
    session = Session(small())
    session.step(steps)
    return session


def assert_same(desk: Desk, frame: Frame) -> None:
    """The frame and the curve are those of an untouched session, bit for bit."""
    session = after(frame.step)
    assert desk.losses == session.losses.tolist()
    for name, values in session.parameters.items():
        np.testing.assert_array_equal(frame.parameters[name], values)
    for name, gradient in session.gradients.items():
        np.testing.assert_array_equal(numbers(frame).gradients[name], gradient)


def test_scrubbing_back_and_forth_shows_what_was(desk: Desk) -> None:
    slider = desk.timeline.slider
    assert (slider.minimum(), slider.maximum(), slider.value()) == (0, STEPS, STEPS)
    for step in (40, 7, 0, 33, STEPS):
        slider.setValue(step)
        frame = desk.wait(step)
        assert frame.furthest == STEPS
        if step:
            assert_same(desk, frame)
        assert slider.maximum() == STEPS and desk.timeline.field.value() == step


def test_of_many_places_the_last_one_wins_and_the_handle_stays(desk: Desk) -> None:
    slider = desk.timeline.slider
    shown = len(desk.frames)
    slider.setSliderDown(True)
    for step in range(STEPS - 1, 11, -1):
        slider.setValue(step)
        assert slider.value() == step
    desk.wait(12)
    assert slider.value() == 12
    slider.setSliderDown(False)
    steps = [frame.step for frame in desk.frames[shown:]]
    assert len(set(steps)) < 6, "places that were passed by are not gone to"
    assert_same(desk, desk.frames[-1])


def test_going_on_from_the_past_repeats_it_and_the_grey_curve_is_covered(desk: Desk) -> None:
    straight = after(STEPS).losses.tolist()
    desk.timeline.slider.setValue(20)
    desk.wait(20)
    assert desk.past == straight[19:], "what can be gone to again stays in view"
    assert not desk.loss.clear.isVisible()
    desk.runner.step(15)
    assert_same(desk, desk.wait(35))
    assert desk.past == straight[34:]
    desk.runner.step(STEPS - 35 + 5)
    assert_same(desk, desk.wait(STEPS + 5))
    assert desk.past == [] and not desk.loss.clear.isVisible()


def test_a_step_can_be_typed(desk: Desk, qtbot: QtBot) -> None:
    type_number(qtbot, desk.timeline.field, "25")
    assert_same(desk, desk.wait(25))
    assert desk.timeline.slider.value() == 25
    type_number(qtbot, desk.timeline.field, str(STEPS + 1))
    assert desk.timeline.field.value() == 25, "what was not reached cannot be gone to"


def test_a_change_in_the_past_leaves_a_branch_until_it_is_cleared(desk: Desk, qtbot: QtBot) -> None:
    straight = after(STEPS).losses.tolist()
    desk.timeline.slider.setValue(20)
    desk.wait(20)
    desk.change(optimizer=Choice.of(OPTIMIZERS["adam"], lr=0.1))
    qtbot.waitUntil(lambda: desk.frames[-1].furthest == 20, timeout=PATIENCE)
    desk.runner.step(10)
    desk.wait(30)
    assert desk.past == straight[19:]
    assert desk.losses[:20] == straight[:20] and desk.losses[25] != straight[25]
    assert desk.timeline.slider.maximum() == 30
    assert desk.loss.plot.turns == [20]
    assert desk.loss.clear.isVisible()
    (left,) = desk.loss._journal.left
    assert left.experiment.optimizer.name == after(1).experiment.optimizer.name
    assert left.losses.tolist() == straight and left.earlier == ()
    kept: list[tuple[object, ...]] = []
    hear(desk.loss, KeepRuns, lambda runs, _: kept.append(runs))
    desk.loss.looks.menu.keep.trigger()
    assert kept == [(left,)] and desk.past == [] and desk.loss._journal.left == ()
    assert not desk.loss.looks.menu.keep.isVisible() and not desk.loss.clear.isVisible()
    desk.timeline.slider.setValue(25)
    desk.wait(25)
    desk.change(optimizer=Choice.of(OPTIMIZERS["adam"], lr=0.2))
    desk.runner.step(10)
    desk.wait(35)
    assert desk.loss._journal.left == (), "it has had two settings on its way"
    desk.loss.clear.trigger()
    assert desk.past == [] and not desk.loss.clear.isVisible()


def test_a_typed_parameter_branches_off_too(desk: Desk, qtbot: QtBot) -> None:
    desk.timeline.slider.setValue(20)
    desk.wait(20)
    desk.runner.weights.put("output.bias", np.array([0.25]))
    qtbot.waitUntil(lambda: desk.frames[-1].furthest == 20, timeout=PATIENCE)
    assert len(desk.past) == STEPS - 19
    desk.runner.reset()
    desk.wait(0)
    assert desk.past == []


def test_a_branch_that_was_overtaken_between_two_frames_is_seen(desk: Desk) -> None:
    desk.timeline.slider.setValue(20)
    desk.wait(20)
    desk.change(optimizer=Choice.of(OPTIMIZERS["adam"], lr=0.1))
    desk.runner.step(STEPS)
    desk.wait(STEPS + 20)
    assert len(desk.past) == STEPS - 19


def test_scrubbing_across_a_change_keeps_both_sides(desk: Desk) -> None:
    desk.change(optimizer=Choice.of(OPTIMIZERS["sgd"], lr=0.02))
    desk.runner.step(20)
    desk.wait(STEPS + 20)
    whole = desk.losses
    assert not desk.frames[-1].forks
    desk.timeline.slider.setValue(10)
    desk.wait(10)
    assert desk.frames[-1].forks
    desk.timeline.slider.setValue(STEPS + 10)
    desk.wait(STEPS + 10)
    assert not desk.frames[-1].forks, "nothing was changed from here on"
    desk.timeline.slider.setValue(STEPS + 20)
    desk.wait(STEPS + 20)
    assert desk.losses == whole and desk.loss.plot.turns == [STEPS]
    desk.timeline.slider.setValue(10)
    desk.wait(10)
    desk.runner.step()
    desk.wait(11)
    assert desk.loss.plot.turns == [10], "from here on with the settings of now"
    assert desk.frames[-1].furthest == 11 and desk.loss.clear.isVisible()


def test_a_mark_says_what_was_changed_when_it_is_pointed_at(desk: Desk) -> None:
    desk.loss.resize(600, 220)
    narrowest = desk.loss.minimumSizeHint()
    desk.change(optimizer=Choice.of(OPTIMIZERS["adam"], lr=0.1))
    desk.runner.step(20)
    desk.wait(STEPS + 20)
    for _ in range(20):
        desk.qtbot.keyClick(desk.loss.plot, Qt.Key.Key_Left)
    assert desk.loss.where.text() == "step 60"
    assert desk.loss.turn.text() == "Learning rate 0.01 → 0.1"
    assert desk.loss.plot.toolTip() == "Learning rate 0.01 → 0.1"
    assert desk.loss.minimumSizeHint() == narrowest, "the words must not make the dock wider"
    desk.qtbot.keyClick(desk.loss.plot, Qt.Key.Key_Escape)
    assert desk.loss.plot.toolTip() == ""


def test_controls_are_explained(desk: Desk) -> None:
    assert_explained(desk.timeline)


@pytest.mark.parametrize(
    ("sections", "texts"),
    [
        ({}, []),
        ({"optimizer": {"name": "adam", "lr": 0.1}}, ["Learning rate 0.01 → 0.1"]),
        ({"optimizer": {"name": "sgd"}}, ["Optimizer Adam → SGD"]),
        ({"training": {"batch_size": None}}, ["Batch size 8 → all"]),
        ({"training": {"batch_size": 8, "shuffle": False}}, ["Shuffle on → off"]),
        ({"training": {"batch_size": 8, "epochs": 3}}, []),
        ({"regularization": {"l2": 0.5}}, ["L2 penalty 0 → 0.5"]),
        ({"schedule": {"name": "cosine"}}, ["Schedule Constant → Cosine"]),
        ({"loss": {"name": "l1"}}, ["Loss Mean squared error → Mean absolute error"]),
        ({"title": "another"}, []),
    ],
    ids=str,
)
def test_differences_in_words(sections: dict[str, object], texts: list[str]) -> None:
    assert differences(small(), small(**sections)) == texts


def test_rows_that_were_added_or_moved() -> None:
    columns = {"x": [1.0, 2.0], "y": [1.0, 2.0]}
    data = {"columns": columns, "features": ["x"], "target": "y"}
    assert differences(small(), small(data=data)) == ["Data 40 → 2"]
    moved = {**data, "columns": {"x": [1.0, 3.0], "y": [1.0, 2.0]}}
    assert differences(small(data=data), small(data=moved)) == ["Data changed"]


def test_turns_close_together_are_one_and_undone_ones_none() -> None:
    first, second, third = (small(optimizer={"name": "adam", "lr": lr}) for lr in (1, 2, 3))
    turns = Turns()
    turns.add(500, first, second)
    turns.add(503, second, third, gap=5)
    assert turns.steps == [500]
    found = turns.near(505, 6)
    assert found is not None and found.text == "Learning rate 1 → 3"
    assert turns.near(520, 6) is None
    turns.cut(200, third)
    assert turns.steps == [200], "the settings of later hold from here on"
    turns.add(200, third, first)
    assert turns.steps == []


@pytest.mark.parametrize("width", [110, 150, 200, 320])
def test_the_total_is_shown_whole_or_not_at_all(qtbot: QtBot, width: int) -> None:
    panel = TimelinePanel()
    qtbot.addWidget(panel)
    panel.resize(width, 30)
    panel.show()
    panel._show_ends(0, 123_456)
    QApplication.processEvents()
    needed = panel.total.fontMetrics().horizontalAdvance(panel.total.text())
    assert panel.total.isHidden() or panel.total.width() >= needed
    assert panel.total.isVisible() == (width >= 200)
