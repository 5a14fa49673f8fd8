"""Tables written in a process of their own, one after another: none is given up for another."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from numpy.typing import NDArray

from engine import parts
from engine.data.codes import Codes
from engine.data.codes import light as coded
from engine.data.table import Table
from engine.errors import EngineError


@dataclass(frozen=True, slots=True)
class Failure:
    """A table that could not be written."""

    path: Path
    error: EngineError


@dataclass(frozen=True, slots=True)
class _Save:
    """A table's columns, each with all of its cells: no file that goes may be needed for them."""

    path: Path
    columns: dict[str, NDArray[Any] | Codes]


class Writer:
    """Writes tables however long that takes, and goes on when the program that asked has ended."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._outbox: SimpleQueue[_Save | None] = SimpleQueue()
        self._waiting: deque[_Save] = deque()

    @property
    def waiting(self) -> tuple[Path, ...]:
        """The files that are not written yet, in their order."""
        return tuple(task.path for task in self._waiting)

    def save(self, table: Table, path: Path) -> None:
        """Have a table written once those before it are."""
        columns = table.columns.items()
        light = {name: coded(found) if found.dtype == object else found for name, found in columns}
        self._waiting.append(_Save(path, light))
        if self._process is None:
            self._start()
        else:
            self._outbox.put(self._waiting[-1])

    def poll(self) -> list[Path | Failure]:
        """What has been written or could not be since the last time."""
        answers: list[Path | Failure] = []
        while self._waiting and self._connection is not None and self._ready():
            answers.append(self._receive(self._connection))
        if not self._waiting:
            self._end()
        return answers

    def close(self) -> None:
        """Wait for nothing any more; what was asked for is still written."""
        self._outbox.put(None)
        self._process = self._connection = None
        self._waiting.clear()

    def give_up(self) -> None:
        """End what is being written; the files are as they were."""
        folders = {task.path.parent for task in self._waiting}
        self._waiting.clear()
        self._end()
        for folder in folders:
            parts.clear(folder)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, others = context.Pipe()
        self._outbox = SimpleQueue()
        # No daemon: those are ended with the program that has started them.
        self._process = context.Process(target=serve, args=(others,), name="writing", daemon=False)
        self._process.start()
        others.close()
        for task in self._waiting:
            self._outbox.put(task)
        sender = threading.Thread(target=_send, args=(self._connection, self._outbox), daemon=True)
        sender.start()

    def _end(self) -> None:
        """End the process, which has nothing to do any more or shall do no more."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._outbox.put(None)
        self._process = self._connection = None

    def _ready(self) -> bool:
        assert self._connection is not None
        try:
            return self._connection.poll()
        except OSError:
            return True

    def _receive(self, connection: Connection) -> Path | Failure:
        path = self._waiting.popleft().path
        try:
            error = connection.recv()
        except (EOFError, OSError):
            self._go_on_without(path)
            error = EngineError("could not be written: writing it ended in the middle", path.name)
        return path if error is None else Failure(path, error)

    def _go_on_without(self, lost: Path) -> None:
        """The process has died over one table: another one writes those that are left."""
        self._end()
        parts.clear(lost.parent)
        if self._waiting:
            self._start()


def _send(connection: Connection, outbox: SimpleQueue[_Save | None]) -> None:
    """Hand tables over beside the window, which must not wait until a process has come up."""
    with suppress(OSError):
        while True:
            task = outbox.get()
            connection.send(task)
            if task is None:
                return


def serve(connection: Connection) -> None:
    """The process's own loop, until it is told that there is nothing more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the window
    with suppress(EOFError):
        while (task := connection.recv()) is not None:
            error = _error(task)
            with suppress(OSError):  # nobody may be there any more to hear it
                connection.send(error)


def _error(task: _Save) -> EngineError | None:
    from engine.files.saving import save_table

    columns = {
        name: found.column() if isinstance(found, Codes) else found
        for name, found in task.columns.items()
    }
    try:
        save_table(Table(columns), task.path)
    except EngineError as error:
        return error
    except MemoryError:
        return EngineError("needs more memory than there is", task.path.name)
    return None
