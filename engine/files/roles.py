"""What a table is most likely for: its last column is predicted from the numbers before it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.data.table import Column, Table, labels
from engine.errors import EngineError
from engine.experiment import Experiment, casting
from engine.experiment.specs import DEFAULT_LOSS, Data, Loss, Scaling, Task


@dataclass(frozen=True, slots=True)
class Roles:
    """What each column is for; without a task it is guessed from the target."""

    features: tuple[str, ...]
    target: str
    task: Task | None = None
    standardize: bool = True  # where features are large


LARGE = 10  # features beyond it are standardised, or training would diverge


def experiment_of(table: Table, title: str, roles: Roles | None = None) -> Experiment:
    """A table as an experiment ready to train; EngineError where there is nothing to learn."""
    roles = roles or guess(table)
    if not roles.features:
        raise EngineError("has no column of numbers before the last one to learn from")
    data = _data(table, roles)
    if roles.task not in (None, data.task):
        data = casting.cast(replace(data, task=roles.task or data.task))
    experiment = Experiment(data, title=title, loss=Loss(DEFAULT_LOSS[data.outcome]))
    experiment.check()
    return experiment


def guess(table: Table) -> Roles:
    """The numeric columns but the last one are features, the last one is the target."""
    if len(table.names) < 2:
        raise EngineError("has one column only, at least two are needed")
    *others, target = table.names
    return Roles(tuple(name for name in others if table.columns[name].dtype != object), target)


def _data(table: Table, roles: Roles) -> Data:
    target = roles.target
    task = task_of(table.columns[target])
    if task == "classification" and table.columns[target].dtype != object:
        whole = labels(table.columns[target].astype(np.int64).tolist())
        table = Table({**table.columns, target: whole})
    scale = roles.standardize and bool(large(table, roles.features))
    scaling = Scaling("standardize" if scale else "none")
    return Data(table, roles.features, target, task, scaling=scaling)


def large(table: Table, features: tuple[str, ...]) -> tuple[str, ...]:
    """The features with numbers too large to train on as they are."""
    return tuple(
        name
        for name in features
        if max(abs(table.columns[name].max()), abs(table.columns[name].min())) > LARGE
    )


def task_of(column: Column) -> Task:
    """Text, zeros and ones, or few whole numbers that come often are classes."""
    if column.dtype == object:
        return "classification"
    few = set(column[:1000].tolist())
    if len(few) > 10 or not all(value.is_integer() for value in few):
        return "regression"
    different = np.unique(column)
    whole = bool((different == np.floor(different)).all())
    often = len(different) <= 10 and len(column) >= 10 * len(different)
    binary = different.tolist() == [0.0, 1.0]
    return "classification" if whole and (binary or often) else "regression"
