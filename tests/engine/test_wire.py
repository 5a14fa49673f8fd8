"""Messages through a pipe in pieces, and a process that has fallen silent."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from engine import wire
from engine.link import silence
from engine.link.silence import BEAT, LIMIT, Silence
from engine.wire import Wire


@pytest.fixture
def ends() -> Iterator[tuple[Wire, Wire]]:
    """Both ends of a pipe."""
    one, other = (Wire(connection) for connection in multiprocessing.Pipe())
    yield one, other
    one.close()
    other.close()


MESSAGES = [
    "a word",
    {"empty": np.empty(0), "small": np.arange(5), "number": np.float32(0.1)},
    {"large": np.arange(300_000.0), "column": np.asfortranarray(np.ones((400, 300)))},
    [np.arange(40_000)[::2], np.array(["a", "b"] * 50_000, dtype=object)],
    b"b" * (3 * wire.PIECE + 7),
]


@pytest.mark.parametrize("message", MESSAGES)
def test_messages_arrive_as_they_were(ends: tuple[Wire, Wire], message: object) -> None:
    sender = threading.Thread(target=ends[0].send, args=(message,))
    sender.start()
    arrived = ends[1].receive()
    sender.join()
    np.testing.assert_equal(arrived, message)


def test_messages_of_several_threads_are_never_mixed(ends: tuple[Wire, Wire]) -> None:
    columns = [np.full(400_000, number) for number in range(4)]
    senders = [threading.Thread(target=ends[0].send, args=(column,)) for column in columns]
    for sender in senders:
        sender.start()
    arrived = sorted((ends[1].receive() for _ in columns), key=lambda column: column[0])
    for sender in senders:
        sender.join()
    np.testing.assert_equal(arrived, columns)


def test_every_piece_is_a_sign_of_life() -> None:
    pieces: list[int] = []
    one, other = multiprocessing.Pipe()
    receiver = Wire(other, lambda: pieces.append(1))
    sender = threading.Thread(target=Wire(one).send, args=(np.zeros(wire.PIECE),))
    sender.start()
    receiver.receive()
    sender.join()
    assert len(pieces) >= 9  # eight bytes a number
    one.close()
    other.close()


class Clock:
    """A clock that is set by hand, and a process whose work is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.work = 0.0, 0.0
        monkeypatch.setattr(silence, "monotonic", lambda: self.now)
        self.silence = Silence(lambda: self.work)
        self.silence.limit = LIMIT

    def wait(self, seconds: float, working: bool = False) -> bool:
        """Look at it ten times a second for a while; whether it hangs then."""
        hangs = False
        for _ in range(round(10 * seconds)):
            self.now += 0.1
            self.work += 0.01 if working else 0.0
            hangs = self.silence.hangs()
        return hangs


def test_a_silent_process_hangs_within_three_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    for _ in range(40):
        clock.silence.hear()
        assert not clock.wait(BEAT + 0.1)
    assert not clock.wait(LIMIT / 2)
    assert clock.wait(3.0 - LIMIT / 2)
    clock.silence.hear()
    assert not clock.wait(0.1)


def test_a_process_at_work_never_hangs_however_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    assert not clock.wait(60.0, working=True)
    clock.work = float("inf")  # ready to run, but other programs have the processor
    assert not clock.wait(60.0)
    clock.work = 0.0
    assert clock.wait(3.0)


def test_a_computer_that_slept_has_not_hung(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    clock.silence.hear()
    clock.wait(0.1)
    clock.now += 10_000.0
    assert not clock.silence.hangs()
