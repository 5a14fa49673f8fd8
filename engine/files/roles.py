"""What each column is for: what is predicted, what from, and what only stands beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.codes import codes
from engine.errors import EngineError
from engine.experiment.specs import Task
from engine.files import naming
from engine.files.column_read import OK, Read
from engine.files.judging import MOST_VALUES
from engine.files.source import Options, Role

MOST_GAPS = 0.4  # of a feature's cells
MOST_TARGET_GAPS = 0.2
MOST_CLASSES = 50  # of a target whose name says so
MOST_COMPARED = 300  # columns of which each is compared with all others
FEW = 10  # whole numbers that may be classes
LEAST_ROWS = 20  # below them a column that counts may be anything


@dataclass(frozen=True, slots=True)
class Cast:
    """The part that each column plays, with the reason, by name."""

    roles: Mapping[str, Role]
    whys: Mapping[str, EngineError]
    target: str | None
    task: Task | None

    @property
    def features(self) -> tuple[str, ...]:
        """What is predicted from."""
        return tuple(name for name, role in self.roles.items() if role == "feature")


def cast(reads: Mapping[str, Read], row_names: Sequence[str], options: Options) -> Cast:
    """The parts of all columns: those that the learner chose, and guesses for the others."""
    barred = _barred(reads, row_names, options.header == 0)
    target, why_target = _target(reads, barred, options)
    task = None if target is None else options.task or task_of(target, reads[target])
    roles: dict[str, Role] = {}
    whys: dict[str, EngineError] = {}
    for name, read in reads.items():
        chosen = options.chosen(name).role
        if name == target:
            roles[name], whys[name] = "target", why_target
        elif chosen in ("feature", "ignored") and read.kind not in ("empty", "text"):
            roles[name], whys[name] = chosen, EngineError("was chosen")
        else:
            why = barred.get(name) or _echo(name, reads, roles, target, task)
            roles[name] = "ignored" if why else "feature"
            whys[name] = why or _told(read)
    return Cast(roles, whys, target, task)


def task_of(name: str, read: Read) -> Task:
    """Words, zeros and ones, and few whole numbers that are called classes, are classes."""
    if read.kind in ("category", "text"):
        return "classification"
    good = read.values[read.state == OK]
    if read.distinct > FEW or read.form == "time" or not len(good):
        return "regression"
    if read.form == "truth" or (set(good[:1000].tolist()) <= {0.0, 1.0} and read.distinct == 2):
        return "classification"
    whole = bool((good == np.floor(good)).all())
    often = len(good) >= 5 * read.distinct
    if not whole or not often or read.distinct < 2:
        return "regression"
    if naming.speaks_of_classes(name) or _in_blocks(good, read.distinct):
        return "classification"
    return "regression"


def _in_blocks(values: NDArray[Any], distinct: int) -> bool:
    """Whether the rows of each value stand together, in order: so classes are listed."""
    changes = np.flatnonzero(np.diff(values))
    return (
        distinct > 1
        and len(changes) == distinct - 1
        and bool((np.diff(values) >= 0).all())
        and len(values) >= 10 * distinct
        and values.min() in (0, 1)
    )


def _barred(
    reads: Mapping[str, Read], row_names: Sequence[str], nameless: bool
) -> dict[str, EngineError]:
    """The columns that are no feature by themselves, and why."""
    found: dict[str, EngineError] = {}
    for place, (name, read) in enumerate(reads.items()):
        first = all(other in found for other in list(reads)[:place]) and len(reads) > 2
        why = _why_not(name, read)
        if name in row_names:
            why = EngineError("has the names of the rows")
        elif read.kind != "empty" and _counts(name, read, first, len(reads), nameless):
            why = EngineError("counts the rows")
        if why is not None:
            found[name] = why
    return found


def _why_not(name: str, read: Read) -> EngineError | None:
    rows, gaps = len(read.state), read.gaps
    if read.kind == "empty":
        return EngineError("is empty")
    if naming.tells_rows_apart(name):
        return EngineError("tells rows apart, and says nothing about them")
    if read.mixed:
        return EngineError("mixes percentages and plain numbers")
    if read.distinct == 1 and rows > 1:
        return EngineError("has the same value in all rows")
    if read.kind == "text":
        return EngineError("is free text")
    if gaps > MOST_GAPS * rows:
        return EngineError("has gaps in {part} % of its rows", part=round(100 * gaps / rows))
    if read.kind == "category" and read.distinct > MOST_VALUES:
        return EngineError("has {count} different values", count=read.distinct)
    return None


def _counts(name: str, read: Read, first: bool, columns: int, nameless: bool) -> bool:
    """Whether a column only counts the rows."""
    unnamed = naming.is_unnamed(name) and not nameless
    if read.kind == "text":
        return first and unnamed
    if read.kind != "number" or read.gaps or read.form:
        return False
    if unnamed and first and bool((read.values == np.floor(read.values)).all()):
        return True
    if read.distinct < len(read.state):
        return False
    steps = np.diff(read.values)
    if not bool((read.values == np.floor(read.values)).all()) or not len(steps):
        return False
    even = bool((steps == 1).all())
    from_start = first and even and columns > 3 and read.values[0] in (0, 1)
    if naming.plain(name) in ("x", "x1", "1"):
        return from_start and (nameless or name != "x") and len(steps) > 3
    if naming.counts_rows(name):
        return even or (first and bool((steps > 0).all()))
    return from_start and len(steps) + 1 >= LEAST_ROWS and not naming.may_count(name)


def _target(
    reads: Mapping[str, Read], barred: Mapping[str, EngineError], options: Options
) -> tuple[str | None, EngineError]:
    """What is predicted: what was chosen, what a name says, else the last column that can be."""
    chosen = [name for name in reads if options.chosen(name).role == "target"]
    if chosen and reads[chosen[0]].kind != "empty":
        return chosen[0], EngineError("was chosen")
    free = {name: read for name, read in reads.items() if options.chosen(name).role is None}
    named = [
        (rank, -place, name)
        for place, (name, read) in enumerate(free.items())
        if (rank := naming.target_rank(name)) is not None
        and _can_be_named(name, read, barred)
        and not _is_axis(name, reads)
    ]
    certain = [entry for entry in named if naming.is_certain(entry[2])]
    if certain or named:
        return min(certain or named)[2], EngineError("its name says that it is predicted")
    for most in (MOST_TARGET_GAPS, MOST_GAPS):
        for name, read in reversed(free.items()):
            if name not in barred and _can_be_last(read, most):
                return name, EngineError("is the last column that can be predicted")
    return None, EngineError("has no column that can be predicted")


def _can_be_named(name: str, read: Read, barred: Mapping[str, EngineError]) -> bool:
    if name not in barred:
        return read.kind != "date"
    few_rows = len(read.state) <= 3 and read.kind == "text"
    repeated = read.kind in ("category", "text") and 2 <= read.distinct <= MOST_CLASSES
    return (repeated and len(read.state) >= 2 * read.distinct) or (few_rows and read.distinct > 1)


def _is_axis(name: str, reads: Mapping[str, Read]) -> bool:
    """Whether y stands between x and z, as a measure of length."""
    names = {naming.plain(other) for other in reads}
    return naming.plain(name) == "y" and {"x", "z"} <= names


def _can_be_last(read: Read, most_gaps: float) -> bool:
    return read.kind in ("number", "category") and read.gaps <= most_gaps * len(read.state)


def _echo(
    name: str,
    reads: Mapping[str, Read],
    roles: Mapping[str, Role],
    target: str | None,
    task: Task | None,
) -> EngineError | None:
    """Why a column is left out that says the same as the target, or as a feature before it."""
    few = len(reads) <= MOST_COMPARED
    others = [other for other, role in roles.items() if role == "feature"] if few else []
    if target is not None and task == "classification":
        others = [target, *others]
    for other in others:
        if _says_the_same(reads[name], reads[other]):
            return EngineError("says the same as {other}", other=other)
    return None


def _says_the_same(one: Read, other: Read) -> bool:
    if one.distinct != other.distinct or not 1 < one.distinct <= MOST_VALUES:
        return False
    if (one.numeric and other.numeric) or len(one.state) < max(10, 2 * one.distinct):
        return False
    left, right = _places(one), _places(other)
    pairs = np.unique(left.astype(np.int64) * (right.max() + 2) + right)
    return bool(len(pairs) <= max(left.max(), right.max()) + 1)


def _places(read: Read) -> NDArray[Any]:
    if read.numeric:
        values = np.where(read.state == OK, read.values, np.inf)
        return np.unique(values, return_inverse=True)[1]
    known = codes(read.values)
    assert known is not None
    return known.places


def _told(read: Read) -> EngineError:
    """What a feature is."""
    if read.kind == "category" and read.distinct == 2:
        return EngineError("has two values, which are one input: 0 or 1")
    if read.kind == "category":
        return EngineError("has {count} values, one input each", count=read.distinct)
    if read.form == "time":
        return EngineError("holds times of day, as hours")
    if read.kind == "date":
        return EngineError("holds dates, as days since 1970")
    if read.form == "truth":
        return EngineError("holds true as 1 and false as 0")
    return EngineError("holds numbers")
