"""What a trained model says of any rows: numbers in the target's units, classes, probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from engine.data.names import clean, composed
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.fields import show
from engine.training.machine import Machine
from engine.training.network import DTYPES, model_inputs

Array = NDArray[np.float64]


def inputs_of(experiment: Experiment, machine: Machine, features: Array) -> torch.Tensor:
    """What the first layer sees of features in their own units, shape (rows, numbers)."""
    scaled = torch.from_numpy(machine.prepared.feature_scale.scaled(features))
    variables = experiment.data.encoding.variables
    dtype = DTYPES[experiment.training.dtype]
    return model_inputs(experiment.model, variables, scaled, dtype).to(experiment.training.device)


def answers_of(experiment: Experiment, machine: Machine, features: Array) -> Array:
    """What the model says at each row of ``features``, shape (rows, numbers).

    Regression: ŷ in the target's own units, shape (rows, 1). Two classes: the probability of the
    second, shape (rows, 1). More: every class's probability, shape (rows, classes).
    """
    with torch.no_grad():
        return answered(
            experiment, machine, machine.network(inputs_of(experiment, machine, features))
        )


def answered(experiment: Experiment, machine: Machine, output: torch.Tensor) -> Array:
    """What the model says by what leaves its last layer, as ``answers_of``."""
    output = output.to(torch.float64)
    if experiment.data.outcome == "binary":
        output = torch.sigmoid(output)
    elif experiment.data.outcome == "multiclass":
        output = torch.softmax(output, dim=1)
    values: Array = output.cpu().numpy()
    if experiment.data.outcome == "regression":
        return machine.prepared.target_scale.original(values)
    return values


def called(experiment: Experiment, output: Array) -> NDArray[np.int64]:
    """The index of the class that the model answers, from its ``answers_of``, shape (rows,)."""
    several = output.shape[1] > 1
    second = output[:, 0] >= experiment.model.threshold
    found: NDArray[np.int64] = output.argmax(axis=1) if several else second.astype(np.int64)
    return found


def predictions(experiment: Experiment, output: Array) -> NDArray[Any]:
    """From ``answers_of`` to the target's units or class names, shape (rows,)."""
    if experiment.data.outcome == "regression":
        return output[:, 0].copy()
    return np.array(experiment.data.classes)[called(experiment, output)]


def probabilities(experiment: Experiment, output: Array) -> Array:
    """From ``answers_of`` to every class's probability, shape (rows, classes)."""
    if experiment.data.outcome == "regression":
        raise EngineError("a regression has no probabilities", "data.task")
    return output if output.shape[1] > 1 else np.hstack([1 - output, output])


def numbers_of(experiment: Experiment, rows: Mapping[str, Any]) -> Array:
    """Rows given by the features' names as numbers, shape (rows, numbers).

    Raises EngineError where a feature is missing, lengths differ, or a cell is no finite number
    or none of its column's values.
    """
    data = experiment.data
    if not isinstance(rows, Mapping):
        raise EngineError("must be columns by their names, got {got}", "rows", got=show(rows))
    given = {clean(str(name)): column for name, column in rows.items()}
    given |= {str(name): column for name, column in rows.items()}  # as it is, where that is meant
    columns: dict[str, Any] = {}
    for name in data.features:
        known = name if name in given else clean(name)
        if known not in given:
            raise EngineError("there is no column {name}", "rows", name=repr(name))
        columns[name] = _column(given[known], name, name in data.encoding.values)
    if len({len(column) for column in columns.values()}) > 1:
        raise EngineError("has columns of different lengths", "rows")
    return data.encoding.matrix(columns)


def _column(cells: Any, name: str, is_category: bool) -> Any:
    where = f"data.columns.{name}"
    if is_category:
        if isinstance(cells, str) or not hasattr(cells, "__iter__"):
            raise EngineError("must be a list, got {got}", where, got=show(cells))
        known = [cell.item() if isinstance(cell, np.generic) else cell for cell in cells]
        return [composed(cell) if isinstance(cell, str) else cell for cell in known]
    try:
        given = np.asarray(cells)
        if given.size and given.dtype.kind not in "biufO":  # no text, no complex numbers
            raise TypeError(given.dtype)
        column = given.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise EngineError("must be numbers, got {got}", where, got=show(cells)) from error
    if column.ndim != 1:
        raise EngineError("must be a list, got {got}", where, got=show(cells))
    if np.ma.is_masked(cells) or not np.isfinite(column).all():  # what is masked is a gap
        raise EngineError("must be finite numbers", where)
    return column
