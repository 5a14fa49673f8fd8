"""Letters to another process and from it, carried by two threads: nobody else ever waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue

from engine.errors import EngineError
from engine.link.messages import Message
from engine.link.replies import Beat, Failed, Reply
from engine.wire import Wire

MOST_WAITING = 500  # messages that the other process has not taken in


class Post:
    """Sends and collects without waiting. The threads end when the other process does."""

    def __init__(self, connection: Connection, hear: Callable[[], None]) -> None:
        self._wire = Wire(connection, hear)
        self._out: SimpleQueue[Message | None] = SimpleQueue()
        self._in: SimpleQueue[Reply | None] = SimpleQueue()
        self.lost = False  # the other process is gone

    def start(self) -> None:
        """Begin to carry."""
        wire, letters_in, letters_out = self._wire, self._in, self._out
        writer = threading.Thread(target=_write, args=(wire, letters_out), daemon=True)
        writer.start()
        threading.Thread(
            target=_read, args=(wire, letters_in, letters_out, writer), daemon=True
        ).start()

    @property
    def is_full(self) -> bool:
        """Whether so much is waiting to be read that no more is taken."""
        return self._out.qsize() > MOST_WAITING

    def send(self, message: Message) -> None:
        """Have a message carried; it is dropped where far too many are waiting already."""
        if not self.is_full:
            self._out.put(message)

    def collect(self, timeout: float = 0.0) -> list[Reply]:
        """What has arrived, after waiting so long for the first at most."""
        replies: list[Reply] = []
        with suppress(Empty):
            while not self.lost:
                wait = timeout if not replies else 0.0
                reply = self._in.get(block=wait > 0, timeout=wait or None)
                if reply is None:
                    self.lost = True
                else:
                    replies.append(reply)
        return replies


def _write(wire: Wire, letters: SimpleQueue[Message | None]) -> None:
    with suppress(OSError):
        while (message := letters.get()) is not None:
            wire.send(message)


def _read(
    wire: Wire,
    letters: SimpleQueue[Reply | None],
    answers: SimpleQueue[Message | None],
    writer: threading.Thread,
) -> None:
    try:
        while True:
            reply = wire.receive()
            if not isinstance(reply, Beat):
                letters.put(reply)
    except (EOFError, OSError):
        pass
    except MemoryError:
        letters.put(Failed(_lack_of_memory()))
    letters.put(None)
    answers.put(None)
    writer.join()
    wire.close()


def _lack_of_memory() -> EngineError:
    return EngineError(
        "the window has too little memory for what training sends it",
        hint="use fewer rows or fewer neurons",
    )
