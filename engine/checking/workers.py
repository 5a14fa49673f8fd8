"""Files looked at in processes of their own, which may be ended and may not take all memory."""

from __future__ import annotations

import multiprocessing
import os
import platform
import signal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from time import monotonic

from engine.checking.row import Row
from engine.ending import deaf_to_the_keyboard
from engine.errors import EngineError

MOST = 4  # processes at once
STARTING = 120.0  # seconds that one may take to load torch
MOST_MEMORY = 4_000_000_000  # bytes that one may ask for
MOST_FAILURES = 3
OTHERS = ("avx2", "default")  # whose instructions a newer processor has too
X86 = ("x86_64", "amd64")
READY = "ready"


def rows(paths: Sequence[Path], goal: str | None, limit: float) -> list[Row]:
    """A row for each file, in their order.

    What does not come out as another processor's numbers would is tried with the instructions that
    older processors have, where this one is such that can do so: honest work is not refused here.
    """
    found = list(_rows(paths, goal, limit, ""))
    for kind in OTHERS if platform.machine().lower() in X86 else ():
        places = [place for place, row in enumerate(found) if row.exact == "no"]
        again = _rows([paths[place] for place in places], goal, limit, kind)
        for place, row in zip(places, again, strict=True):
            better = row.exact in ("yes", "close")
            found[place] = row if better else found[place]
    return found


def _rows(paths: Sequence[Path], goal: str | None, limit: float, kind: str) -> Iterator[Row]:
    """A row for each file, with the instructions of one kind of processors."""
    waiting = list(enumerate(paths))[::-1]
    count = min(MOST, os.cpu_count() or 1, len(paths))
    workers = [_Worker(goal, limit, kind) for _ in range(count)]
    found: dict[int, Row] = {}
    told = 0
    try:
        while told < len(paths):
            for worker in workers:
                if worker.is_free and waiting:
                    worker.ask(*waiting.pop())
            _wait([worker for worker in workers if not worker.is_free])
            for worker in workers:
                answer = worker.answered()
                if answer is not None:
                    found[answer[0]] = answer[1]
            while told in found:
                yield found.pop(told)
                told += 1
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """One process, and the file that it has at hand; where it ends another takes its place."""

    def __init__(self, goal: str | None, limit: float, kind: str) -> None:
        self._goal, self._limit, self._kind = goal, limit, kind
        self._task: tuple[int, Path] | None = None
        self._failures = 0  # of processes that were not ready even once
        self._begin()

    @property
    def is_free(self) -> bool:
        """Whether it has no file, and could take one."""
        return self._task is None and self._ready

    @property
    def connection(self) -> Connection:
        """Where its answer comes in."""
        return self._connection

    @property
    def rest(self) -> float:
        """The seconds that it still has."""
        return max(0.0, self._deadline - monotonic())

    def ask(self, number: int, path: Path) -> None:
        """Have it look at a file."""
        self._task = number, path
        self._asked, self._deadline = monotonic(), monotonic() + self._limit
        with suppress(OSError):  # one that has died is noticed when it is asked what it has found
            self._connection.send((path, self._goal))

    def answered(self) -> tuple[int, Row] | None:
        """What it has found, where it has; one that is late or has ended is replaced."""
        try:
            answer = self._connection.recv() if self._connection.poll() else None
        except (EOFError, OSError):
            return self._lost("could not be checked: it takes more memory than allowed, or fails")
        if answer == READY:
            self._ready, self._deadline = True, float("inf")
        elif isinstance(answer, Row):
            return self._done(answer)
        elif not self.rest:
            return self._lost(f"takes longer than {self._limit:g} seconds")
        return None

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self._connection.close()

    def _begin(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, other = context.Pipe()
        arguments = other, self._kind
        self._process = context.Process(target=serve, args=arguments, name="checking", daemon=True)
        with deaf_to_the_keyboard():
            self._process.start()
        other.close()
        self._ready, self._deadline = False, monotonic() + STARTING

    def _done(self, row: Row) -> tuple[int, Row]:
        assert self._task is not None
        number, self._task, self._deadline = self._task[0], None, float("inf")
        return number, row.after(monotonic() - self._asked)

    def _lost(self, why: str) -> tuple[int, Row] | None:
        self.end()
        self._failures += not self._ready
        if self._failures > MOST_FAILURES:
            raise EngineError("the process that checks files cannot be started")
        self._begin()
        return self._done(Row(str(self._task[1]), problem=why)) if self._task else None


def _wait(workers: Sequence[_Worker]) -> None:
    if workers:
        wait([worker.connection for worker in workers], min(worker.rest for worker in workers))


def serve(connection: Connection, kind: str) -> None:
    """The process's own loop: a path comes in, its row goes out."""
    if kind:
        os.environ["ATEN_CPU_CAPABILITY"] = kind  # which torch reads when it is loaded
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks decides when it ends
    _limit_memory()
    _say_nothing()
    from engine.checking.looking import looked_at  # torch, ahead of the first file

    try:
        with suppress(EOFError, OSError):
            connection.send(READY)
            while True:
                path, goal = connection.recv()
                connection.send(looked_at(path, goal))
    finally:  # at once, on whatever it has failed: taking torch apart first would count as work
        os._exit(0)


def _say_nothing() -> None:
    """What a file of nonsense makes a library say is no row of the table: its end is."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
