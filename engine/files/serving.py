"""The reading process from inside: it reads what it is asked for, within its limits."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.files.packing import light
from engine.files.source import Options
from engine.files.sources import stamp
from engine.files.tasks import (
    Answer,
    Changed,
    Fetch,
    Fetched,
    Load,
    Look,
    Progress,
    Rows,
    Task,
    Unclear,
)

if TYPE_CHECKING:
    from engine.files.reading import Desk

MOST_MEMORY = 4_000_000_000  # bytes that the process may ask for
FOLDERS = "gradus-"  # how the names of the temporary folders begin; their owner's number follows


def serve(connection: Connection, folder: Path) -> None:
    """The process's own loop: a task comes in, its answer goes out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the window decides when reading ends
    limit_memory()
    with suppress(EOFError, OSError, KeyboardInterrupt):
        from engine.data.stale import clear
        from engine.files import quick
        from engine.files.reading import Desk  # loaded ahead of the first task

        quick.warm_up()
        clear(folder.parent, FOLDERS)
        desk = Desk()
        count = 0
        while True:
            task = connection.recv()
            count += 1
            with silence():
                answer = answer_to(task, desk, connection)
            connection.send(light(answer, folder, count))


@contextmanager
def silence() -> Iterator[None]:
    """Keep off the terminal what a library prints past Python about a damaged file."""
    try:
        kept = os.dup(2)
    except OSError:  # a program without a terminal has nothing to be kept off
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def answer_to(task: Task, desk: Desk, connection: Connection) -> Answer:
    """What a task comes to, or what went wrong."""
    from engine.files import reading

    try:
        match task:
            case Look(source, options):
                return reading.preview(source, options, desk)
            case Load(source, options, before):
                if before is not None and before != stamp(source):
                    return Changed()
                tell = _teller(connection)
                return reading.read(source, options, tell, desk)
            case Fetch():
                return _fetched(task, desk)
            case Rows(path, features):
                from engine.files.asking import rows_of

                return rows_of(path, features)
    except EngineError as error:
        return error
    except MemoryError:
        return EngineError("needs more memory than there is")


def _fetched(task: Fetch, desk: Desk) -> Answer:
    from engine.files import reading
    from engine.files.sources import is_table

    if not task.path.is_file() or not is_table(task.path):
        return Fetched(Experiment.load(task.path), task.path, is_own=True)
    if not task.tables:
        return Unclear(task.path)
    found = reading.preview(task.path, Options(), desk)
    if found.questions or found.problem is not None:
        return Unclear(task.path)
    experiment = reading.read(task.path, Options(), None, desk)
    found = replace(found, rows=(), picture=None)
    return Fetched(experiment, task.path, is_own=False, found=found)


def _teller(connection: Connection) -> Callable[[float], None]:
    return lambda part: connection.send(Progress(part))


def limit_memory() -> None:
    """Have the process refuse to take more than files may need."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
