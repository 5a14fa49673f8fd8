"""The real training process: started, run, killed, restarted and ended."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np
import pytest

from engine import Session
from engine.catalog import OPTIMIZERS
from engine.data.table import Table
from engine.experiment.specs import Choice
from engine.frames import Frame, Predictions, PredictionsRequest
from engine.link import messages, replies
from engine.link.client import DEATHS, Client, Lost
from engine.link.process import Trainer
from tests.experiments import parabola as small
from tests.hearing import numbers, whole
from tests.loaded import processes_from_a_loaded_one
from tests.there import there

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60.0  # seconds after which something that waits is stuck; no measure of speed


class Watcher:
    """A client, looked after as the window does, and the losses that its frames brought."""

    def __init__(self) -> None:
        self.client = Client()
        self.replies: list[object] = []
        self.frame: Frame | None = None
        self.losses = np.empty(0)
        self.run = 0

    def until(self, condition: Callable[[Frame], bool]) -> Frame:
        """The first frame that fulfils the condition."""
        deadline = monotonic() + PATIENCE
        while monotonic() < deadline:
            frame = self._turn()
            if frame is not None and condition(frame):
                return frame
        raise AssertionError(f"waited in vain; the last frame was {self.frame}")

    def until_told(self, kind: type) -> object:
        """The first reply of a kind."""
        deadline = monotonic() + PATIENCE
        while monotonic() < deadline:
            self._turn()
            for reply in self.replies:
                if isinstance(reply, kind):
                    self.replies.remove(reply)
                    return reply
        raise AssertionError(f"no {kind.__name__} came; there were {self.replies}")

    def now(self) -> Frame:
        """A frame that was asked for now."""
        self.frame = None
        self.client.refresh()
        return self.until(lambda frame: not self.client.busy or frame.running)

    def _turn(self) -> Frame | None:
        self.client.look(whole)
        for reply in self.client.poll(timeout=0.005):
            if isinstance(reply, Frame):
                self._take(reply)
                return reply
            self.replies.append(reply)
        return None

    def _take(self, frame: Frame) -> None:
        if frame.run != self.run:
            self.losses = np.empty(0)
        assert frame.losses_from <= len(self.losses)
        self.losses = np.concatenate([self.losses[: frame.losses_from], frame.new_losses])
        self.frame, self.run = frame, frame.run


@pytest.fixture(scope="module")
def shared() -> Iterator[Watcher]:
    """One process for the tests that do it no harm, started as the program starts it."""
    watcher = Watcher()
    yield watcher
    watcher.client.exit()


@pytest.fixture
def fresh() -> Iterator[Watcher]:
    """A process of its own for a test that kills it, and those that come after it."""
    with processes_from_a_loaded_one():
        watcher = Watcher()
        yield watcher
        watcher.client.exit()


def kill(pid: int | None) -> None:
    """Kill a process of this one's, without a word to it."""
    (child,) = [child for child in multiprocessing.active_children() if child.pid == pid]
    child.kill()


def any_frame(_: Frame) -> bool:
    """The condition that the next frame fulfils, whatever it shows."""
    return True


def exists(pid: int) -> bool:
    """Whether a process is there (and more than a name that waits to be taken off the list)."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


linux_only = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")


def test_commands_by_hand_give_the_sessions_own_bits(shared: Watcher) -> None:
    experiment = small()
    session = Session(experiment)
    shared.client.open(experiment)
    session.phase()
    shared.client.send(messages.NextPhase())
    assert shared.now().phase == "forward"
    session.step(3)
    shared.client.send(messages.NextStep(3))
    session.epoch()
    shared.client.send(messages.NextEpoch())
    frame = shared.now()
    assert (frame.step, frame.epoch, frame.running) == (5, 1, False)
    for name, values in session.parameters.items():
        np.testing.assert_array_equal(frame.parameters[name], values)
        np.testing.assert_array_equal(numbers(frame).gradients[name], session.gradients[name])
    np.testing.assert_array_equal(shared.losses, session.losses)


def test_a_run_ends_with_the_epochs_and_another_goes_on(shared: Watcher) -> None:
    experiment = small(epochs=30)
    session = Session(experiment)
    shared.client.open(experiment)
    for epochs in (30, 60):
        shared.client.send(messages.Run())
        assert shared.client.running
        frame = shared.until(lambda frame: not frame.running)
        session.epoch(30)
        assert frame.stopped is not None and frame.stopped.reason == "finished"
        assert (frame.epoch, frame.step) == (epochs, session.step_number)
        assert not shared.client.running
    np.testing.assert_array_equal(shared.losses, session.losses)
    for name, values in session.parameters.items():
        np.testing.assert_array_equal(frame.parameters[name], values)


def test_losses_are_whole_when_time_is_turned_back_between_frames(shared: Watcher) -> None:
    experiment = small(epochs=100_000)
    shared.client.open(experiment)
    shared.client.send(messages.Run())
    step = shared.until(lambda frame: frame.step > 100).step
    shared.client.send(messages.Goto(30))
    shared.client.change(small(epochs=100_000, optimizer={"name": "sgd", "lr": 0.05}))
    shared.client.send(messages.NextStep(step + 50))
    frame = shared.now()
    session = Session(experiment)
    session.step(30)
    session.change(small(epochs=100_000, optimizer={"name": "sgd", "lr": 0.05}))
    session.step(step + 50)
    assert frame.step == session.step_number == step + 80
    np.testing.assert_array_equal(shared.losses, session.losses)
    shared.client.send(messages.Reset())
    assert shared.now().step == 0
    assert len(shared.losses) == 0


def test_a_diverging_run_stops_and_says_so(shared: Watcher) -> None:
    shared.client.open(small(optimizer={"name": "sgd", "lr": 1e6}))
    shared.client.send(messages.Run())
    frame = shared.until(lambda frame: not frame.running)
    assert frame.stopped is not None and frame.stopped.reason == "diverged"
    assert all(np.isfinite(values).all() for values in frame.parameters.values())
    frame = shared.until(lambda frame: not frame.more_comes)
    assert frame.stopped is not None and frame.stopped.cure is not None
    assert not shared.client.busy
    cured = frame.stopped.cure.applied(small(optimizer={"name": "sgd", "lr": 1e6}))
    shared.client.change(cured)
    shared.client.send(messages.Reset())
    shared.client.send(messages.Run())
    frame = shared.until(lambda frame: not frame.running)
    assert frame.stopped is not None and frame.stopped.reason == "finished"


def test_a_change_on_the_way_keeps_the_weights_and_the_run(shared: Watcher) -> None:
    shared.client.open(small(epochs=100_000))
    shared.client.send(messages.Run())
    before = shared.until(lambda frame: frame.step > 50)
    shared.client.change(small(epochs=100_000, optimizer={"name": "adam", "lr": 0.001}))
    after = shared.until(lambda frame: frame.step > before.step + 50)
    assert (after.run, after.running) == (before.run, True)
    shared.client.change(small(epochs=100_000, model={"hidden": [5]}))
    rebuilt = shared.until(lambda frame: frame.shapes["output.weight"] == (1, 5))
    assert rebuilt.run != before.run and rebuilt.running
    shared.client.send(messages.Pause())


def test_frames_of_an_experiment_left_behind_never_arrive(shared: Watcher) -> None:
    for left, opened in ((small(), small(rows=20)), (small(), small(model={"hidden": [7]}))):
        shared.client.open(left)
        shared.client.send(messages.NextStep(50))
        shared.client.look(whole)  # is on its way when another experiment is opened
        shared.client.open(opened)
        frame = shared.until(any_frame)
        assert frame.step == 0
        shapes = frame.shapes
        assert shapes == opened.parameter_shapes()


def test_losses_are_whole_when_a_frame_fits_no_more(shared: Watcher) -> None:
    experiment, other = small(), small(model={"hidden": [7]})
    faster = replace(experiment, optimizer=Choice.of(OPTIMIZERS["sgd"], lr=0.05))
    shared.client.open(experiment)
    shared.client.send(messages.NextStep(100))
    shared.now()
    shared.client.send(messages.Goto(30))
    shared.client.change(faster)
    shared.client.send(messages.NextStep(40))
    shared.client.look(whole)
    shared.client.change(other)
    assert shared.client.poll(timeout=PATIENCE) == []  # it came, and is not for other shapes
    shared.client.change(faster)
    shared.client.send(messages.NextStep(50))
    assert shared.now().step == 120
    session = Session(experiment)
    session.step(30)
    session.change(faster)
    session.step(90)
    np.testing.assert_array_equal(shared.losses, session.losses)


def test_a_frame_from_before_run_does_not_end_the_run(shared: Watcher) -> None:
    shared.client.open(small(epochs=100_000))
    shared.now()
    shared.client.refresh()
    shared.client.look(whole)
    shared.client.send(messages.Run())
    assert shared.until(any_frame).running and shared.client.running
    shared.client.look(whole)
    shared.client.send(messages.Pause())
    assert not shared.until(any_frame).running and not shared.client.running


def test_rows_of_another_table_are_left_out_of_a_late_frame(shared: Watcher) -> None:
    shared.client.open(small(rows=40))
    shared.now()
    shared.client.refresh()
    shared.client.look(lambda: (PredictionsRequest(),))
    shared.client.change(small(rows=39))
    assert not shared.until(any_frame).views
    shared.client.look(lambda: (PredictionsRequest(),))
    (view,) = shared.until(lambda frame: bool(frame.views)).views.values()
    assert isinstance(view, Predictions) and len(view.values) == 39


def test_only_one_look_is_ever_on_its_way(shared: Watcher) -> None:
    asked: list[int] = []

    def requests() -> tuple[()]:
        asked.append(1)
        return ()

    shared.client.open(small(epochs=100_000))
    shared.now()
    shared.client.send(messages.Run())
    for _ in range(100):
        shared.client.look(requests)
    assert len(asked) == 1
    shared.client.send(messages.Pause())
    shared.until(lambda frame: not frame.running and not shared.client.busy)
    shared.client.look(requests)
    assert len(asked) == 1, "at rest nothing is asked"


def test_a_slow_run_keeps_to_its_speed(shared: Watcher) -> None:
    shared.client.open(small(epochs=100_000))
    shared.client.send(messages.Speed(20.0))
    shared.client.send(messages.Run())
    started = shared.until(lambda frame: frame.step >= 1)
    beginning = monotonic()
    ended = shared.until(lambda frame: frame.step >= started.step + 20)
    seconds = monotonic() - beginning
    shared.client.send(messages.Speed(None))
    # However busy the machine is, it may not be faster; when it is slow little is made up for.
    assert (ended.step - started.step - 1) / seconds < 21
    assert seconds < 10


def test_large_tables_travel_both_ways_at_once(shared: Watcher) -> None:
    requests = (PredictionsRequest(limit=400_000),)
    experiment = small(rows=400_000, training={"batch_size": 16, "epochs": 100_000})
    shared.client.open(experiment)
    shared.client.send(messages.Run())
    table = experiment.data.table
    for shift in range(1, 6):
        shared.client.look(lambda: requests)  # its answer is some 4 MB, and is not read yet
        moved = Table({"x": table.columns["x"] + shift, "y": table.columns["y"]})
        shared.client.change(replace(experiment, data=replace(experiment.data, table=moved)))
        shared.client.send(messages.Run())  # sends the change, some 6 MB
    assert shared.until(lambda frame: frame.step > 0).running
    shared.client.send(messages.Pause())


def test_a_killed_process_is_replaced_and_goes_on(fresh: Watcher) -> None:
    fresh.client.open(small(epochs=100_000))
    fresh.client.send(messages.Run())
    last = fresh.until(lambda frame: frame.step > 200)
    first_pid = fresh.client.pid
    kill(first_pid)
    lost = fresh.until_told(Lost)
    last = fresh.frame or last
    assert lost == Lost(last.step, again=True, shown=last.step)
    restored = fresh.until(any_frame)
    assert fresh.client.pid != first_pid
    assert restored.step >= last.step and restored.run == last.run
    fresh.until(lambda frame: frame.running and frame.step > last.step + 100)
    fresh.client.send(messages.Pause())
    assert fresh.now().step == len(fresh.losses)


def test_a_replaced_process_stands_where_the_last_frame_was(fresh: Watcher) -> None:
    experiment = small()
    fresh.client.open(experiment)
    fresh.client.send(messages.NextStep(12))
    before = fresh.now()
    fresh.client.send(messages.NextStep(5))  # lost with the process: no frame has shown it
    kill(fresh.client.pid)
    fresh.until_told(Lost)
    after = fresh.now()
    assert (after.step, after.epoch, after.run) == (before.step, before.epoch, before.run)
    for name, values in before.parameters.items():
        np.testing.assert_array_equal(after.parameters[name], values)
    assert not after.running
    assert len(fresh.losses) == 12


def test_a_process_that_dies_again_and_again_stays_off_until_asked(fresh: Watcher) -> None:
    fresh.client.open(small(epochs=100_000))
    fresh.client.send(messages.Run())
    fresh.until(lambda frame: frame.step > 0)
    for death in range(1, DEATHS + 1):
        kill(fresh.client.pid)
        lost = fresh.until_told(Lost)
        assert isinstance(lost, Lost) and lost.again == (death < DEATHS)
    assert fresh.client.pid is None and not fresh.client.running and not fresh.client.busy
    fresh.client.send(messages.Run())
    assert fresh.until(lambda frame: frame.step > 0).running


def test_a_process_at_rest_is_heard_again_and_again(shared: Watcher) -> None:
    """Else it would be called a hang."""
    shared.client.open(small())
    shared.now()
    trainer = there(shared.client._trainer)
    heard, deadline = trainer._silence._heard, monotonic() + PATIENCE
    while trainer._silence._heard < heard + 3 and monotonic() < deadline:
        shared.client.poll(0.05)
    assert trainer._silence._heard >= heard + 3


@linux_only
def test_ending_leaves_no_process_and_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    for experiment in (None, small(epochs=100_000)):
        trainer = Trainer()
        trainer.start()
        pid = trainer.pid
        assert pid is not None and trainer.alive
        if experiment is not None:
            trainer.send(messages.Open(experiment))
            trainer.send(messages.Run())
            while not any(isinstance(reply, replies.Ready) for reply in trainer.poll(PATIENCE)):
                assert trainer.alive
        trainer.exit(timeout=PATIENCE)
        assert not exists(pid) and not trainer.alive
        if experiment is not None:  # it was asked to end, not made to
            assert trainer._process.exitcode == 0
        trainer.send(messages.Run())
        assert trainer.poll() == []
        trainer.exit()
    assert capfd.readouterr() == ("", "")


PARENT = """
from engine import Experiment
from engine.experiment.specs import Choice
from engine.link import messages, replies
from engine.link.process import Trainer

if __name__ == "__main__":
    trainer = Trainer()
    trainer.start()
    trainer.send(messages.Open(Experiment.load(EXPERIMENT)))
    trainer.send(messages.Run())
    while not any(isinstance(reply, replies.Ready) for reply in trainer.poll(60)):
        pass
    print(trainer.pid, flush=True)
    input()
"""


@linux_only
def test_a_killed_window_takes_the_process_with_it(tmp_path: Path) -> None:
    small(epochs=1_000_000).save(tmp_path / "experiment.json")
    script = tmp_path / "parent.py"
    script.write_text(PARENT.replace("EXPERIMENT", repr(str(tmp_path / "experiment.json"))))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(script)]
    pipes: dict[str, Any] = {
        "stdin": subprocess.PIPE,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
    }
    with subprocess.Popen(command, env=environment, text=True, **pipes) as parent:
        assert parent.stdout is not None and parent.stderr is not None
        pid = int(parent.stdout.readline())
        assert exists(pid)
        parent.kill()
        parent.wait()
        # The child holds the same two pipes: they end when it does.
        assert parent.stdout.read() == ""
        assert parent.stderr.read() == ""
        assert not exists(pid)


def test_between_two_steps_nothing_comes_that_was_not_asked_for(shared: Watcher) -> None:
    experiment = small()
    shared.client.open(experiment)
    shared.client.send(messages.Speed(0.02))
    shared.client.send(messages.Run())
    frame = shared.until(lambda frame: frame.step == 1)
    while shared.client.poll(timeout=0.5):
        pass  # what was on its way when the step was made
    shared.client.look(whole)
    assert shared.client.poll(timeout=0.2) == []
    shared.client.refresh()
    assert shared.until(any_frame).step == frame.step == 1
    shared.client.change(small(epochs=70))
    assert shared.until(any_frame).running
    shared.client.send(messages.Speed(None))
    assert not shared.until(lambda frame: not frame.running).running
