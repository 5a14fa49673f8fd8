"""The shapes that every catalog entry is made of: plain data that needs neither torch nor Qt."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

Kind = Literal["float", "int", "bool", "pair"]
Value = float | int | bool | tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers that make sense: from ``low`` to ``high``, without an end that is open."""

    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: float) -> bool:
        above = value > self.low if self.low_open else value >= self.low
        below = value < self.high if self.high_open else value <= self.high
        return above and below

    def __str__(self) -> str:
        """As a condition on a number: ``> 0``, ``>= 0 and < 1``, ``any number``."""
        parts = []
        if self.low > -math.inf:
            parts.append(f"{'>' if self.low_open else '>='} {self.low:g}")
        if self.high < math.inf:
            parts.append(f"{'<' if self.high_open else '<='} {self.high:g}")
        return " and ".join(parts) or "any number"


ANY = Range()
POSITIVE = Range(low=0, low_open=True)
NOT_NEGATIVE = Range(low=0)
FRACTION = Range(low=0, high=1, high_open=True)


@dataclass(frozen=True, slots=True)
class Param:
    """One number or switch of an entry; ``name`` is the keyword that torch gives it.

    ``ranges`` has one range, or one for each number of a pair. ``slider`` is the stretch that a
    slider covers; ``log`` lets it move by factors instead of differences.
    """

    name: str
    label: str
    help: str
    default: Value
    kind: Kind = "float"
    ranges: tuple[Range, ...] = (ANY,)
    slider: tuple[float, float] | None = None
    log: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a learner can choose.

    ``help`` explains it in one sentence, ``formula`` is LaTeX, ``target`` is what runs: a dotted
    name (``torch.optim.SGD``) or an expression, as the catalog's own module says. ``conflict``
    answers with a sentence when the values do not go together.
    """

    name: str
    label: str
    help: str
    formula: str
    target: str
    params: tuple[Param, ...] = ()
    conflict: Callable[[Mapping[str, Value]], str | None] | None = None

    def defaults(self) -> dict[str, Value]:
        """Every parameter's default, in the order of the form."""
        return {param.name: param.default for param in self.params}


E = TypeVar("E", bound=Entry)


def by_name(*entries: E) -> dict[str, E]:
    """The catalog: entries under their names, in the order of the menu."""
    return {entry.name: entry for entry in entries}
