"""Messages over a pipe in small pieces: whoever sends or reads a large one holds up nobody else.

A message is pickled with its large arrays beside it, so that they are never copied as a whole
while Python's lock is held: the window stays free while its threads move a gigabyte.
"""

from __future__ import annotations

import pickle
import struct
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any

PIECE = 1 << 20  # bytes that travel at once
BESIDE = 1 << 16  # bytes of an array that travels beside its message

WHOLE, IN_PIECES = b".", b"+"  # how the first piece of a message begins

Part = bytes | memoryview


class Wire:
    """One end of a pipe: several threads may send, one may receive.

    ``moved`` is called whenever a piece has arrived.
    """

    def __init__(self, connection: Connection, moved: Callable[[], None] = lambda: None) -> None:
        self._connection = connection
        self._moved = moved
        self._lock = threading.Lock()

    def send(self, message: object) -> None:
        """Send a whole message, waiting for room; OSError where nobody reads any more."""
        parts = _parts(message)
        with self._lock:
            if len(parts) == 1 and len(parts[0]) < BESIDE:
                self._connection.send_bytes(WHOLE + bytes(parts[0]))
                return
            sizes = struct.pack(f"!{len(parts)}Q", *(len(part) for part in parts))
            self._connection.send_bytes(IN_PIECES + sizes)
            for piece in _pieces(parts):
                self._connection.send_bytes(piece)

    def receive(self) -> Any:
        """The next message, waited for; EOFError or OSError where nobody sends any more."""
        first = memoryview(self._connection.recv_bytes())
        self._moved()
        if first[:1] == WHOLE:
            return pickle.loads(first[1:])
        body, *beside = [self._part(size) for (size,) in struct.iter_unpack("!Q", first[1:])]
        return pickle.loads(body, buffers=beside)

    def close(self) -> None:
        """Close this end."""
        self._connection.close()

    def _part(self, size: int) -> bytearray:
        part = bytearray(size)
        place = 0
        while place < size:
            place += self._connection.recv_bytes_into(part, place)
            self._moved()
        return part


def _parts(message: object) -> list[Part]:
    """The message as bytes, and its large arrays as they lie in memory."""
    beside: list[memoryview] = []

    def keep_in(buffer: pickle.PickleBuffer) -> bool:
        view = buffer.raw()
        if len(view) < BESIDE:
            return True
        beside.append(view)
        return False

    return [pickle.dumps(message, protocol=5, buffer_callback=keep_in), *beside]


def _pieces(parts: list[Part]) -> Iterator[memoryview]:
    for part in parts:
        view = memoryview(part)
        for start in range(0, len(view), PIECE):
            yield view[start : start + PIECE]
