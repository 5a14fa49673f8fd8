"""What a session is given: taken as it is meant, or refused in one sentence."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from engine.catalog.entry import NOT_NEGATIVE
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.fields import integer, show
from engine.experiment.inputs import check_every_row
from engine.training.machine import Machine
from engine.training.network import DTYPES


def check(experiment: Experiment) -> None:
    """Raise EngineError where this is no experiment, or one that cannot be trained."""
    if not isinstance(experiment, Experiment):
        raise EngineError(
            "must be an experiment, got {got}",
            "experiment",
            "Experiment.load reads one from a file",
            got=show(experiment),
        )
    experiment.check()
    check_every_row(experiment.data, experiment.model.inputs)


def count(value: object, where: str) -> int:
    """A whole number from 0 on, NumPy's own ones too."""
    return integer(value, where, NOT_NEGATIVE)


def tensor_of(machine: Machine, name: object, values: ArrayLike) -> torch.Tensor:
    """Values for one of a machine's parameters, of its shape and type."""
    parameters = machine.parameters
    if not isinstance(name, str) or name not in parameters:
        raise EngineError("there is no parameter {name}", "parameters", name=show(name))
    shape = tuple(parameters[name].shape)
    array = _numbers(values)
    if array.shape != shape:
        raise EngineError("must be numbers of shape {shape}", name, shape=shape)
    tensor = torch.from_numpy(array).to(DTYPES[machine.experiment.training.dtype])
    if not bool(tensor.isfinite().all()):
        raise EngineError("must be finite numbers", name)
    return tensor


def _numbers(values: ArrayLike) -> NDArray[np.float64]:
    """An array of what are numbers; of shape () and not a number where something is none."""
    try:
        array = np.array(values)
        if np.ma.is_masked(values):  # gaps, whatever stands under them
            return np.array(np.nan)
        return array.astype(np.float64) if array.dtype.kind in "iuf" else np.array(np.nan)
    except (TypeError, ValueError):
        return np.array(np.nan)
