"""What the reading process is asked for, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.data.table import Table
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.files.source import Options, Preview, Source

if TYPE_CHECKING:
    from engine.files.asking import Wanted


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
