"""What a cell says, and what many cells are taken for."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.names import composed
from engine.files import dates
from engine.files.numbers import is_missing, number
from engine.files.sheet import Cells
from engine.files.source import Kind

MOST_COUNTED, MANY = 50_000, 1_000  # numbers that are counted exactly; more than any few
MOST_VALUES = 20  # of a category that is a feature
DATE_NAMES = re.compile(r"date|day|일자|날짜|년월일|기준일|ymd", re.IGNORECASE)


def count(values: NDArray[np.float64]) -> int:
    """How many different numbers there are; of a long column at least so many as a part has."""
    if len(values) <= MOST_COUNTED:
        return len(np.unique(values))
    if bool((np.diff(values) > 0).all()):
        return len(values)
    some = len(np.unique(values[:: len(values) // MOST_COUNTED]))
    return some if some > MANY else len(np.unique(values))


def days_of(values: list[float | None], gone: list[bool], name: str) -> list[float | None] | None:
    """Days in whole numbers such as 20240229, where the column's name speaks of days."""
    if not DATE_NAMES.search(name):
        return None
    found = [
        None if gap or value is None or not math.isfinite(value) else dates.compact(value)
        for value, gap in zip(values, gone, strict=True)
    ]
    return None if None in [day for day, gap in zip(found, gone, strict=True) if not gap] else found


def are_numbers(good: int, wrong: int, different_wrong: int, different_good: int) -> bool:
    """Whether so many cells that are numbers, and so many that are none, are one of numbers."""
    if not wrong:
        return good > 0
    few = wrong <= max(1, (good + wrong) // 10)
    one_word = different_wrong <= 2 and different_good > 10 and good >= 1.5 * wrong
    return (good >= 2 * wrong and few) or one_word


def kind_of_words(distinct: int, filled: int) -> Kind:
    """Categories come again and are few."""
    if distinct == 0:
        return "text"
    often = filled >= 2 * distinct
    return "category" if often and distinct <= max(MOST_VALUES, 100) else "text"


def places_of(cells: Cells) -> tuple[list[Any], NDArray[np.int32]]:
    """The different cells, and which of them each cell is."""
    if not isinstance(cells, list):
        from engine.files.quick import distinct

        return distinct(cells)
    index: dict[Any, int] = {}
    places = [index.setdefault(cell, len(index)) for cell in cells]
    return list(index), np.array(places, dtype=np.int32)


def number_of(cell: object, decimal: str) -> float | None:
    """The number that a cell is, if it is one."""
    if isinstance(cell, float):
        return cell
    return number(cell, decimal) if isinstance(cell, str) else None


def text_of(cell: object) -> str:
    """A cell as text."""
    return repr(cell).removesuffix(".0") if isinstance(cell, float) else composed(str(cell))


def is_empty(cell: object, missing: frozenset[str]) -> bool:
    """Whether a cell says that there is no value."""
    if isinstance(cell, float):
        return cell != cell
    return cell is None or (isinstance(cell, str) and is_missing(cell, missing))
