"""Files read in a process of their own, which may take long, take too much, or be given up."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.mapped import mapped
from engine.data.table import Table
from engine.ending import deaf_to_the_keyboard
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.files.source import Options, Preview, Source
from engine.files.sources import stamp

if TYPE_CHECKING:
    from engine.files.asking import Wanted
    from engine.files.reading import Desk

TICK = 0.005  # seconds between two looks for an answer
PATIENCE = 60.0  # seconds that a file may take
MOST_MEMORY = 4_000_000_000  # bytes that the process may ask for
FOLDERS = "gradus-"  # how the names of the temporary folders begin; their owner's number follows
LARGE = 100_000  # bytes of a column that travels as a file instead of through the pipe


@dataclass(frozen=True, slots=True)
class Look:
    """Ask for a preview."""

    source: Source
    options: Options


@dataclass(frozen=True, slots=True)
class Load:
    """Ask for the experiment."""

    source: Source
    options: Options
    stamp: tuple[int, int] | None = None  # of the file that was looked at, if it was


@dataclass(frozen=True, slots=True)
class Fetch:
    """Ask for what a file holds: an experiment, or a table that opens without a question.

    With ``tables`` false every table is to be looked at first.
    """

    path: Path
    tables: bool = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """The experiment of a file; ``is_own`` where the file is an experiment's.

    Of a table there is also what was found, but for its rows.
    """

    experiment: Experiment
    path: Path
    is_own: bool
    found: Preview | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """The file is a table that has to be looked at."""

    path: Path


@dataclass(frozen=True, slots=True)
class Changed:
    """The file is no longer the one that was looked at."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far reading has come, from 0 to 1."""

    part: float


@dataclass(frozen=True, slots=True)
class Rows:
    """Ask for the features' columns of a file."""

    path: Path
    features: tuple[Wanted, ...]


Task = Look | Load | Fetch | Rows
Answer = Preview | Experiment | Fetched | Unclear | Progress | Changed | Table | EngineError


@dataclass(frozen=True, slots=True)
class _Packed:
    """An experiment whose long columns of numbers lie in files."""

    experiment: Experiment
    names: tuple[str, ...]
    files: dict[str, Path]


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
        if isinstance(answer, tuple):
            packed, *rest = answer
            return Fetched(_whole(packed), *rest)
        return _whole(answer)


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
                answer = _answer(task, desk, connection)
            connection.send(_light(answer, folder, count))


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


def _answer(task: Task, desk: Desk, connection: Connection) -> Answer:
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


def _light(answer: Answer, folder: Path, count: int) -> object:
    """An answer as it travels: what is long in it lies in files."""
    if isinstance(answer, Experiment):
        return _packed(answer, folder, count)
    if isinstance(answer, Fetched):
        packed = _packed(answer.experiment, folder, count)
        return (packed, answer.path, answer.is_own, answer.found)
    return answer


def _packed(experiment: Experiment, folder: Path, count: int) -> _Packed | Experiment:
    """Long columns as files, which the window maps instead of receiving them."""
    table = experiment.data.table
    files = {}
    for place, (name, column) in enumerate(table.columns.items()):
        if column.dtype != object and column.nbytes > LARGE:
            files[name] = folder / f"{count}-{place}.npy"
            np.save(files[name], column)
    if not files:
        return experiment
    small = Table({name: column for name, column in table.columns.items() if name not in files})
    data = replace(experiment.data, table=small)
    return _Packed(replace(experiment, data=data), table.names, files)


def _whole(answer: Any) -> Any:
    return _unpacked(answer) if isinstance(answer, _Packed) else answer


def _unpacked(packed: _Packed) -> Experiment:
    """The experiment over its files."""
    small = packed.experiment.data.table
    columns = {
        name: mapped(packed.files[name]) if name in packed.files else small.columns[name]
        for name in packed.names
    }
    data = replace(packed.experiment.data, table=Table(columns))
    return replace(packed.experiment, data=data)


def limit_memory() -> None:
    """Have the process refuse to take more than files may need."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
