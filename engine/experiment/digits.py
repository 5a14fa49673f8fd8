"""Whether float32 can hold the numbers of an experiment."""

from __future__ import annotations

import numpy as np

from engine.catalog import Value
from engine.errors import EngineError
from engine.experiment.fields import show
from engine.experiment.specs import Data, Loss, Model

LARGEST_FLOAT32 = float(np.finfo(np.float32).max)


def fits_dtype(data: Data, model: Model, loss: Loss, dtype: str) -> None:
    """Numbers that float32 can hold, where that is what training computes with."""
    if dtype == "float64":
        return
    # What is divided by its deviation is so in float64, before it becomes float32.
    features = () if data.scaling.features == "standardize" else data.features
    is_number = data.task == "regression" and data.scaling.target != "standardize"
    for name in (*features, *((data.target,) if is_number else ())):
        if data.table.columns[name].dtype == object:
            continue
        largest = data.largest[name]
        fits(float(data.table.columns[name][largest]), f"data.columns.{name}[{largest}]")
    for name, values in model.init.values.items():
        tensor = np.asarray(values, dtype=np.float64).ravel()
        if tensor.size:
            fits(float(tensor[np.abs(tensor).argmax()]), f"model.init.values.{name}")
    for choice in model.activations:
        for name, value in choice.values:
            fits(value, f"model.activation.{name}")
    for name, value in loss.values:
        fits(value, f"loss.{name}")


def fits(value: Value, where: str) -> None:
    """Raise EngineError, naming the place, where float32 has no such number."""
    if not isinstance(value, tuple) and abs(value) > LARGEST_FLOAT32:
        raise EngineError(
            "{got} is too large for float32",
            where,
            "set training.dtype to float64",
            got=show(value),
        )
