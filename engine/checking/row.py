"""One line of the table: what was found in one file."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, fields, replace
from typing import Literal

from engine.data.cells import safe

Exact = Literal["", "yes", "close", "no"]


@dataclass(frozen=True, slots=True)
class Row:
    """The fields are the columns of the table, in their order.

    ``loss`` is that on the training rows after the last update, ``answers`` the filled boxes and
    all of them. ``exact`` is ``yes`` where every loss is the file's, ``close`` where they differ
    as those of another processor do; empty where nothing was trained.
    """

    file: str
    title: str = ""
    steps: int | None = None
    loss: float | None = None
    goal: str = ""
    own_data: str = ""
    runs: int | None = None
    answers: str = ""
    exact: Exact = ""
    seconds: float | None = None
    problem: str = ""

    @property
    def is_fine(self) -> bool:
        """Whether nobody has to look at the file."""
        return not self.problem and self.exact != "no"

    def cells(self) -> tuple[str, ...]:
        """The line's cells, which no spreadsheet program runs."""
        return tuple(_cell(value) for value in astuple(self))

    def after(self, seconds: float) -> Row:
        """The same, with how long it took."""
        return replace(self, seconds=round(seconds, 2))


COLUMNS = tuple(field.name for field in fields(Row))


def _cell(value: str | float | int | None) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    return safe(" ".join(value.split())) if isinstance(value, str) else repr(value)
