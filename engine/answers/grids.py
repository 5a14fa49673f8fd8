"""What the first layer sees of a grid of places, kept while the data and the axes stay."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

import numpy as np
import torch
from numpy.typing import NDArray

from engine.experiment import Experiment
from engine.experiment.specs import Data
from engine.training.machine import Machine
from engine.training.predicting import inputs_of

MOST = 6  # grids that are kept


class Grids:
    """The newest grids, each under a key that says where its places are."""

    def __init__(self) -> None:
        self._kept: list[tuple[Experiment, Hashable, torch.Tensor]] = []

    def of(
        self, machine: Machine, key: Hashable, rows: Callable[[], NDArray[np.float64]]
    ) -> torch.Tensor:
        """Shape (inputs, places), made of ``rows`` of numbers where it is not known yet."""
        for experiment, other, inputs in self._kept:
            if experiment is machine.experiment and other == key:
                return inputs
        inputs = inputs_of(machine.experiment, machine, rows()).T.contiguous()
        self._kept = [*self._kept[1 - MOST :], (machine.experiment, key, inputs)]
        return inputs


GRIDS = Grids()


def hold(data: Data, rows: NDArray[np.float64], held: Iterable[tuple[str, float]]) -> None:
    """Put features that are held at a value into rows of numbers."""
    for feature, value in held:
        if feature in data.encoding.features:
            data.encoding.put(rows, feature, np.full(len(rows), value))
