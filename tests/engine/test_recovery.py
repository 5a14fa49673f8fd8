"""Training brought back from what the window has kept: to the last bit, with its history."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import replace
from queue import SimpleQueue

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Experiment
from engine.catalog import OPTIMIZERS
from engine.experiment.specs import Choice
from engine.frames import Frame
from engine.link import keeper, messages
from engine.link.messages import Message, Reply
from engine.link.shelf import Shelf
from engine.link.worker import Worker


def small(**sections: object) -> Experiment:
    """Six rows, a hidden layer, three batches an epoch, an optimizer with a memory."""
    document = {
        "format": "gradus-experiment/1",
        "data": {
            "columns": {"x": [0, 1, 2, 3, 4, 5], "y": [0, 1, 4, 9, 16, 25]},
            "features": ["x"],
            "target": "y",
            "scaling": {"features": "standardize", "target": "standardize"},
        },
        "model": {"hidden": [2]},
        "optimizer": {"name": "adam", "lr": 0.05},
        "training": {"batch_size": 2, "epochs": 4},
    }
    return Experiment.from_dict({**document, **sections})


class Process:
    """A worker in this process, and the shelf of the window that it speaks to."""

    def __init__(self) -> None:
        self.inbox: SimpleQueue[Message] = SimpleQueue()
        self.worker = Worker(self.take, self.inbox)
        self.shelf = Shelf()
        self.frame: Frame | None = None
        self.losses = np.empty(0)
        self.experiment = small()

    def take(self, reply: Reply) -> None:
        """Keep and show as the window does, after the way through the pipe."""
        reply = pickle.loads(pickle.dumps(reply))
        if isinstance(reply, messages.Kept):
            self.shelf.take(reply, {1: self.experiment.data.table})
        if isinstance(reply, Frame):
            if self.frame is None or self.frame.run != reply.run:
                self.losses = np.empty(0)
            self.losses = np.concatenate([self.losses[: reply.losses_from], reply.new_losses])
            self.frame = reply
            self.shelf.show(reply, self.experiment)

    def tell(self, *sent: Message) -> None:
        """Have it do what it is told."""
        for message in sent:
            if isinstance(message, messages.Change):
                self.experiment = message.experiment
            self.inbox.put(message)
        self.inbox.put(messages.Quit())
        self.worker.work()

    def look(self) -> None:
        """Ask for a frame and show it."""
        run = -1 if self.frame is None else self.frame.run
        self.tell(messages.Look((), run, len(self.losses)))

    def successor(self) -> Process:
        """Another process that goes on after this one was killed."""
        snapshot = self.shelf.snapshot()
        assert snapshot is not None and self.frame is not None
        other = Process()
        other.experiment, other.frame, other.losses = self.experiment, self.frame, self.losses
        numbers = other.shelf.adopt(snapshot, self.frame.run)
        restore = messages.Restore(snapshot.experiment, snapshot, self.frame.run, numbers)
        other.tell(
            messages.Hold(self.experiment.data.table, 1), pickle.loads(pickle.dumps(restore))
        )
        other.look()
        return other


def opened(experiment: Experiment, *then: Message) -> Process:
    """A process with an experiment that has done something, and has shown it."""
    process = Process()
    process.experiment = experiment
    process.tell(messages.Hold(experiment.data.table, 1), messages.Open(experiment), *then)
    process.look()
    return process


def with_optimizer(name: str, lr: float = 0.02) -> messages.Change:
    return messages.Change(replace(small(), optimizer=Choice.of(OPTIMIZERS[name], lr=lr)))


PATIENT = small(training={"batch_size": 2, "stop": {"patience": 3, "min_change": 0.05}})
COMMANDS = st.one_of(
    st.just(messages.NextPhase()),
    st.builds(messages.NextStep, st.integers(1, 40)),
    st.just(messages.NextEpoch()),
    st.just(messages.Reset()),
    st.builds(messages.Goto, st.integers(0, 60)),
    st.builds(messages.Back, st.sampled_from(["phase", "step", "epoch"])),
    st.sampled_from(sorted(OPTIMIZERS)).map(with_optimizer),
    st.just(messages.Change(small(training={"batch_size": 4}))),
    st.just(messages.Change(small(model={"hidden": [3]}))),
    st.just(messages.Change(PATIENT)),
    st.just(messages.SetParameter("output.bias", np.array([0.5]))),
)
Deed = tuple[Message, bool]


@settings(max_examples=400)
@given(st.lists(st.tuples(COMMANDS, st.booleans()), max_size=10), st.booleans())
def test_a_killed_process_is_followed_by_one_that_goes_on_the_same(
    deeds: Sequence[Deed], often: bool
) -> None:
    """After anything that was done, with many moments sent or few."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeper, "EVERY", 0.0 if often else 1e9)
        patch.setattr(keeper, "SHARE", 0)
        lost = opened(small())
        for command, looks in deeds:
            lost.tell(command)
            if looks:
                lost.look()
        lost.look()
        found = lost.successor()
        for then in (None, messages.NextStep(60), messages.Goto(20), messages.NextStep(7)):
            for process in (lost, found):
                process.tell(*([then] if then else []))
                process.look()
            alike(lost, found)


def alike(lost: Process, found: Process) -> None:
    """Both show the same, to the last bit; where something was changed no last step is shown."""
    one, other = lost.frame, found.frame
    assert one is not None and other is not None
    for name in ("run", "step", "epoch", "earliest", "furthest", "forks"):
        assert getattr(one, name) == getattr(other, name), name
    np.testing.assert_array_equal(lost.losses, found.losses)
    for name, values in one.parameters.items():
        np.testing.assert_array_equal(values, other.parameters[name])
    snapshot = lost.shelf.snapshot()
    assert snapshot is not None
    if one.step not in [moment.step for moment in snapshot.moments if moment.changed]:
        assert (one.phase, one.loss) == (other.phase, other.loss)
        for name, values in one.gradients.items():
            np.testing.assert_array_equal(values, other.gradients[name])
