"""What can be trained but should not go without a word."""

from __future__ import annotations

import math
import weakref

import numpy as np

from engine.data.codes import codes
from engine.errors import EngineError
from engine.experiment.prepare import count_test_rows, split, targets_of
from engine.experiment.specs import Data, Label

NEVER = 1e-12  # how seldom all rows of a class are drawn for testing, so that nobody looks
WHERE = "data.test_fraction"
STRATIFY, FEWER = "stratify the test rows", "keep fewer rows for testing"


_last: list[tuple[weakref.ref[Data], EngineError | None]] = []  # the data that were looked at last


def caution(data: Data) -> EngineError | None:
    """What the split into training and test rows leaves out; to be told, not raised."""
    if data.task != "classification" or not data.test_fraction:
        return None
    if not _last or _last[0][0]() is not data:  # it is asked after every edit of anything
        _last[:] = [(weakref.ref(data), _found(data) if _may_miss(data) else None)]
    return _last[0][1]


def _may_miss(data: Data) -> bool:
    """Whether a class has so few rows that all of them may have been drawn for testing."""
    known = codes(data.table.columns[data.target])
    assert known is not None  # checked data
    share = count_test_rows(data) / data.table.rows
    fewest = int(np.bincount(known.places).min())
    return fewest * math.log(share) > math.log(NEVER)


def _found(data: Data) -> EngineError | None:
    learned, unlearned = _learned(data)
    if not unlearned:
        return None
    hint = FEWER if data.stratified else STRATIFY
    if len(learned) == 1:
        return EngineError(
            "all training rows are of the class {name}: nothing tells it from others",
            WHERE,
            hint,
            name=repr(learned[0]),
        )
    names = ", ".join(map(repr, unlearned))
    return EngineError("no training row is of the class {names}", WHERE, hint, names=names)


def _learned(data: Data) -> tuple[list[Label], list[Label]]:
    """The classes with and without training rows, of those that have rows at all."""
    found = targets_of(data)
    train, _ = split(data)
    rows = np.bincount(found, minlength=len(data.classes))
    trained = np.bincount(found[train], minlength=len(data.classes))
    known = list(zip(data.classes, rows, trained, strict=True))
    return [name for name, _, of in known if of], [name for name, n, of in known if n and not of]
