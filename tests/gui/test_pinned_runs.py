"""Pinned runs: exact losses that stay over Reset and other settings, named by what differs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from engine.frames import Frame
from gui.kit.numbers import NOTHING
from gui.kit.pinned import MOST
from gui.kit.theme import DARK, LIGHT
from gui.kit.wishes import KeepRuns, PinRuns, ReopenRun
from gui.model.journal.pinned import Pinned
from gui.panels.loss.panel import LossPanel
from tests.experiments import line
from tests.hearing import hear
from tests.strategies import experiments


class Trained:
    """A panel that is shown the losses of one session after another."""

    def __init__(self, panel: LossPanel) -> None:
        self.panel, self.run = panel, 0
        pinned = Pinned(panel)
        pinned.changed.connect(panel.show_pinned)
        hear(panel, PinRuns, pinned.choose)
        hear(panel, KeepRuns, lambda runs, text: pinned.add(runs, None, text))

    def train(self, experiment: Experiment, steps: int) -> Session:
        session = Session(experiment)
        session.step(steps)
        self.run += 1
        self.panel.show_experiment(experiment)
        frame = Frame(
            self.run, session.step_number, session.epoch_number, None, False, 0, session.losses,
            session.loss, {}, {},
        )  # fmt: skip
        self.panel.draw(frame)
        return session


@pytest.fixture
def trained(qtbot: QtBot) -> Trained:
    panel = LossPanel()
    qtbot.addWidget(panel)
    panel.resize(320, 280)
    panel.restyle(LIGHT)
    panel.show()
    return Trained(panel)


def names(panel: LossPanel) -> list[str]:
    return [reading._name.text() for reading in panel.pins.readings]


def test_momentum_is_compared_with_none(trained: Trained) -> None:
    panel = trained.panel
    first = trained.train(line(optimizer={"momentum": 0.9}), 40)
    panel.pin.click()
    second = trained.train(line(), 30)
    assert names(panel) == ["Momentum 0.9"]
    panel.plot.hovered.emit(20.0, 0.0)
    assert panel.train.text != panel.pins.readings[0].text
    assert panel.pins.readings[0].text == f"{first.losses[19]:.4f}"
    assert panel.train.text == f"{second.losses[19]:.4f}"
    panel.plot.hovered.emit(35.0, 0.0)  # the pinned run alone goes as far
    assert panel.pins.readings[0].text == f"{first.losses[34]:.4f}"
    assert panel.train.text == NOTHING and panel.where.text() == "step 35"
    panel.plot.hovered.emit(90.0, 0.0)  # nobody does: the last step of all is read
    assert panel.where.text() == "step 40"


def test_its_curve_is_drawn_exactly_and_the_axes_hold_it(trained: Trained) -> None:
    panel = trained.panel
    first = trained.train(line(optimizer={"lr": 0.05}), 60)
    panel.pin.click()
    trained.train(line(), 5)
    x, y = panel.plot.run_curve(0)
    np.testing.assert_array_equal(x, np.arange(1, 61))
    np.testing.assert_array_equal(y, first.losses)
    assert panel.plot.view.viewRange()[0][1] >= 60


def test_a_run_of_the_same_settings_has_a_number_and_can_be_removed(trained: Trained) -> None:
    panel = trained.panel
    trained.train(line(), 5)
    panel.pin.click()
    assert names(panel) == ["run 1"]
    panel.show_experiment(line(training={"batch_size": 2}))
    assert names(panel) == ["Batch size all"]
    open_again, remove = panel.pins.findChildren(QToolButton)[-2:]
    heard: list[object] = []
    hear(panel, ReopenRun, heard.append)
    open_again.click()
    assert heard == [panel.pins.runs[0]]
    remove.click()
    assert not panel.pins.runs and panel.pins.isHidden()


def test_another_network_is_told_apart_too(trained: Trained) -> None:
    panel = trained.panel
    trained.train(line(model={"hidden": [3]}), 5)
    panel.pin.click()
    panel.show_experiment(line())
    assert names(panel)[0].startswith("Hidden layers 3")


def test_there_is_room_for_a_dozen_and_none_before_the_first_step(trained: Trained) -> None:
    panel = trained.panel
    panel.show_experiment(line())
    panel.pin.click()
    assert not panel.pins.runs
    for _ in range(MOST + 2):
        trained.train(line(), 3)
        panel.pin.click()
    assert len(panel.pins.runs) == MOST
    panel.restyle(DARK)


@given(experiments())
@settings(max_examples=15, deadline=None)
def test_a_pinned_curve_is_the_sessions_losses_bit_for_bit(experiment: Experiment) -> None:
    panel = LossPanel()
    session = Trained(panel).train(experiment, 12)
    panel.pin.click()
    if len(session.losses):
        np.testing.assert_array_equal(panel.pins.runs[0].losses, session.losses)


def test_their_losses_stay_while_a_setting_is_changed(trained: Trained) -> None:
    panel = trained.panel
    trained.train(line(optimizer={"lr": 0.05}), 6)
    panel.pin.click()
    trained.train(line(), 6)
    read = panel.pins.readings[0].text
    panel.show_experiment(line(optimizer={"lr": 0.05}))  # it has another name
    assert panel.pins.readings[0].text == read != NOTHING
