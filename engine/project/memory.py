"""What an optimizer remembers, in a file: all that its update counts on, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.catalog import OPTIMIZERS
from engine.catalog.entry import Range
from engine.experiment import Experiment
from engine.experiment.fields import integer
from engine.experiment.readers import mapping
from engine.project.limits import misfit
from engine.project.stacks import Stacked

OFF = "switched off"  # what the weights were that are off; no optimizer's own
STEPS = Range(low=0, high=2**40)
NUMBERS = ("rate", "share")
ALONE = ("product",)  # arrays of no dimension, whatever the type of the parameters
LATER = ("velocity", "largest")  # that some remember with some of their settings only
DTYPES = {"float32": np.float32, "float64": np.float64}
Remembered = dict[str, dict[str, Any]]


def read(document: Any, where: str, experiment: Experiment, stacked: Stacked) -> Remembered:
    """The memory by parameter; EngineError where no update can go on with it."""
    shapes = experiment.parameter_shapes()
    memory: Remembered = {}
    for name, state in mapping(document, where).items():
        if name not in shapes:
            raise misfit(where)
        place = f"{where}.{name}"
        given = mapping(state, place)
        _check_whole(given, place, experiment)
        memory[name] = {
            key: _read(key, value, f"{place}.{key}", stacked) for key, value in given.items()
        }
        _check_arrays(memory[name], place, shapes[name], DTYPES[experiment.training.dtype])
    return memory


def _check_whole(state: Mapping[str, Any], where: str, experiment: Experiment) -> None:
    """It has what the optimizer counts on, as soon as it has anything."""
    needed = OPTIMIZERS[experiment.optimizer.name].memory
    own = state.keys() - {OFF}
    if own - {*needed, *LATER} or (own and not own.issuperset(needed)):
        raise misfit(where)


def _read(key: str, value: Any, where: str, stacked: Stacked) -> Any:
    if key == "step":
        return integer(value, where, STEPS)
    if key in NUMBERS and type(value) in (int, float):  # not finite where it went beyond
        return value
    return stacked.get(value, where)


def _check_arrays(
    state: Mapping[str, Any], where: str, shape: tuple[int, ...], dtype: type[Any]
) -> None:
    for key, value in state.items():
        fits = ((), np.float32) if key in ALONE else (shape, dtype)
        if isinstance(value, np.ndarray) and (value.shape, value.dtype) != fits:
            raise misfit(f"{where}.{key}")
