"""From what was found in a table to an experiment, and to a small picture of it beforehand."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from engine.catalog import OPTIMIZERS
from engine.data.codes import codes
from engine.data.table import Column, Table, labels
from engine.experiment import Experiment
from engine.experiment.specs import DEFAULT_LOSS, Choice, Data, Loss, Scaling
from engine.files.finding import Finding
from engine.files.source import Picture

QUICK, MOST_QUICK = 0.1, 30  # the rate, and inputs that allow it
LARGE = 10  # features beyond it are standardised, or training would diverge
FEW = 10  # values of a column that makes no cloud
MOST_POINTS = 400  # of the picture


def experiment_of(finding: Finding, table: Table, title: str) -> Experiment:
    """A table as an experiment ready to train; EngineError where there is nothing to learn."""
    parts = finding.cast
    assert parts.target is not None
    assert parts.task is not None
    table = _with_classes(table, parts.target, parts.task)
    scale = finding.options.standardize and bool(large_of(table, parts.features))
    data = Data(
        table,
        parts.features,
        parts.target,
        parts.task,
        scaling=Scaling("standardize" if scale else "none"),
        kinds=tuple((name, "date") for name, read in finding.reads.items() if read.kind == "date"),
    )
    experiment = Experiment(
        data, title=title, loss=Loss(DEFAULT_LOSS[data.outcome]), optimizer=_optimizer(data)
    )
    experiment.check()
    return experiment


def large(finding: Finding) -> tuple[str, ...]:
    """The features of numbers that would be standardised."""
    features = finding.cast.features
    return large_of(Table({name: finding.kept.reads[name].values for name in features}), features)


def large_of(table: Table, features: Iterable[str]) -> tuple[str, ...]:
    """The features with numbers too large to train on as they are."""
    return tuple(name for name in features if _is_large(table.columns[name]))


def picture(finding: Finding) -> Picture | None:
    """Some rows as points: the first numeric feature across, target or second feature up."""
    parts, reads = finding.cast, finding.kept.reads
    numeric = [name for name in parts.features if reads[name].numeric]
    if len(numeric) > 2:  # as the stage chooses its axes
        numeric.sort(key=lambda name: reads[name].distinct <= FEW)
    if not numeric or parts.target is None:
        return None
    rows = np.flatnonzero(~finding.kept.bad)
    rows = rows[np.linspace(0, len(rows) - 1, min(len(rows), MOST_POINTS)).astype(np.int64)]
    target = reads[parts.target].values[rows]
    across = reads[numeric[0]].values[rows]
    if parts.task != "classification":
        names = (numeric[0], parts.target)
        return Picture(_floats(across), _floats(target), (), names)
    other = numeric[1] if len(numeric) > 1 else numeric[0]
    return Picture(
        _floats(across), _floats(reads[other].values[rows]), _classes(target), (numeric[0], other)
    )


def _with_classes(table: Table, target: str, task: str) -> Table:
    column = table.columns[target]
    if task == "regression" or column.dtype == object:
        return table
    whole = bool((column == np.floor(column)).all())
    names = column.astype(np.int64).tolist() if whole else [repr(cell) for cell in column.tolist()]
    return Table({**table.columns, target: labels(names)})


def _optimizer(data: Data) -> Choice:
    """Classes of features of one size are learned within an example's epochs at a larger rate.

    The curvature of their loss is at most a quarter of the inputs' number, half for many classes.
    """
    quick = data.task == "classification" and len(data.encoding.names) <= MOST_QUICK
    return Choice.of(OPTIMIZERS["sgd"], **({"lr": QUICK} if quick else {}))


def _is_large(column: Column) -> bool:
    if column.dtype == object or not len(column):
        return False
    return bool(max(abs(np.nanmax(column)), abs(np.nanmin(column))) > LARGE)


def _classes(column: NDArray[np.float64] | Column) -> tuple[int, ...]:
    if column.dtype != object:
        return tuple(np.unique(column, return_inverse=True)[1].tolist())
    known = codes(labels(column.tolist()).copy())
    order = sorted(set(column.tolist()))
    return (
        tuple(order.index(cell) for cell in column.tolist())
        if known is None
        else tuple(known.places.tolist())
    )


def _floats(column: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(float(value) for value in column)
