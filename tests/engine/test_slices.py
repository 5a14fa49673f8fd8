"""Costly views come in slices: nothing waits for them, and they are what they are at once."""

from __future__ import annotations

import weakref
from queue import SimpleQueue
from threading import Timer
from time import thread_time

import numpy as np
import pytest

from engine import Experiment, Session
from engine.answers.views import answer
from engine.frames import (
    Axis,
    Frame,
    Network,
    NetworkRequest,
    Parameters,
    ParametersRequest,
    Request,
    View,
)
from engine.link import messages
from engine.link.messages import Message
from engine.link.replies import Reply
from engine.link.slices import Slices
from engine.link.worker import Worker
from tests.there import there

A, B = np.random.default_rng(1).uniform(-1, 1, (2, 20))
AXES = (Axis("a", -1, 1), Axis("b", -1, 1))
LARGE, SMALL = NetworkRequest(AXES, 92, 184), NetworkRequest(AXES, 24, 24)


def experiment(hidden: list[int] | None = None) -> Experiment:
    columns = {"a": A.tolist(), "b": B.tolist(), "y": (A * B).tolist()}
    data = {"columns": columns, "features": ["a", "b"], "target": "y"}
    return Experiment.from_dict({"data": data, "model": {"hidden": hidden or [16] * 6}})


def finish(slices: Slices) -> int:
    """Work to the end; how many times that was gone on with."""
    count = 0
    while slices.goes_on:
        slices.go_on(running=False)
        count += 1
    return count


def equal(one: View | None, other: View | None) -> bool:
    assert isinstance(one, Network) and isinstance(other, Network)
    pairs = zip((one.inputs, *one.hidden, one.output), (other.inputs, *other.hidden, other.output),
                strict=True)  # fmt: skip
    return one.step == other.step and all(np.array_equal(*pair) for pair in pairs)


@pytest.fixture
def session() -> Session:
    session = Session(experiment())
    session.step(2)
    return session


def test_a_costly_view_comes_later_and_others_at_once(session: Session) -> None:
    slices = Slices()
    requests: tuple[Request, ...] = (LARGE, SMALL, ParametersRequest())
    expected = answer(session, (LARGE,))[LARGE]
    assert set(slices.answer(session, 1, requests)) == {SMALL, ParametersRequest()}
    assert finish(slices) > 3
    found = slices.answer(session, 1, requests)
    assert equal(found[LARGE], expected) and not slices.goes_on


def test_what_is_worked_on_is_of_the_step_it_was_begun_at(session: Session) -> None:
    slices = Slices()
    expected = answer(session, (LARGE,))[LARGE]
    slices.answer(session, 1, (LARGE,))
    slices.go_on(running=False)
    session.step(5)
    assert slices.answer(session, 1, (LARGE,)) == {}, "it is not begun again on the way"
    finish(slices)
    assert equal(slices.answer(session, 1, (LARGE,))[LARGE], expected)
    assert slices.goes_on, "and now that of this step"
    finish(slices)
    newest = slices.answer(session, 1, (LARGE,))[LARGE]
    assert equal(newest, answer(session, (LARGE,))[LARGE]) and not equal(newest, expected)


def test_other_parameters_at_the_same_step_are_another_view(session: Session) -> None:
    slices = Slices()
    slices.answer(session, 1, (LARGE,))
    finish(slices)
    session.set_parameter("output.bias", np.array([3.0]))
    slices.answer(session, 1, (LARGE,))
    finish(slices)
    assert equal(slices.answer(session, 1, (LARGE,))[LARGE], answer(session, (LARGE,))[LARGE])


def test_what_nobody_wants_any_more_is_given_up(session: Session) -> None:
    slices = Slices()
    slices.answer(session, 1, (LARGE,))
    slices.answer(session, 1, (SMALL,))
    assert not slices.goes_on
    slices.answer(session, 1, (LARGE,))
    finish(slices)
    assert slices.answer(session, 2, (LARGE,)) == {}, "another run has its own"


def test_no_slice_takes_long(session: Session) -> None:
    slices = Slices()
    slices.answer(session, 1, (LARGE,))
    slices.go_on(running=False)
    times = []
    while slices.goes_on:
        begun = thread_time()
        slices.go_on(running=False)
        times.append(thread_time() - begun)
    assert np.median(times) < 0.004


def test_training_has_most_of_the_time(session: Session) -> None:
    slices = Slices()
    slices.answer(session, 1, (LARGE,))
    slices.go_on(running=True)
    assert slices.wait(running=True) > 0 and slices.wait(running=False) == 0
    before = slices.answer(session, 1, (LARGE,))
    slices.go_on(running=True)
    assert before == {} and slices.goes_on, "it is not its turn yet"


def test_a_worker_goes_on_with_it_by_itself() -> None:
    given = experiment()
    inbox: SimpleQueue[Message] = SimpleQueue()
    replies: list[Reply] = []

    def hear(reply: Reply) -> None:
        replies.append(reply)
        if isinstance(reply, Frame):
            inbox.put(messages.Look((LARGE,)) if reply.unfinished else messages.Quit())

    for message in (messages.Hold(given.data.table), messages.Open(given),
                    messages.Look((LARGE, ParametersRequest()))):  # fmt: skip
        inbox.put(message)
    Worker(hear, inbox).work()
    first, *_, last = [reply for reply in replies if isinstance(reply, Frame)]
    assert first.unfinished and first.more_comes and list(first.views) == [ParametersRequest()]
    assert isinstance(first.views[ParametersRequest()], Parameters)
    assert equal(there(last.views.get(LARGE)), answer(Session(given), (LARGE,))[LARGE])


def test_another_document_leaves_nothing_of_what_was_worked_on() -> None:
    given = experiment()
    inbox: SimpleQueue[Message] = SimpleQueue()
    worker = Worker(lambda _: None, inbox)
    for message in (messages.Hold(given.data.table), messages.Open(given),
                    messages.Look((LARGE,)), messages.Quit()):  # fmt: skip
        inbox.put(message)
    worker.work()
    ((_, work),) = worker._slices._works.values()
    session, unfinished = weakref.ref(worker._session), weakref.ref(work)
    del work
    for message in (messages.Open(experiment([2])), messages.Quit()):
        inbox.put(message)
    worker.work()
    assert unfinished() is None and session() is None and worker._session is not None


def test_a_view_that_is_finished_between_two_steps_is_shown_at_once() -> None:
    given = experiment()
    inbox: SimpleQueue[Message] = SimpleQueue()
    frames: list[Frame] = []
    look = messages.Look((LARGE,), waits=True)

    def hear(reply: Reply) -> None:
        if isinstance(reply, Frame):
            frames.append(reply)
            done = reply.step == 1 and not reply.unfinished
            inbox.put(messages.Quit() if done else look)

    for message in (messages.Hold(given.data.table), messages.Open(given),
                    messages.Speed(0.001), messages.Run(), look):  # fmt: skip
        inbox.put(message)
    late = Timer(20, inbox.put, [messages.Quit()])
    late.start()
    Worker(hear, inbox).work()
    late.cancel()
    assert [frame.unfinished for frame in frames] == [True, False]
    assert equal(there(frames[1].views.get(LARGE)), answer(_stepped(given), (LARGE,))[LARGE])


def _stepped(experiment: Experiment) -> Session:
    session = Session(experiment)
    session.step()
    return session
