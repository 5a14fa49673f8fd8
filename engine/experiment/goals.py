"""What an experiment is to reach: ``loss < 13.4 and epoch <= 200``, by a grammar of its own."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.catalog.entry import ANY
from engine.data.numerals import number
from engine.errors import EngineError
from engine.experiment.prepare import count_test_rows
from engine.experiment.settings import among

LONGEST = 500
SIGNS: Mapping[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
FIGURES = ("loss", "test_loss", "accuracy", "test_accuracy", "step", "epoch")
NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
COMPARISON = re.compile(r"([^<>=]+)(<=|>=|<|>)([^<>=]+)")
TYPED = str.maketrans({"＜": "<", "＞": ">", "＝": "=", "≤": "<=", "≥": ">="})
JOINED = re.compile(r"\band\b")
Side = float | str  # a number, or the name of one


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two numbers or names of numbers, and how the first must lie to the second."""

    left: Side
    sign: str
    right: Side

    def holds(self, figures: Mapping[str, float]) -> bool:
        """Whether it is so; what has no figure is not."""
        left, right = (_figure(side, figures) for side in (self.left, self.right))
        return left is not None and right is not None and SIGNS[self.sign](left, right)


@dataclass(frozen=True, slots=True)
class Goal:
    """Comparisons that must all hold."""

    comparisons: tuple[Comparison, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What it asks for, each once."""
        sides = [side for one in self.comparisons for side in (one.left, one.right)]
        return tuple(dict.fromkeys(side for side in sides if isinstance(side, str)))

    def reached(self, experiment: Any, figures: Mapping[str, float]) -> bool:
        """Whether it is reached with these figures by name, and an experiment's settings."""
        known = {**settings_of(experiment, self.names), **figures}
        return all(one.holds(known) for one in self.comparisons)


def parsed(text: str, where: str = "goal") -> Goal:
    """The goal in a text; raises EngineError where it is none."""
    if len(text) > LONGEST:
        raise EngineError("is longer than {most} characters", where, most=LONGEST)
    return Goal(tuple(_comparison(part, where) for part in JOINED.split(text)))


def check(experiment: Any, text: str, where: str = "goal") -> None:
    """Raise EngineError where a goal is none, or asks for what this experiment does not have."""
    if text:
        for name in parsed(text, where).names:
            _check_name(experiment, name, where)


def settings_of(experiment: Any, names: tuple[str, ...]) -> dict[str, float]:
    """The settings among these names that are numbers now."""
    known = among(experiment)
    values = {name: known[name].of(experiment) for name in names if name in known}
    return {name: value for name, value in values.items() if _is_number(value)}


def _comparison(part: str, where: str) -> Comparison:
    found = COMPARISON.fullmatch(part.translate(TYPED))
    sides = [_side(found[1]), _side(found[3])] if found is not None else [None, None]
    if found is None or sides[0] is None or sides[1] is None:
        raise EngineError(
            "{part} is no comparison",
            where,
            "write loss < 0.5, or several of that kind joined by and",
            part=repr(" ".join(part.split())),
        )
    return Comparison(sides[0], found[2], sides[1])


def _side(text: str) -> Side | None:
    """The name, or the number as people write it; None for what is neither."""
    bare = text.strip()
    if NAME.fullmatch(bare):
        return bare
    try:
        value = number(bare)
    except EngineError:
        return None
    return value if math.isfinite(value) else None


def _figure(side: Side, figures: Mapping[str, float]) -> float | None:
    return figures.get(side) if isinstance(side, str) else side


def _check_name(experiment: Any, name: str, where: str) -> None:
    known = among(experiment)
    if name in FIGURES:
        _check_figure(experiment, name, where)
    elif name not in known:
        raise EngineError(
            "{name} is nothing that this experiment has",
            where,
            "known are {known}, and settings such as optimizer.lr",
            name=name,
            known=", ".join(FIGURES),
        )
    else:
        value, allowed = known[name].of(experiment), known[name].allowed
        if not (_is_number(value) or (value is None and allowed != ANY)):
            raise EngineError("{name} is no number", where, name=name)


def _check_figure(experiment: Any, name: str, where: str) -> None:
    data = experiment.data
    if name.endswith("accuracy") and data.task != "classification":
        raise EngineError("{name} needs classes: the target is a number", where, name=name)
    if name.startswith("test_") and not count_test_rows(data):
        raise EngineError("{name} needs test rows, and there are none", where, name=name)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
