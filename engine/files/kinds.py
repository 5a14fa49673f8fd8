"""What the cells of a column are: numbers, categories, dates or text, each with its value."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.codes import Codes
from engine.data.table import labels
from engine.files import dates
from engine.files.column_read import MISSING, OK, WRONG, Read
from engine.files.judging import (
    DATE_NAMES,
    are_numbers,
    count,
    days_of,
    is_empty,
    kind_of_words,
    number_of,
    places_of,
    text_of,
)
from engine.files.numbers import MISSING_CLASSES, MISSING_NUMBERS, number
from engine.files.sheet import Cells
from engine.files.source import Kind

SOME = 1_000  # different cells that show whether they are numbers
TRUTH = {"true": 1.0, "false": 0.0}
AMOUNT = re.compile(r"([+-]?\d[\d.,]*) ?([^\W\d_]{1,6}|°[CF]|[℃℉㎏㎞㎡㎥㎝㎜])")
STEPS = re.compile(
    r"(?:[<>≤≥~]=? ?)?\d+(?:\.\d+)? ?(?:\+|[-~–] ?\d+(?:\.\d+)?|or more|이상|이하|미만)?"
)


def read_column(
    cells: Cells,
    decimal: str = ".",
    name: str = "",
    kind: Kind | None = None,
    day_first: bool | None = None,
) -> Read:
    """A column as its cells suggest, or as the kind that a learner chose."""
    if isinstance(cells, np.ndarray):
        return _of_numbers(cells, name, kind)
    found = _Distinct.of(cells)
    if kind in ("category", "text"):
        return found.words(kind)
    if kind == "date":
        return found.dates(day_first) or found.numbers(decimal)
    if kind == "number":
        return found.truths() or found.times() or found.amounts(decimal) or found.numbers(decimal)
    return (
        found.empty()
        or found.truths()
        or found.likely_numbers(decimal, name)
        or found.amounts(decimal)
        or found.dates(day_first)
        or found.words()
    )


@dataclass(frozen=True)
class _Distinct:
    """The different cells of a column and how often they come; each is looked at once."""

    cells: list[Any]
    places: NDArray[np.int32]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, cells: Cells) -> _Distinct:
        different, places = places_of(cells)
        return cls(different, places, np.bincount(places, minlength=len(different)))

    @property
    def rows(self) -> int:
        return len(self.places)

    @cached_property
    def empties(self) -> list[bool]:
        """Which of them say that there is no value, where others are numbers."""
        return self.gone(MISSING_NUMBERS)

    def gone(self, missing: frozenset[str]) -> list[bool]:
        return [is_empty(cell, missing) for cell in self.cells]

    def empty(self) -> Read | None:
        if not all(self.empties):
            return None
        state = np.full(self.rows, MISSING, dtype=np.int8)
        return Read("empty", np.full(self.rows, np.nan), state, 0)

    def truths(self) -> Read | None:
        """True and false as 1 and 0."""
        gone = self.empties
        values = [TRUTH.get(str(cell).lower()) for cell in self.cells]
        if any(value is None and not gap for value, gap in zip(values, gone, strict=True)):
            return None
        return replace(self._numeric(values, gone), form="truth")

    def likely_numbers(self, decimal: str, name: str) -> Read | None:
        """Numbers, where nearly all cells are some; what is none among them is a gap."""
        some = self.cells[:SOME]
        if len(self.cells) > SOME and 2 * sum(number_of(c, decimal) is None for c in some) > SOME:
            return None
        if DATE_NAMES.search(name) and any("/" in str(cell) for cell in some):
            return None  # 3/15 is a day there, and no part of one
        gone = self.empties
        values = [number_of(cell, decimal) for cell in self.cells]
        wrong = [
            place
            for place, (value, gap) in enumerate(zip(values, gone, strict=True))
            if value is None and not gap
        ]
        filled = int(self.counts[~np.array(gone, dtype=bool)].sum())
        odd = int(self.counts[wrong].sum())
        if not are_numbers(filled - odd, odd, len(wrong), len(self.cells) - len(wrong)):
            return None
        if wrong and all(STEPS.fullmatch(str(self.cells[place])) for place in wrong):
            return None  # 0, 1, 2, 3+ are steps, and no numbers with an error in them
        compact = None if wrong else days_of(values, gone, name)
        if compact is not None:
            return self._numeric(compact, gone, "date")
        return self.numbers(decimal, values)

    def numbers(self, decimal: str, values: list[float | None] | None = None) -> Read:
        """Numbers, whatever the cells are; ``values`` are what they mean, where that is known."""
        gone = self.empties
        if values is None:
            values = [number_of(cell, decimal) for cell in self.cells]
        read = self._numeric(values, gone)
        wrong = [
            cell
            for cell, value, gap in zip(self.cells, values, gone, strict=True)
            if not gap and (value is None or not math.isfinite(value))
        ]
        signed = {
            "%" in str(cell)
            for cell, value in zip(self.cells, values, strict=True)
            if value is not None and value == value
        }
        return replace(
            read,
            odd=str(wrong[0]) if wrong else "",
            mixed=len(signed) == 2,
            form="percent" if signed == {True} else "",
        )

    def amounts(self, decimal: str) -> Read | None:
        """Numbers that all have the same unit written after them: 2020년, 12 km."""
        units: set[str] = set()
        values: list[float | None] = []
        for cell, gap in zip(self.cells, self.empties, strict=True):
            found = None if gap else AMOUNT.fullmatch(str(cell))
            units |= {found[2]} if found else set()
            values.append(number(found[1], decimal) if found else None)
            if (found is None and not gap) or len(units) > 1 or (found and values[-1] is None):
                return None
        return self._numeric(values, self.empties) if units else None

    def times(self) -> Read | None:
        """Times of day as hours."""
        read = self.dates(None)
        return read if read is not None and read.form == "time" else None

    def dates(self, day_first: bool | None) -> Read | None:
        gone = self.empties
        filled = [str(cell) for cell, gap in zip(self.cells, gone, strict=True) if not gap]
        found = dates.understood(filled, day_first)
        if found is None:
            return None
        values = [
            None if gap else found.read(str(cell))
            for cell, gap in zip(self.cells, gone, strict=True)
        ]
        kind: Kind = "number" if found.form == "time" else "date"
        return replace(self._numeric(values, gone, kind), form=found.form, doubtful=found.doubtful)

    def words(self, kind: Kind | None = None) -> Read:
        """Categories where values come again and are few, text elsewhere."""
        gone = np.array(self.gone(MISSING_CLASSES), dtype=bool)
        texts = ["" if gap else text_of(cell) for cell, gap in zip(self.cells, gone, strict=True)]
        order = sorted(set(texts))
        index = {text: place for place, text in enumerate(order)}
        to = np.array([index[text] for text in texts], dtype=np.int32)
        values = Codes(tuple(order), to[self.places]).column() if texts else labels(())
        state = np.where(gone, MISSING, OK).astype(np.int8)[self.places]
        distinct = len(set(texts) - {""})
        filled = int(self.counts[~gone].sum())
        return Read(kind or kind_of_words(distinct, filled), values, state, distinct)

    def _numeric(
        self, values: Sequence[float | None], gone: Sequence[bool], kind: Kind = "number"
    ) -> Read:
        known = np.array([np.nan if value is None else value for value in values])
        state = np.where(np.isfinite(known), OK, WRONG).astype(np.int8)
        state[np.array(gone, dtype=bool)] = MISSING
        known = np.where(state == OK, known, np.nan)
        distinct = count(known[state == OK])
        return Read(kind, known[self.places], state[self.places], distinct)


def _of_numbers(cells: NDArray[Any], name: str, kind: Kind | None) -> Read:
    values = np.asarray(cells, dtype=np.float64)
    if kind in ("category", "text"):
        return _Distinct.of(_cells(values)).words(kind)
    state = np.where(np.isnan(values), MISSING, np.where(np.isinf(values), WRONG, OK))
    good = values[state == OK]
    distinct = count(good)
    if not len(good) and not (state == WRONG).any():
        return Read("empty", values, state.astype(np.int8), 0)
    if kind == "date" or (kind is None and DATE_NAMES.search(name)):
        days = [dates.compact(value) for value in good[:1000].tolist()]
        if None not in days:
            found = _Distinct.of(_cells(values))
            compact = [None if cell is None else dates.compact(cell) for cell in found.cells]
            return found._numeric(compact, found.empties, "date")
    odd = str(values[state == WRONG][0]) if (state == WRONG).any() else ""
    values = np.where(state == OK, values, np.nan)
    return Read("date" if kind == "date" else "number", values, state.astype(np.int8), distinct,
                odd=odd)  # fmt: skip


def _cells(values: NDArray[np.float64]) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]
