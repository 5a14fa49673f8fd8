"""The tensors of an experiment that a learner can put together, by the names that a program has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.shapes import Array, Shape
from engine.experiment import Experiment
from gui.kit.shapes import written

TARGET, COLUMN, PREDICTION, FLAT = "y", "y.reshape(-1, 1)", "ŷ", "ŷ.flatten()"


@dataclass(frozen=True, slots=True, eq=False)
class Tensor:
    """A tensor's name and shape, and its values where they are known and not too many."""

    name: str
    shape: Shape
    values: NDArray[np.floating] | None = None

    @property
    def label(self) -> str:
        """The name and the shape, as ``y  (100,)``."""
        return f"{self.name}  {written(self.shape)}"


def tensors(
    experiment: Experiment,
    rows: int,
    prediction: Array | None,
    parameters: Mapping[str, NDArray[np.floating]],
) -> tuple[Tensor, ...]:
    """Targets, predictions, inputs and parameters of the first ``rows`` rows."""
    data, model = experiment.data, experiment.model
    inputs = len(data.features if model.inputs is None else model.inputs)
    found = []
    if data.outcome == "multiclass":
        found += [Tensor(TARGET, (rows,)), Tensor(PREDICTION, (rows, len(data.classes)))]
    else:
        found += _both(TARGET, COLUMN, _target(experiment, rows), rows, flat_first=True)
        found += _both(PREDICTION, FLAT, prediction, rows, flat_first=False)
    found.append(Tensor("X", (rows, inputs)))
    for name, shape in experiment.parameter_shapes().items():
        values = parameters.get(name)
        known = None if values is None or values.shape != shape else values
        found.append(Tensor(name, shape, known))
        if len(shape) == 2:
            turned = None if known is None else known.T
            found.append(Tensor(f"{name}.T", shape[::-1], turned))
    return tuple(found)


def _both(
    first: str, second: str, values: Array | None, rows: int, *, flat_first: bool
) -> list[Tensor]:
    flat, column = (first, second) if flat_first else (second, first)
    pair = [
        Tensor(flat, (rows,), values),
        Tensor(column, (rows, 1), None if values is None else values[:, None]),
    ]
    return pair if flat_first else pair[::-1]


def _target(experiment: Experiment, rows: int) -> Array | None:
    data = experiment.data
    if data.task != "regression":
        return None
    values: Array = data.table.columns[data.target][:rows].astype(np.float64)
    return values
