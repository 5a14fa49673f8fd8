"""What a table is read from, and what a learner may say about how it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from engine.errors import EngineError
from engine.experiment.specs import Task

Kind = Literal["number", "category", "date", "text", "empty"]
Role = Literal["feature", "target", "ignored"]
Fill = Literal["drop", "mean", "median", "most_common", "missing"]
Asked = Literal["target", "rows_lost", "header", "encoding", "sheet", "dates", "decimal"]

REPLACE = "utf-8 (replace)"  # UTF-8 in which bytes that are none are shown as �


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a learner says about one column; None is found out."""

    role: Role | None = None
    kind: Kind | None = None
    fill: Fill | None = None


@dataclass(frozen=True)
class Options:
    """How to read a file; None is found out from the file."""

    encoding: str | None = None  # a name that Python knows, or REPLACE
    delimiter: str | None = None  # "," ";" "\t" "|" or " "
    decimal: str | None = None  # "." or ","
    header: int | None = None  # the line with the names, counted from 1; 0: there are none
    skip: int = 0  # lines at the start that are not looked at
    sheet: str | None = None  # a sheet of a workbook, an array of an .npz, a file of a .zip
    day_first: bool | None = None  # whether 03/04/2024 is in April
    task: Task | None = None
    standardize: bool = True  # where features are large
    columns: Mapping[str, Chosen] = field(default_factory=dict)
    agreed: frozenset[Asked] = frozenset()  # questions whose proposal will do

    def with_column(self, name: str, **chosen: Any) -> Options:
        """The same with something else said about one column; only one can be the target."""
        columns = dict(self.columns)
        if chosen.get("role") == "target":
            columns = {
                other: replace(said, role=None) if said.role == "target" else said
                for other, said in columns.items()
            }
        columns[name] = replace(columns.get(name, Chosen()), **chosen)
        return replace(self, columns=columns)

    def chosen(self, name: str) -> Chosen:
        """What was said about a column."""
        return self.columns.get(name, Chosen())

    @property
    def frame(self) -> tuple[object, ...]:
        """What decides how the cells are cut out of the file, apart from what they are for."""
        return (self.encoding, self.delimiter, self.decimal, self.header, self.skip, self.sheet)


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
class Question:
    """What the file does not tell; without an answer ``proposal`` is what is done."""

    id: Asked
    text: EngineError


@dataclass(frozen=True, slots=True)
class Found:
    """One column as it will be opened."""

    name: str
    kind: Kind
    role: Role
    why: EngineError  # the reason for its role, one sentence
    gaps: int  # cells without a value, those that are no number among numbers included
    fill: Fill | None  # what is done about them; None where there are none, or nothing is done
    values: tuple[str, ...] = ()  # of a category, the first ones
    first: str = ""  # a date's or time's first value in words


@dataclass(frozen=True, slots=True)
class Picture:
    """Some rows as the stage would show them: the first feature across, the target up."""

    across: tuple[float, ...]
    up: tuple[float, ...]  # the target, or the second feature where classes are told apart
    classes: tuple[int, ...]  # of each point; empty for a regression
    names: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """What opening a table finds: the one model that the dialog shows and ``inspect`` prints."""

    kind: str  # "csv", "excel", "parquet", "json", "npy", "npz", "html", "clipboard", "classic"
    options: Options  # with what was found out; None where it does not apply
    columns: tuple[Found, ...]
    rows: tuple[tuple[str, ...], ...]  # the first rows as they are read, at most 50
    sheets: tuple[str, ...]
    total: int  # rows in the file
    left_out: tuple[LeftOut, ...]  # the first 100
    left_out_total: int
    task: Task | None = None
    questions: tuple[Question, ...] = ()
    problem: EngineError | None = None  # why it cannot be opened with these options
    large: tuple[str, ...] = ()  # features of numbers that would be standardised
    doubtful: tuple[str, ...] = ()  # other encodings that the bytes allow
    picture: Picture | None = None
    stamp: tuple[int, int] | None = None  # size and time of the file that was looked at

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in their order."""
        return tuple(column.name for column in self.columns)

    @property
    def target(self) -> str | None:
        """What is predicted."""
        return next((column.name for column in self.columns if column.role == "target"), None)

    @property
    def features(self) -> tuple[str, ...]:
        """What it is predicted from."""
        return tuple(column.name for column in self.columns if column.role == "feature")

    @property
    def kept(self) -> int:
        """Rows that are opened."""
        return self.total - self.left_out_total
