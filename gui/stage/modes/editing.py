"""Edits of single points: an experiment and a place in, the changed experiment out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.data.moments import mean
from engine.data.table import Cell, Column, labels
from engine.edits import parts as edits
from engine.experiment import Experiment
from engine.experiment.specs import Data

Label = str | int
MOST_CLASSES = 10
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def added(experiment: Experiment, cells: Mapping[str, Cell]) -> Experiment:
    """One row more; columns not named get their mean, or their first label."""
    data = _ready(experiment.data)
    row = {name: cells.get(name, _usual(column)) for name, column in data.table.columns.items()}
    return edits.with_data(experiment, data.with_table(data.table.append([row])))


def sprayed(experiment: Experiment, rows: Sequence[Mapping[str, Cell]]) -> Experiment:
    """Many rows more; columns not named get their mean, or their first label."""
    data = _ready(experiment.data)
    usual = {name: _usual(column) for name, column in data.table.columns.items()}
    added = [{**usual, **cells} for cells in rows]
    return edits.with_data(experiment, data.with_table(data.table.append(added)))


def carried(
    experiment: Experiment, rows: NDArray[np.int64], cells: Mapping[str, Column]
) -> Experiment:
    """Cells of many rows changed, each column to one value a row."""
    return edits.with_table(experiment, experiment.data.table.put_rows(rows, cells))


def moved(experiment: Experiment, row: int, cells: Mapping[str, Cell]) -> Experiment:
    """Some cells of one row changed."""
    return edits.with_table(experiment, experiment.data.table.put(row, cells))


def removed(experiment: Experiment, rows: Iterable[int]) -> Experiment:
    """The table without some rows."""
    table = experiment.data.table.delete(np.array(list(rows), dtype=np.int64))
    return edits.with_table(experiment, table)


def offered(data: Data, more: Iterable[Label] = ()) -> tuple[Label, ...]:
    """The classes that a new point can have: those there are, some more, and at least two."""
    known = data.classes
    wanted = dict.fromkeys((*known, *(label for label in more if _goes_with(label, known))))
    while len(wanted) < 2:
        wanted[0 if list(wanted) == [1] else next_class(wanted)] = None
    if len(known) < 2:
        return tuple(sorted(wanted, key=lambda label: (isinstance(label, str), label)))
    return tuple(wanted)


def next_class(known: Iterable[Label]) -> Label:
    """A class not there yet: the next whole number, or the next letter beside names."""
    names = list(known)
    if any(isinstance(name, str) for name in names):
        free = (letter for letter in LETTERS if letter not in names)
        return next(free, f"{LETTERS[0]}{len(names)}")
    return max((int(name) for name in names), default=-1) + 1


def _goes_with(label: Label, known: Iterable[Label]) -> bool:
    """Names and numbers do not mix in one column."""
    return all(isinstance(label, str) == isinstance(name, str) for name in known)


def _usual(column: Column) -> Cell:
    if column.dtype == object:
        return column[0] if len(column) else ""
    return math.nan if np.isnan(column).any() else mean(column)


def _ready(data: Data) -> Data:
    """An empty table's target column does not know yet that it will hold class names."""
    if data.task == "classification" and not data.table.rows:
        return replace(data, table=data.table.replace(**{data.target: labels([])}))
    return data
