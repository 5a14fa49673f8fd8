"""The runner with a real training process and a real event loop."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine import Experiment, Session
from engine.errors import EngineError
from engine.experiment.specs import Loss
from engine.frames import CurveRequest, Frame, Request
from gui.model.training.runner import REST, TICK, Runner
from tests.experiments import parabola as small
from tests.hearing import whole

PATIENCE = 60_000  # milliseconds after which something that waits is stuck; no measure of speed


ENDLESS = 1_000_000


def invalid() -> Experiment:
    """One that a learner gets by choosing a loss that does not fit."""
    return replace(small(epochs=ENDLESS), loss=Loss("cross_entropy"))


def kill(pid: int | None) -> None:
    """Kill a process of this one's, without a word to it."""
    (child,) = [child for child in multiprocessing.active_children() if child.pid == pid]
    child.kill()


class Window(QObject):
    """Notes what a window would show."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self.runner = runner
        self.frames: list[Frame] = []
        self.losses = np.empty(0)
        self.errors: list[EngineError] = []
        self.notices: list[str] = []
        self.crashes: list[str] = []
        self.running: list[bool] = []
        runner.frame.connect(self.draw)
        runner.watch(whole)
        runner.passed.connect(self.record)
        runner.failed.connect(self.errors.append)
        runner.notice.connect(self.notices.append)
        runner.crashed.connect(self.crashes.append)
        runner.running_changed.connect(self.running.append)

    @Slot(object)
    def draw(self, frame: Frame) -> None:
        self.record(frame)
        self.frames.append(frame)

    @Slot(object)
    def record(self, frame: Frame) -> None:
        assert frame.losses_from <= len(self.losses)
        self.losses = np.concatenate([self.losses[: frame.losses_from], frame.new_losses])

    @property
    def step(self) -> int:
        return self.frames[-1].step if self.frames else -1


@pytest.fixture
def window(qapp: QApplication) -> Iterator[Window]:
    runner = Runner(qapp)
    window = Window(runner)
    yield window
    runner.close()
    assert window.crashes == []


def timer(runner: Runner) -> QTimer:
    """What makes the runner tick."""
    found = runner.findChild(QTimer)
    assert isinstance(found, QTimer)
    return found


def at_rest(runner: Runner) -> bool:
    """Whether nothing moves and the timer has slowed down."""
    return not runner.running and timer(runner).interval() == REST


def test_what_is_pressed_before_the_process_is_up_happens(window: Window, qtbot: QtBot) -> None:
    runner, experiment = window.runner, small(epochs=20)
    runner.open(experiment)
    runner.run()
    assert runner.running and window.running == [True], "the button answers at once"
    with qtbot.waitSignal(runner.ready, timeout=PATIENCE):
        pass
    qtbot.waitUntil(lambda: not runner.running, timeout=PATIENCE)
    assert window.running == [True, False]
    session = Session(experiment)
    session.epoch(20)
    np.testing.assert_array_equal(window.losses, session.losses)
    last = window.frames[-1]
    assert last.stopped is not None and last.stopped.reason == "finished"
    for name, values in session.parameters.items():
        np.testing.assert_array_equal(last.parameters[name], values)


def test_commands_by_hand(window: Window, qtbot: QtBot) -> None:
    runner, experiment = window.runner, small()
    session = Session(experiment)
    runner.open(experiment)
    runner.phase()
    runner.step(4)
    runner.epoch()
    runner.weights.put("output.bias", np.array([0.25]))
    runner.step(6)
    runner.time.goto(12)
    session.step(4)
    session.epoch()
    session.set_parameter("output.bias", np.array([0.25]))
    session.step(6)
    session.goto(12)
    # Goto is there and back: the frames before it have other steps.
    qtbot.waitUntil(lambda: window.step == 12 and at_rest(runner), timeout=PATIENCE)
    np.testing.assert_array_equal(window.losses, session.losses)
    for name, values in session.parameters.items():
        np.testing.assert_array_equal(window.frames[-1].parameters[name], values)
    runner.reset()
    qtbot.waitUntil(lambda: window.step == 0, timeout=PATIENCE)
    assert len(window.losses) == 0


def test_at_rest_no_frames_come_until_one_is_asked_for(window: Window, qtbot: QtBot) -> None:
    runner = window.runner
    request = CurveRequest(-1.0, 1.0, 5)
    wanted: list[tuple[Request, ...]] = [()]
    runner.watch(lambda: wanted[0])
    runner.open(small())
    qtbot.waitUntil(lambda: bool(window.frames) and at_rest(runner), timeout=PATIENCE)
    count = len(window.frames)
    for _ in range(3):
        with qtbot.waitSignal(timer(runner).timeout, timeout=PATIENCE):
            pass
    assert len(window.frames) == count
    wanted[0] = (request,)
    runner.refresh()
    qtbot.waitUntil(lambda: request in window.frames[-1].views, timeout=PATIENCE)
    assert len(window.frames) == count + 1


def test_an_invalid_experiment_pauses_and_a_valid_one_goes_on(window: Window, qtbot: QtBot) -> None:
    runner = window.runner
    runner.open(small(epochs=ENDLESS))
    runner.run()
    qtbot.waitUntil(lambda: window.step > 20, timeout=PATIENCE)
    passed: list[Frame] = []
    runner.passed.connect(passed.append)
    runner.change(invalid())
    (error,) = window.errors
    assert error.where == "loss.name"
    assert not runner.running
    runner.step()
    assert window.errors == [error, error], "what would be trained is not what is shown"
    shown = len(window.frames)
    qtbot.waitUntil(lambda: at_rest(runner) and len(passed) > 0, timeout=PATIENCE)
    assert len(window.frames) == shown, "it is not of what is shown, but its losses count"
    step = passed[-1].step
    runner.change(small(epochs=ENDLESS))
    assert not runner.running, "a command in between has ended the run"
    runner.run()
    runner.change(invalid())
    runner.change(small(epochs=ENDLESS, loss={"name": "huber"}))
    assert runner.running
    qtbot.waitUntil(lambda: window.step > step + 20, timeout=PATIENCE)
    assert window.frames[-1].run == window.frames[0].run
    runner.change(invalid())
    runner.pause()
    runner.change(small(epochs=ENDLESS))
    assert not runner.running


def test_an_invalid_experiment_is_not_opened(window: Window, qtbot: QtBot) -> None:
    window.runner.open(invalid())
    window.runner.run()
    assert [error.where for error in window.errors] == ["loss.name"] * 2
    assert not window.runner.running
    window.runner.change(small(epochs=ENDLESS))
    window.runner.run()
    qtbot.waitUntil(lambda: window.step > 20, timeout=PATIENCE)


def test_many_changes_between_two_frames_are_one(window: Window, qtbot: QtBot) -> None:
    runner = window.runner
    runner.open(small(epochs=ENDLESS))
    for lr in np.linspace(0.001, 0.1, 500):
        runner.change(small(epochs=ENDLESS, optimizer={"name": "sgd", "lr": float(lr)}))
    runner.step()
    session = Session(small(epochs=ENDLESS, optimizer={"name": "sgd", "lr": 0.1}))
    session.step()
    qtbot.waitUntil(lambda: window.step == 1, timeout=PATIENCE)
    for name, values in session.parameters.items():
        np.testing.assert_array_equal(window.frames[-1].parameters[name], values)


def test_a_killed_process_is_replaced_while_the_window_lives(window: Window, qtbot: QtBot) -> None:
    runner = window.runner
    runner.open(small(epochs=ENDLESS))
    runner.run()
    qtbot.waitUntil(lambda: window.step > 50, timeout=PATIENCE)
    kill(runner._client.pid)
    qtbot.waitUntil(lambda: bool(window.notices), timeout=PATIENCE)
    step = window.step
    assert str(step) in window.notices[0]
    assert runner.running
    qtbot.waitUntil(lambda: window.step > step + 50, timeout=PATIENCE)
    assert len(window.losses) == window.step
    runner.close()
    assert runner._client.pid is None and not runner.running


def has_told(window: Window, count: int) -> bool:
    return len(window.notices) == count


def test_death_after_death_is_told_and_left(window: Window, qtbot: QtBot) -> None:
    runner = window.runner
    runner.open(small(epochs=ENDLESS))
    runner.run()
    for count in (1, 2, 3):
        kill(runner._client.pid)
        qtbot.waitUntil(partial(has_told, window, count), timeout=PATIENCE)
    assert "several times" in window.notices[-1]
    assert runner._client.pid is None and not runner.running
    runner.run()
    qtbot.waitUntil(lambda: window.step > 20, timeout=PATIENCE)


def test_a_program_that_cannot_be_written_is_an_error(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    window.runner.open(small())
    window.runner.export(tmp_path / "nowhere" / "program.py", "module")
    qtbot.waitUntil(lambda: bool(window.errors), timeout=PATIENCE)
    assert "nowhere" in str(window.errors[0])
    window.runner.export(tmp_path / "program.py", "module")
    qtbot.waitUntil(lambda: bool(window.notices), timeout=PATIENCE)
    assert (tmp_path / "program.py").read_text()


def test_the_timer_is_as_fast_as_the_screen(window: Window) -> None:
    window.runner.open(small())
    assert timer(window.runner).interval() == TICK == 16


@pytest.mark.skipif(sys.platform == "win32", reason="stops a process by a signal")
def test_a_process_that_hangs_is_noticed_and_replaced_by_hand(window: Window, qtbot: QtBot) -> None:
    runner, experiment = window.runner, small(epochs=ENDLESS)
    runner.open(experiment)
    runner.run()
    qtbot.waitUntil(lambda: window.step > 50, timeout=PATIENCE)
    stopped = runner._client.pid
    assert stopped is not None
    os.kill(stopped, signal.SIGSTOP)
    with qtbot.waitSignal(runner.hung, timeout=PATIENCE) as told:
        pass
    assert told.args == [window.step]
    os.kill(stopped, signal.SIGCONT)
    with qtbot.waitSignal(runner.woke, timeout=PATIENCE):
        pass
    os.kill(stopped, signal.SIGSTOP)
    with qtbot.waitSignal(runner.hung, timeout=PATIENCE):
        pass
    step = window.step
    with qtbot.waitSignal(runner.hung, timeout=PATIENCE):
        runner.change(small(epochs=ENDLESS))  # whoever asks for something is told again
    runner.restart()
    assert str(step) in window.notices[-1]
    qtbot.waitUntil(lambda: window.step > step + 50, timeout=PATIENCE)
    runner.pause()
    qtbot.waitUntil(lambda: at_rest(runner), timeout=PATIENCE)
    session = Session(experiment)
    session.step(window.step)
    np.testing.assert_array_equal(window.losses, session.losses)


def test_a_run_is_brought_back_with_its_history(window: Window, qtbot: QtBot) -> None:
    runner, first = window.runner, small(optimizer={"name": "adam", "lr": 0.01})
    runner.open(first)
    runner.step(37)
    qtbot.waitUntil(lambda: window.step == 37, timeout=PATIENCE)
    kept = runner.record.snapshot()
    assert kept is not None
    runner.change(small(model={"hidden": [5]}))
    qtbot.waitUntil(lambda: window.step == 0, timeout=PATIENCE)
    runner.restore(first, kept)
    qtbot.waitUntil(lambda: window.step == 37, timeout=PATIENCE)
    runner.step(60)
    qtbot.waitUntil(lambda: window.step == 97 and at_rest(runner), timeout=PATIENCE)
    session = Session(first)
    session.step(97)
    np.testing.assert_array_equal(window.losses, session.losses)
    for name, values in session.parameters.items():
        np.testing.assert_array_equal(window.frames[-1].parameters[name], values)
    runner.time.goto(12)
    qtbot.waitUntil(lambda: window.step == 12, timeout=PATIENCE)
