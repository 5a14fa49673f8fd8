"""What a table is read from, what a learner may correct about it, and what a preview tells."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.errors import EngineError

Missing = Literal["refuse", "drop", "mean"]
Ragged = Literal["refuse", "drop"]


@dataclass(frozen=True, slots=True)
class Options:
    """How to read a file; None is found out from the file."""

    encoding: str | None = None
    delimiter: str | None = None  # "," ";" "\t" "|" or " "
    decimal: str | None = None  # "." or ","
    header: bool | None = None
    sheet: str | None = None  # a sheet of a workbook, an array of an .npz
    missing: Missing = "refuse"  # rows with empty cells; mean: numbers only, classes drop
    ragged: Ragged = "refuse"  # rows with too few or too many cells
    target: str | None = None  # what is predicted, which no mean stands for; None: the last column


@dataclass(frozen=True, slots=True)
class Clipboard:
    """A table pasted as text."""

    text: str


@dataclass(frozen=True, slots=True)
class Classic:
    """A classic data set by its name."""

    name: str


Source = Path | Clipboard | Classic


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is left out, by the line of the file it is on, and why."""

    line: int
    reason: EngineError


@dataclass(frozen=True, slots=True)
class Preview:
    """The start of a table as it would be read, and what stands in its way."""

    kind: str  # "csv", "excel", "parquet", "json", "npy", "clipboard" or "classic"
    options: Options  # with what was found out; None where it does not apply
    names: tuple[str, ...]
    kinds: tuple[str, ...]  # per column: "number", "class", "date" or "text"
    rows: tuple[tuple[str, ...], ...]  # the first rows as they are read, at most 50
    sheets: tuple[str, ...]
    total: int  # rows in the file
    left_out: tuple[LeftOut, ...]  # the first 100
    left_out_total: int
    problem: EngineError | None = None  # why it cannot be opened with these options
    large: tuple[str, ...] = ()  # columns of numbers that would be standardised as features
    filled: int = 0  # cells that the mean of their column stands for
    unsure: str = ""  # a cell that may have thousands or decimals, which nothing else tells
