"""Files read in a process of their own, which may take long, take too much, or be given up."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from engine.ending import deaf_to_the_keyboard
from engine.errors import EngineError
from engine.files.packing import whole
from engine.files.serving import FOLDERS, serve
from engine.files.tasks import Answer, Progress, Task

TICK = 0.005  # seconds between two looks for an answer
PATIENCE = 60.0  # seconds that a file may take


def ask(task: Task) -> Answer:
    """One task in a reading process of its own, waited for; EngineError where it fails."""
    reader = Reader()
    try:
        reader.ask(task)
        while True:
            for answer in reader.poll():
                if isinstance(answer, EngineError):
                    raise answer
                if not isinstance(answer, Progress):
                    return answer
            sleep(TICK)
    finally:
        reader.cancel()


class Reader:
    """One process at a time; a new task ends the last one, and its answer never comes."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._folder: Path | None = None
        self._busy = False
        self._deadline = 0.0

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._busy

    def warm_up(self) -> None:
        """Have the process ready before there is a task for it."""
        if self._process is None or not self._process.is_alive():
            self._start()

    def ask(self, task: Task) -> None:
        """Begin a task, giving up the one at hand."""
        if self._busy:
            self.cancel()
        self.warm_up()
        assert self._connection is not None
        self._busy, self._deadline = True, monotonic() + PATIENCE
        with suppress(OSError):  # a process that has died is noticed by ``poll``
            self._connection.send(task)

    def poll(self) -> list[Answer]:
        """What has been answered since; a process that has died answers with an EngineError."""
        answers: list[Answer] = []
        while self._busy and self._connection is not None and self._ready():
            answers.append(self._receive())
        if self._busy and monotonic() > self._deadline:
            self.cancel()
            answers.append(EngineError("takes too long to read, so it was given up"))
        return answers

    def cancel(self) -> None:
        """End what is being done."""
        self._busy = False
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._connection is not None:
            self._connection.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._process = self._connection = self._folder = None

    def _start(self) -> None:
        self.cancel()
        context = multiprocessing.get_context("spawn")
        self._connection, others = context.Pipe()
        self._folder = Path(tempfile.mkdtemp(prefix=f"{FOLDERS}{os.getpid()}-"))
        self._process = context.Process(
            target=serve, args=(others, self._folder), name="reading", daemon=True
        )
        with deaf_to_the_keyboard():
            self._process.start()
        others.close()

    def _ready(self) -> bool:
        assert self._connection is not None
        try:
            return self._connection.poll()
        except OSError:
            return True

    def _receive(self) -> Any:
        assert self._connection is not None
        try:
            answer = self._connection.recv()
        except (EOFError, OSError):
            self.cancel()
            return EngineError(
                "could not be read: it took more memory than allowed, or the reader failed"
            )
        self._busy = isinstance(answer, Progress)
        return whole(answer)
