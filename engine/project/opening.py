"""A project opened in a process of its own, which may take long, take too much, or be given up."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np

from engine.data.mapped import Handle
from engine.data.table import Column
from engine.ending import deaf_to_the_keyboard
from engine.errors import EngineError
from engine.files.packing import LARGE
from engine.files.serving import FOLDERS
from engine.project.bounds import bounded
from engine.project.parcels import Packer, Parcel, Sent, Unpacker, light_column
from engine.project.value import Project

PATIENCE = 60.0  # seconds that a file may take
MOST_MEMORY = 2_000_000_000  # bytes that the process may ask for


@dataclass(frozen=True, slots=True)
class Opened:
    """What was in the file; ``path`` is the file, or the folder of an autosave."""

    project: Project
    path: Path


class Opener:
    """Opens one project; asked for another, it gives the first one up."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._folder: Path | None = None
        self._path = Path()
        self._deadline = 0.0
        self.progress = 0.0  # from 0 to 1

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._process is not None

    def open(self, path: Path) -> None:
        """Begin to open a project's file, or the folder of an autosave."""
        self.cancel()
        context = multiprocessing.get_context("spawn")
        self._connection, others = context.Pipe(duplex=False)
        self._folder = Path(tempfile.mkdtemp(prefix=f"{FOLDERS}{os.getpid()}-"))
        self._process = context.Process(
            target=serve, args=(others, self._folder, path), name="opening", daemon=True
        )
        with deaf_to_the_keyboard():
            self._process.start()
        others.close()
        self._path, self._deadline, self.progress = path, monotonic() + PATIENCE, 0.0

    def poll(self, seconds: float = 0.0) -> Opened | EngineError | None:
        """The answer, once there is one; waits so long for it at most."""
        if self._connection is None:
            return None
        if monotonic() > self._deadline:
            self.cancel()
            return EngineError("takes too long to read, so it was given up", self._path.name)
        try:
            while True:
                if not self._connection.poll(seconds):
                    return None
                answer = self._connection.recv()
                if not isinstance(answer, float):
                    break
                self.progress = answer
        except (EOFError, OSError):
            answer = EngineError(
                "could not be read: it took more memory than allowed, or the reader failed",
                self._path.name,
            )
        found = self._whole(answer)
        self._end()
        return found

    def cancel(self) -> None:
        """End what is being done."""
        self._end(wait=True)  # it writes into the folder
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _end(self, wait: bool = False) -> None:
        """The process has said what it had to say, or shall not: nobody waits until it is ready.

        That all its memory is given back takes a while; who starts the next one looks after it.
        """
        if self._process is not None:
            self._process.kill()
            if wait:
                self._process.join()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None

    def _whole(self, answer: Any) -> Opened | EngineError:
        if not isinstance(answer, Parcel):
            assert isinstance(answer, EngineError)
            return answer
        # Columns are mapped into this process, whose they are from now on: the folder may go.
        return Opened(Unpacker().unpack(answer), self._path)


def serve(connection: Connection, folder: Path, path: Path) -> None:
    """The process's whole life: it reads one file, and answers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the window decides when reading ends
    limit_memory()
    answer = _answer(path, folder, connection)
    with suppress(OSError):  # nobody may be there any more to hear it
        connection.send(answer)


def _answer(path: Path, folder: Path, connection: Connection) -> Parcel | EngineError:
    from engine.project import autosaves, reading

    def light(number: int, column: Column) -> Sent:
        if column.dtype == object or column.nbytes <= LARGE:
            return light_column(number, column)
        np.save(folder / f"{number}.npy", column)
        return Handle(folder / f"{number}.npy")

    try:
        with bounded():
            is_kept = path.is_dir()
            if is_kept and not autosaves.there(path):
                raise EngineError("is a folder, not a file", str(path))
            project = autosaves.kept(path) if is_kept else reading.opened(path, connection.send)
        _look_at(project)
        return Packer(light, LARGE).pack(project)
    except EngineError as error:
        return error
    except MemoryError:
        return EngineError("needs more memory than there is", path.name)


def _look_at(project: Project) -> None:
    """Find out here what the window would have to, who is kept from nothing by it."""
    with suppress(EngineError):
        project.experiment.check()
    if project.run is not None:
        project.run.within(MOST_MEMORY)  # how large each moment is


def limit_memory() -> None:
    """Have the process refuse to take more than a project may need."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
