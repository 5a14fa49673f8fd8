"""Names of columns: written in one way only, so that two of them are never taken for one."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from engine.data.names import clean

NONE = "column {place}"


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """The names of a header, each once: a second ``x`` is ``x_2``, an empty one says its place.

    Names that only differ in how their letters are encoded, or that Python's grammar takes for
    the same (x and ｘ), count as the same.
    """
    found: dict[str, str] = {}
    for place, given in enumerate(names, start=1):
        name = wanted = clean(given) or NONE.format(place=place)
        count = 2
        while _same(name) in found:
            name, count = f"{wanted}_{count}", count + 1
        found[_same(name)] = name
    return tuple(found.values())


def numbered(count: int) -> tuple[str, ...]:
    """Names for columns that have none: x1, x2, …, y."""
    return (*(f"x{place}" for place in range(1, count)), "y")


def _same(name: str) -> str:
    return unicodedata.normalize("NFKC", name)
