"""What the training process does with its messages, tried in this one."""

from __future__ import annotations

import pickle
from dataclasses import replace
from queue import Empty, SimpleQueue

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import EngineError, Experiment, Session
from engine.frames import Frame, MetricsRequest, Parameters, ParametersRequest
from engine.link import messages, replies
from engine.link.messages import Message
from engine.link.replies import Reply
from engine.link.worker import REST, Worker
from tests.experiments import small
from tests.hearing import numbers, whole


def replies_to(*sent: Message) -> list[Reply]:
    """Everything a worker answers before it quits, but for what the window keeps unseen."""
    inbox: SimpleQueue[Message] = SimpleQueue()
    answers: list[Reply] = []
    for message in (*sent, messages.Quit()):
        inbox.put(message)
    Worker(answers.append, inbox).work()
    return [reply for reply in answers if not isinstance(reply, replies.Kept)]


def opened(experiment: Experiment, *then: Message) -> list[Reply]:
    """A worker's answers once it has an experiment."""
    return replies_to(messages.Hold(experiment.data.table), messages.Open(experiment), *then)


class Reader:
    """Keeps the losses as a window does: cut where a frame says so, then added to."""

    def __init__(self) -> None:
        self.run, self.losses = 0, np.empty(0)

    def take(self, frame: Frame) -> None:
        if frame.run != self.run:
            self.losses = np.empty(0)
        self.run = frame.run
        assert frame.losses_from <= len(self.losses)
        self.losses = np.concatenate([self.losses[: frame.losses_from], frame.new_losses])


COMMANDS = st.one_of(
    st.just(messages.NextPhase()),
    st.builds(messages.NextStep, st.integers(0, 40)),
    st.just(messages.NextEpoch()),
    st.just(messages.Reset()),
    st.builds(messages.Goto, st.integers(0, 60)),
    st.sampled_from([0.01, 0.3]).map(lambda lr: messages.Change(with_rate(lr))),
    st.just(messages.Change(small(model={"hidden": [3]}))),
    st.just(messages.SetParameter("output.bias", np.array([0.5]))),
)


def with_rate(lr: float) -> Experiment:
    return small(optimizer={"name": "adam", "lr": lr})


def do(session: Session, command: Message) -> None:
    """The same command, given to a session itself."""
    match command:
        case messages.NextPhase():
            session.phase()
        case messages.NextStep(count):
            session.step(count)
        case messages.NextEpoch():
            session.epoch()
        case messages.Reset():
            session.reset()
        case messages.Goto(step):
            session.goto(step)
        case messages.Change(experiment):
            session.change(experiment)
        case messages.SetParameter(name, values):
            session.set_parameter(name, values)


@settings(max_examples=60)
@given(st.lists(st.tuples(COMMANDS, st.booleans()), max_size=12))
def test_a_reader_of_frames_has_the_sessions_own_losses(
    commands: list[tuple[Message, bool]],
) -> None:
    experiment, reader = small(), Reader()
    session = Session(experiment)
    inbox: SimpleQueue[Message] = SimpleQueue()
    answers: list[Reply] = []
    worker = Worker(answers.append, inbox)

    def tell(*sent: Message) -> None:
        for message in (*sent, messages.Quit()):
            inbox.put(message)
        worker.work()

    tell(messages.Hold(experiment.data.table), messages.Open(experiment))
    for command, looks in [*commands, (messages.NextStep(0), True)]:
        tell(command)
        do(session, command)
        if looks:
            tell(messages.Look((), reader.run, len(reader.losses)))
            frame = answers.pop()
            assert isinstance(frame, Frame)
            reader.take(frame)
    assert not any(isinstance(reply, Frame) for reply in answers)
    np.testing.assert_array_equal(reader.losses, session.losses)


def test_a_frame_shows_the_session_to_the_last_bit() -> None:
    experiment = small()
    session = Session(experiment)
    session.step(7)
    session.phase()
    session.phase()
    moves = (messages.NextStep(7), messages.NextPhase(), messages.NextPhase())
    (frame,) = opened(experiment, *moves, messages.Look((MetricsRequest(), *whole())))
    assert isinstance(frame, Frame)
    assert (frame.step, frame.epoch, frame.phase, frame.loss) == (7, 2, "loss", session.loss)
    shown = numbers(frame)
    for name, values in session.parameters.items():
        np.testing.assert_array_equal(frame.parameters[name], values)
        np.testing.assert_array_equal(shown.gradients[name], session.gradients[name])
        np.testing.assert_array_equal(shown.changes[name], session.changes[name])
    assert list(frame.views) == [MetricsRequest(), *whole()]


@pytest.mark.parametrize(
    "command", [messages.NextStep(), messages.Run(), messages.Reset(), messages.Goto(1)]
)
def test_without_an_experiment_a_command_fails_and_a_look_is_blank(command: Message) -> None:
    failed, blank = replies_to(command, messages.Look())
    assert isinstance(failed, replies.Failed)
    assert "no experiment" in str(failed.error)
    assert blank == replies.Blank()


def test_a_command_that_fails_leaves_everything_as_it_was() -> None:
    wrong = messages.SetParameter("output.bias", np.array([np.nan]))
    look = messages.Look(whole())
    before, failed, after = opened(small(), messages.NextStep(3), look, wrong, look)
    assert isinstance(failed, replies.Failed) and isinstance(failed.error, EngineError)
    assert isinstance(before, Frame) and isinstance(after, Frame)
    assert before.step == after.step == 3
    np.testing.assert_array_equal(before.parameters["output.bias"], after.parameters["output.bias"])


def test_a_mistake_in_the_program_is_told_and_survived() -> None:
    # no panel asks for such a thing
    nonsense = messages.Look((object(),))  # type: ignore[arg-type]
    crashed, *rest = opened(small(), nonsense, messages.Look())[::-1][::-1]
    kinds = [type(reply) for reply in (crashed, *rest)]
    assert sorted(kind.__name__ for kind in kinds) == ["Blank", "Crashed", "Frame"]


def test_an_experiment_that_cannot_be_opened_leaves_none_open() -> None:
    experiment = small()
    broken = replace(experiment, model=replace(experiment.model, frozen=("nothing",)))
    failed, blank = opened(experiment, messages.Open(broken), messages.Look())
    assert isinstance(failed, replies.Failed)
    assert failed.error.where == "model.frozen"
    assert blank == replies.Blank()


def test_another_experiment_stands_still_whatever_the_last_one_did() -> None:
    found = opened(small(), messages.Run(), messages.Open(small(), 1), messages.Look(whole()))
    frame = found[-1]
    assert isinstance(frame, Frame)
    assert (frame.step, frame.running) == (0, False)


def test_a_frame_without_views_is_small_however_large_the_network() -> None:
    large = small(model={"hidden": [512, 512]}, training={"epochs": 10})
    bare, asked = opened(large, messages.NextStep(5), messages.Look(), messages.Look(whole()))
    assert isinstance(bare, Frame) and isinstance(asked, Frame)
    assert len(pickle.dumps(bare)) <= 10_000
    assert len(pickle.dumps(asked)) > 2_000_000
    some = messages.Look((ParametersRequest(("output.bias", "hidden3.bias")),))
    (frame,) = opened(large, some)
    assert isinstance(frame, Frame)
    (view,) = frame.views.values()
    assert isinstance(view, Parameters) and list(view.values) == ["output.bias"]


def slowly(*then: Message) -> list[Reply]:
    """A worker's answers while it runs so slowly that it makes no step meanwhile."""
    return opened(small(), messages.Speed(0.001), messages.Run(), *then)


WAITING = messages.Look(waits=True)


@pytest.mark.parametrize(
    "then", [messages.Hurry(), messages.Pause(), messages.NextStep(), messages.Look()]
)
def test_a_look_that_waits_is_answered_before_the_next_message(then: Message) -> None:
    assert slowly(WAITING) == []
    frame, *others = slowly(WAITING, then)
    assert isinstance(frame, Frame) and frame.running and frame.step == 0
    assert len(others) == isinstance(then, messages.Look)


def test_a_look_that_waits_is_answered_after_a_step_or_where_nothing_runs() -> None:
    experiment = small()
    inbox: SimpleQueue[Message] = SimpleQueue()
    for message in (
        *(messages.Hold(experiment.data.table), messages.Open(experiment)),
        *(WAITING, messages.Run()),
    ):
        inbox.put(message)
    steps: list[int] = []

    def take(reply: Reply) -> None:
        if isinstance(reply, Frame):
            steps.append(reply.step)
            inbox.put(WAITING if reply.running or not reply.step else messages.Quit())

    Worker(take, inbox).work()
    assert steps[0] == 0 and steps[-1] == 12
    assert steps == sorted(set(steps))  # never the same again


class Unhurried(SimpleQueue[Message]):
    """Notes how long it should have waited, and does not; where that is for ever it is the end."""

    def __init__(self, *messages: Message) -> None:
        self.waits: list[float] = []
        for message in messages:
            self.put(message)

    def get(self, block: bool = True, timeout: float | None = None) -> Message:
        if not self.empty():
            return super().get(block)
        if timeout is None:
            return messages.Quit()
        self.waits.append(timeout)
        raise Empty


@pytest.mark.parametrize("message", [messages.NextStep(12), messages.Run()])
def test_training_never_waits_and_at_rest_the_window_is_told_what_to_keep(message: Message) -> None:
    experiment, answers = small(), list[Reply]()
    table = messages.Hold(experiment.data.table)
    inbox = Unhurried(table, messages.Open(experiment), message)
    Worker(answers.append, inbox).work()
    assert inbox.waits[-1] == REST and not any(inbox.waits[:-1])
    kept = answers[-1]
    assert isinstance(kept, replies.Kept)
    assert kept.losses_from + len(kept.losses) == 12


LOOKS = st.sampled_from([WAITING, messages.Look(), messages.Run(), messages.Pause()])


@settings(max_examples=60)
@given(st.lists(COMMANDS | LOOKS, max_size=12))
def test_each_look_has_one_answer(sent: list[Message]) -> None:
    answers = slowly(*sent, messages.Hurry())
    looks = [message for message in sent if isinstance(message, messages.Look)]
    assert len([reply for reply in answers if isinstance(reply, Frame)]) == len(looks)
