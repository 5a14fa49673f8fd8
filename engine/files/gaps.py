"""What is done about cells without a value: rows left out, or something that stands for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.moments import mean
from engine.data.table import labels
from engine.files.column_read import OK, Read
from engine.files.roles import Cast
from engine.files.source import Fill, Options

FEW = 0.05  # gaps of a column's rows that are left out
MOST_LOST = 0.2  # of the rows that may be lost without a question
MISSING_VALUE = "missing"  # the category that stands for gaps
Reads = Mapping[str, Read]


@dataclass(frozen=True, slots=True)
class Kept:
    """The columns with what stands for their gaps, and the rows that stay."""

    reads: Reads
    fills: Mapping[str, Fill]
    bad: NDArray[np.bool_]  # rows that are left out
    unasked: int = 0  # of them, those that nobody has chosen to leave out


def keep(reads: Reads, cast: Cast, options: Options) -> Kept:
    """Decide for each used column, fill what is filled, and find the rows that are left."""
    used = [name for name in reads if cast.roles[name] != "ignored" and reads[name].gaps]
    fills: dict[str, Fill] = {name: _fill(name, reads[name], cast, options) for name in used}
    asked = {name for name in used if options.chosen(name).fill is not None}
    free = [name for name in used if name != cast.target and name not in asked]
    for name in sorted(free, key=lambda name: -reads[name].gaps):
        if _bad(reads, fills).mean() <= MOST_LOST:
            break
        fills[name] = _standing_for(reads[name])  # few gaps in many columns are many rows
    filled = {
        name: _filled(read, fills[name]) if name in fills else read for name, read in reads.items()
    }
    guessed = {name: fill for name, fill in fills.items() if name not in asked}
    return Kept(filled, fills, _bad(reads, fills), int(_bad(reads, guessed).sum()))


def offered(read: Read) -> tuple[Fill, ...]:
    """What can be done about a column's gaps."""
    if read.numeric:
        return ("drop", "median", "mean", "most_common")
    return ("drop", "missing", "most_common")


def _fill(name: str, read: Read, cast: Cast, options: Options) -> Fill:
    if name == cast.target:
        return "drop"  # a row without an answer teaches nothing
    chosen = options.chosen(name).fill
    if chosen is not None and chosen in offered(read):
        return chosen
    return "drop" if read.gaps <= FEW * len(read.state) else _standing_for(read)


def _standing_for(read: Read) -> Fill:
    return "median" if read.numeric else "missing"


def _bad(reads: Reads, fills: Mapping[str, Fill]) -> NDArray[np.bool_]:
    rows = len(next(iter(reads.values())).state) if reads else 0
    bad = np.zeros(rows, dtype=bool)
    for name, fill in fills.items():
        if fill == "drop":
            bad |= reads[name].state != OK
    return bad


def _filled(read: Read, fill: Fill) -> Read:
    if fill == "drop":
        return read
    good = read.state == OK
    values = read.values.copy()
    values[~good] = _value(read.values[good], fill) if good.any() else MISSING_VALUE
    state = np.full(len(read.state), OK, dtype=np.int8)
    if not read.numeric:
        values = labels(values.tolist())
        return replace(read, values=values, state=state, distinct=len(set(values.tolist())))
    return replace(read, values=values, state=state)


def _value(good: NDArray[Any], fill: Fill) -> Any:
    if fill == "missing":
        return MISSING_VALUE
    if fill == "median":
        return float(np.median(good))
    if fill == "mean":
        return float(mean(good))
    values, counts = np.unique(good.astype(str) if good.dtype == object else good,
                               return_counts=True)  # fmt: skip
    value = values[counts.argmax()]
    return str(value) if good.dtype == object else float(value)
