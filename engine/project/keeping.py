"""Projects written in a process of their own: saved to their files, and kept beside them."""

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
from time import monotonic

from engine import parts, storage
from engine.errors import EngineError
from engine.project.autosaves import Keeper, Summary, remove
from engine.project.container import Teller
from engine.project.parcels import Packer, Unpacker
from engine.project.value import Project
from engine.project.writing import save
from engine.wire import Wire

TICK = 0.01  # seconds between two looks
SLOW = 30.0  # seconds that an autosave may take until its medium is one that does not answer
MOMENT = 1.0  # seconds that are waited for a process's end; one that waits for its medium has none


@dataclass(frozen=True, slots=True, eq=False)
class Save:
    """Write a project to its file, where that is on the medium ``device`` still."""

    project: Project
    path: Path
    device: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Keep:
    """Put a project into the folder of an autosave; ``device`` is where its file was known."""

    project: Project
    path: Path
    summary: Summary
    device: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Drop:
    """Take an autosave away."""

    path: Path


Task = Save | Keep | Drop


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """What became of a task."""

    task: Task
    error: EngineError | None = None


class Clerk:
    """Does one task after another, and finishes them when the program that asked has ended."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._outbox: SimpleQueue[Task | None] = SimpleQueue()
        self._waiting: deque[Task] = deque()
        self._since = 0.0  # when the task at hand was begun
        self.progress = 0.0  # of the task at hand, from 0 to 1

    @property
    def waiting(self) -> tuple[Task, ...]:
        """What is not done yet, in its order."""
        return tuple(self._waiting)

    def ask(self, task: Task) -> None:
        """Have something done once what was asked for before is."""
        if self._process is None:
            self._start()
        if not self._waiting:
            self._since = monotonic()
        self._waiting.append(task)
        self._outbox.put(task)

    def poll(self) -> list[Done]:
        """What has been done, or could not be, since the last time."""
        answers: list[Done] = []
        while self._waiting and self._connection is not None and self._ready(0.0):
            answers += self._receive(self._connection)
        return answers

    def wait(self, seconds: float) -> list[Done]:
        """Wait until everything is done, so long at most."""
        answers: list[Done] = []
        deadline = monotonic() + seconds
        while self._waiting and self._connection is not None and monotonic() < deadline:
            if self._ready(TICK):
                answers += self._receive(self._connection)
        return answers

    def close(self) -> None:
        """Wait for nothing any more; what was asked for is still done."""
        self._outbox.put(None)
        self._process = self._connection = None
        self._outbox = SimpleQueue()
        self._waiting.clear()

    def leave_behind(self) -> Done | None:
        """The autosave that a medium has not taken for long, left to a process of its own.

        None where all goes on, or something else is waiting, too, which must not be left.
        """
        late = monotonic() - self._since > SLOW
        if not late or not all(isinstance(task, Keep) for task in self._waiting):
            return None
        task = self._waiting[-1]
        self.close()
        return Done(task, EngineError("its medium does not answer", task.path.name))

    def give_up(self) -> None:
        """Leave everything that is waiting undone."""
        waiting = [*self._waiting]
        self._end()
        self._waiting.clear()
        for task in waiting:
            parts.clear(task.path.parent)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, others = context.Pipe()
        # No daemon: those are ended with the program that has started them.
        self._process = context.Process(target=serve, args=(others,), name="keeping", daemon=False)
        self._process.start()
        others.close()
        threading.Thread(
            target=hand_over, args=(self._connection, self._outbox), daemon=True
        ).start()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join(MOMENT)
        self._outbox.put(None)
        self._process = self._connection = None
        self._outbox = SimpleQueue()

    def _ready(self, seconds: float) -> bool:
        assert self._connection is not None
        try:
            return self._connection.poll(seconds)
        except OSError:
            return True

    def _receive(self, connection: Connection) -> list[Done]:
        """What one message says: that a task is done, or how far it has come."""
        try:
            answer = connection.recv()
        except (EOFError, OSError):
            return [self._lose()]
        if isinstance(answer, float):
            self.progress = answer
            return []
        self.progress = 0.0
        self._since = monotonic()
        return [Done(self._waiting.popleft(), answer)]

    def _lose(self) -> Done:
        """The process has died over one task: another one does those that are left."""
        task = self._waiting.popleft()
        self._end()
        parts.clear(task.path.parent)
        left = [*self._waiting]
        self._waiting.clear()
        for other in left:
            self.ask(other)
        name = task.path.name
        return Done(task, EngineError("could not be written: writing it ended in the middle", name))


def hand_over(connection: Connection, outbox: SimpleQueue[Task | None]) -> None:
    """Hand tasks over beside the window, which must wait neither for a process nor for columns."""
    packer, wire = Packer(), Wire(connection)
    with suppress(OSError):
        while (task := outbox.get()) is not None:
            wire.send(packer.pack(task))
        wire.send(None)


def serve(connection: Connection) -> None:
    """The process's own loop, until it is told that there is nothing more."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # meant for the window: this one ends after it
    keeper, unpacker, wire = Keeper(), Unpacker(), Wire(connection)

    def tell(what: object) -> None:
        with suppress(OSError):  # nobody may be there any more to hear it
            connection.send(what)

    with suppress(EOFError, OSError):
        while (parcel := wire.receive()) is not None:
            tell(_error(unpacker.unpack(parcel), keeper, tell))


def _error(task: Task, keeper: Keeper, tell: Teller) -> EngineError | None:
    try:
        match task:
            case Save(project, path, device):
                if device not in (None, storage.device(path)):
                    return EngineError("is on another medium now", path.name)
                save(project, path, tell)
            case Keep(project, path, summary, device):
                keeper.keep(project, summary, path, device)
            case Drop(path):
                remove(path)
    except EngineError as error:
        return error
    except MemoryError:
        return EngineError("needs more memory than there is", task.path.name)
    return None
