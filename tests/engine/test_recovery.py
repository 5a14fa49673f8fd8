"""Training brought back from what the window has kept: to the last bit, with its history."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from queue import SimpleQueue
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Experiment, Session
from engine.catalog import OPTIMIZERS
from engine.data.table import Table
from engine.experiment.specs import Choice
from engine.frames import Frame, Moment, Snapshot
from engine.link import book, keeper, messages, replies
from engine.link.messages import Message
from engine.link.replies import Reply
from engine.link.shelf import Shelf
from engine.link.worker import Worker
from engine.project import Project, read
from engine.project.container import write
from engine.project.writing import members
from engine.training.moments import is_own_start
from tests.experiments import small
from tests.hearing import numbers, whole
from tests.there import there


class Process:
    """A worker in this process, and the shelf of the window that it speaks to."""

    def __init__(self) -> None:
        self.inbox: SimpleQueue[Message] = SimpleQueue()
        self.worker = Worker(self.take, self.inbox)
        self.shelf = Shelf()
        self.frame: Frame | None = None
        self.losses = np.empty(0)
        self.experiment = small()
        self.table = self.experiment.data.table

    def take(self, reply: Reply) -> None:
        """Keep and show as the window does, after the way through the pipe."""
        reply = pickle.loads(pickle.dumps(reply))
        if isinstance(reply, replies.Kept):
            self.shelf.take(reply, {1: self.table})
        if isinstance(reply, replies.Collected):
            self.shelf.spread(reply, {1: self.table})
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
        self.tell(messages.Look(whole(), run, len(self.losses)))

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
    process.experiment, process.table = experiment, experiment.data.table
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
    st.just(messages.Collect()),
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


DEEDS = st.lists(st.tuples(COMMANDS, st.booleans()), max_size=10)


@settings(max_examples=15)
@given(DEEDS, st.booleans())
def test_a_killed_process_is_followed_by_one_that_goes_on_the_same(
    deeds: Sequence[Deed], often: bool
) -> None:
    """After anything that was done, with many moments sent or few."""
    goes_on_the_same(deeds, often)


@pytest.mark.long
@settings(max_examples=400)
@given(DEEDS, st.booleans())
def test_so_it_does_after_many_more_deeds(deeds: Sequence[Deed], often: bool) -> None:
    goes_on_the_same(deeds, often)


def goes_on_the_same(deeds: Sequence[Deed], often: bool) -> None:
    """Kill after some deeds, and compare with the process that was not killed."""
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
        for name, gradient in numbers(one).gradients.items():
            np.testing.assert_array_equal(gradient, numbers(other).gradients[name])


def test_losses_are_whole_however_often_it_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the window had not all of them, the next process has worked them out again."""
    monkeypatch.setattr(keeper, "EVERY", 1e9)
    process, session = opened(small(), messages.NextStep(1)), Session(small())
    for steps, back in ((6, 0), (6, 3), (6, 0), (6, 3)):
        process.tell(messages.NextStep(steps))
        process.look()
        step = there(process.frame).step
        process.tell(messages.Goto(step - back))  # tells what was not told yet
        process.look()
        process = process.successor()
    session.step(there(process.frame).step)
    np.testing.assert_array_equal(process.losses, session.losses)


def test_what_was_too_large_to_keep_while_running_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes and moments between rests are not sent; then it stands as close as it can."""
    monkeypatch.setattr(keeper, "MOST_WHILE_RUNNING", 10)
    process = opened(small(), messages.NextStep(30))
    snapshot = there(process.shelf.snapshot())
    assert snapshot.moments[0].parameters is None, "the start needs no numbers"
    assert there(process.successor().frame).step == 30, "replayed from the start"
    process.tell(messages.SetParameter("output.bias", np.array([0.5])), messages.NextStep(10))
    process.look()
    snapshot = there(process.shelf.snapshot())
    assert (snapshot.step, snapshot.first) == (30, 0), "what was typed in is not known"
    process.worker._keep(rests=True)
    process.look()
    snapshot = there(process.shelf.snapshot())
    assert (snapshot.step, snapshot.first) == (40, 40)
    found = process.successor()
    for one in (process, found):
        one.tell(messages.NextStep(60))
        one.look()
    np.testing.assert_array_equal(process.losses, found.losses)
    assert there(found.frame).earliest == 40


def test_the_oldest_moments_go_where_there_are_too_many_bytes() -> None:
    moments = tuple(
        Moment(small(), step, parameters={"w": np.zeros(1000)}, changed=True) for step in range(9)
    )
    whole = Snapshot(small(), 9, moments=moments)
    assert whole.within(whole.size) is whole
    kept = whole.within(whole.size // 3)
    assert kept.size <= whole.size // 3
    assert kept.moments == moments[-len(kept.moments) :] and len(kept.moments) > 1
    assert whole.within(0).moments == moments[-1:]


def test_no_more_moments_go_than_must(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "MOST_BYTES", 25_000)
    kept = book.Book(0)
    for number in range(1, 6):
        numbered = tuple((n, 10 * n) for n in range(1, number + 1))
        moment = Moment(small(), 10 * number, parameters={"w": np.zeros(1000)}, changed=True)
        news = replies.Kept(0, numbered, {number: (moment, 0)}, 0, np.zeros(10 * number), {})
        kept.take(news, {})
    found = kept.complete(Snapshot(small(), 50, furthest=50))
    assert [moment.step for moment in found.moments] == [30, 40, 50]


def test_a_start_of_ones_own_is_known_by_its_bits() -> None:
    session = Session(small())
    assert is_own_start(session.run.history.changes[0])
    session.set_parameter("output.bias", np.array([0.5]))
    assert not is_own_start(session.run.history.changes[0])


def test_too_little_memory_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory")

    process = opened(small())
    monkeypatch.setattr(keeper, "moment", fail)
    said: list[Reply] = []
    process.worker._send = said.append
    for _ in range(5):
        process.tell(messages.NextStep(3))
        process.worker._keep(rests=True)
    (failed,) = said
    assert isinstance(failed, replies.Failed) and "memory" in str(failed.error)


def test_tables_of_points_that_were_dragged_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "MOST_BYTES", 40_000)
    process = opened(small())
    data = small().data
    for shift in range(40):
        y = data.table.columns["y"] + shift
        moved = Table({**data.table.columns, "y": y})
        process.table = moved
        changed = replace(small(), data=replace(data, table=moved))
        process.tell(messages.Hold(moved, 1), messages.Change(changed), messages.NextStep(3))
        process.look()
    snapshot = process.shelf.snapshot()
    assert snapshot is not None and snapshot.step == 120
    assert snapshot.size < 60_000 and 0 < snapshot.first < 120
    found = process.successor()
    for one in (process, found):
        one.tell(messages.NextStep(60))
        one.look()
    np.testing.assert_array_equal(process.losses, found.losses)


def test_a_snapshot_for_a_file_has_a_loss_for_each_of_its_steps() -> None:
    process = opened(small(), messages.Run())
    random = Random(3)
    for _ in range(60):  # what is shown is always further than what is kept
        act = random.choice(["run", "run", "phase", "goto", "back", "rate"])
        if act == "phase":
            process.tell(messages.NextPhase())
        elif act == "goto":
            process.tell(messages.Goto(random.randint(0, there(process.frame).step)))
        elif act == "back":
            process.tell(messages.Back("step"))
        elif act == "rate":
            process.tell(with_optimizer("adam", random.uniform(0.01, 0.1)))
        else:
            session = there(process.worker._session)
            session.run_steps(random.randint(1, 40), 10**6)
            process.worker._keep()  # while training runs; the frame comes later, or never
        if random.random() < 0.7:
            process.look()
        run = there(process.shelf.snapshot()).as_known()
        found = opened_again(run)
        assert (found.step, found.phases, found.furthest) == (run.step, run.phases, run.furthest)
        assert len(found.losses) == found.furthest - found.base


def opened_again(run: Snapshot) -> Snapshot:
    """The run out of a file that it was written to."""
    stream = BytesIO()
    write(stream, members(Project(run.experiment, run=run)), {})
    return there(read(stream.getvalue(), "written").run)
