"""Sixty kills of the training process in eight situations: sixty recoveries, to the last bit."""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from time import monotonic

import numpy as np
import pytest

from engine import Experiment, Session
from engine.catalog import OPTIMIZERS
from engine.data.table import Table
from engine.experiment.specs import Choice
from engine.frames import PHASES, Frame
from engine.link import messages
from engine.link.client import Client, Lost
from engine.link.messages import Message
from tests.hearing import whole
from tests.there import there

KILLS = 60
AFTER = 60  # losses that are compared after each
PATIENCE = 300.0  # seconds after which something that waits is stuck; no measure of speed


def experiment(
    optimizer: str = "adam", batch_size: int | None = 8, **training: object
) -> Experiment:
    """A small network on a parabola; its optimizer has a memory, its rows are shuffled."""
    x = np.linspace(-2, 2, 40)
    choice = {"name": optimizer, "lr": 0.01}
    choice |= {"momentum": 0.9} if optimizer == "sgd" else {}
    return Experiment.from_dict(
        {
            "format": "gradus-experiment/1",
            "data": {
                "columns": {"x": x.tolist(), "y": (x * x).tolist()},
                "features": ["x"],
                "target": "y",
            },
            "model": {"hidden": [6]},
            "optimizer": choice,
            "schedule": {"name": "exponential", "gamma": 0.999},
            "training": {"batch_size": batch_size, "epochs": 1_000_000, **training},
        }
    )


class Window:
    """A client, looked after as the window does."""

    def __init__(self) -> None:
        self.client = Client()
        self.losses = np.empty(0)
        self.frame: Frame | None = None
        self.lost: Lost | None = None

    def turn(self) -> None:
        self.client.look(whole)
        for reply in self.client.poll(timeout=0.005):
            if isinstance(reply, Lost):
                self.lost = reply
            if isinstance(reply, Frame):
                kept = self.losses[: reply.losses_from]
                self.losses = np.concatenate([kept, reply.new_losses])
                self.frame = reply

    def until(self, condition: Callable[[], bool]) -> None:
        deadline = monotonic() + PATIENCE
        while not condition():
            assert monotonic() < deadline, f"waited in vain; the last frame was {self.frame}"
            self.turn()

    def do(self, *commands: Message) -> None:
        """Commands by hand, until they have been shown."""
        for command in commands:
            if isinstance(command, messages.Change):
                self.client.change(command.experiment)
                self.client.look(whole)
            else:
                self.client.send(command)
        self.client.refresh()
        self.until(lambda: not self.client.busy)

    def run(self, steps: int) -> None:
        """Run for so many steps at least."""
        start = self.frame.step if self.frame else 0
        self.client.send(messages.Run())
        self.until(lambda: self.frame is not None and self.frame.step >= start + steps)

    def kill(self) -> None:
        """Kill the process without a word, and wait until another has taken its place."""
        pid, self.lost = self.client.pid, None
        (child,) = [one for one in multiprocessing.active_children() if one.pid == pid]
        child.kill()
        self.until(lambda: self.lost is not None)
        self.client.refresh()
        shown = self.frame
        self.until(lambda: self.frame is not shown)


@pytest.fixture
def window() -> Iterator[Window]:
    window = Window()
    yield window
    window.client.exit()


Situation = Callable[[Window, random.Random], Session]


def at_rest(window: Window, chance: random.Random) -> Session:
    made = experiment("sgd")
    session = Session(made)
    window.client.open(made)
    for _ in range(3):
        count = chance.randint(1, 300)
        session.step(count)
        window.do(messages.NextStep(count))
    return session


def running_whole(window: Window, chance: random.Random) -> Session:
    made = experiment("adam", None)
    window.client.open(made)
    window.run(chance.randint(1, 4000))
    return Session(made)


def running_in_batches(window: Window, chance: random.Random) -> Session:
    made = experiment("sgd", stop={"patience": 1_000_000, "min_change": 0.5})
    window.client.open(made)
    window.run(chance.randint(1, 4000))
    return Session(made)


def half_done(window: Window, chance: random.Random) -> Session:
    session = at_rest(window, chance)
    for _ in range(chance.randint(1, 3)):
        session.phase()
        window.do(messages.NextPhase())
    return session


def gone_back(window: Window, chance: random.Random) -> Session:
    session = at_rest(window, chance)
    step = chance.randint(0, session.step_number)
    session.goto(step)
    window.do(messages.Goto(step))
    return session


def other_rate(window: Window, chance: random.Random) -> Session:
    session = at_rest(window, chance)
    changed = session.experiment
    for name in ("rmsprop", "nadam"):
        changed = replace(changed, optimizer=Choice.of(OPTIMIZERS[name], lr=0.002))
        session.change(changed)
        session.step(20)
        window.do(messages.Change(changed), messages.NextStep(20))
    window.run(chance.randint(1, 2000))
    return session


def other_data(window: Window, chance: random.Random) -> Session:
    session = at_rest(window, chance)
    data = session.experiment.data
    for _ in range(3):
        table = Table({**data.table.columns, "y": data.table.columns["y"] + chance.random()})
        changed = replace(session.experiment, data=replace(data, table=table))
        session.change(changed)
        session.step(15)
        window.do(messages.Change(changed), messages.NextStep(15))
    window.run(chance.randint(1, 2000))
    return session


def typed(window: Window, chance: random.Random) -> Session:
    session = at_rest(window, chance)
    values = np.array([chance.random()])
    session.set_parameter("output.bias", values)
    window.do(messages.SetParameter("output.bias", values))
    return session


SITUATIONS: list[Situation] = [
    at_rest, running_whole, running_in_batches, half_done, gone_back, other_rate, other_data, typed
]  # fmt: skip


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.parametrize("number", range(KILLS))
def test_a_kill_changes_nothing(window: Window, number: int) -> None:
    situation = SITUATIONS[number % len(SITUATIONS)]
    session = situation(window, random.Random(number))
    phases, runs = session.run.phases_done, window.client.running
    window.kill()
    assert window.lost is not None and window.lost.again and not window.lost.first
    found = window.frame
    assert found is not None
    if runs:
        start = window.lost.shown
        window.until(lambda: window.frame is not None and window.frame.step >= start + AFTER)
        window.do(messages.Pause())
        session.step(start + AFTER - session.step_number)
    else:
        assert (found.step, found.earliest) == (session.step_number, 0)
        assert found.furthest == session.run.furthest
        assert not phases or found.phase == PHASES[phases - 1]
        start = session.step_number
        session.step(AFTER)
        window.do(messages.NextStep(AFTER))
    assert len(window.losses) >= start + AFTER
    np.testing.assert_array_equal(window.losses[: start + AFTER], session.losses)
    back = start // 2
    session.goto(back)
    window.do(messages.Goto(back))
    for name, values in session.parameters.items():
        np.testing.assert_array_equal(there(window.frame).parameters[name], values)
