"""What a model says of the rows it is trained and tested on, in slices where they are many."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.answers.then import as_then
from engine.experiment import Experiment
from engine.training.machine import Machine
from engine.training.network import Network, Parameters
from engine.training.objective import loss_function, objective
from engine.training.predicting import answered, called
from engine.training.session import Session

Array = NDArray[np.float64]
AT_ONCE = 1_500_000  # numbers that are worked out at once: some milliseconds
PIECE = 2048  # rows that go through a network at once
CHUNK = 65_536  # rows of whatever is done number by number
LEAST = 16  # numbers that a row costs at least


@dataclass(frozen=True, eq=False)
class Model:
    """A model that nothing changes any more: where rows are many, a copy of its parameters."""

    experiment: Experiment
    machine: Machine
    network: Network
    parameters: Parameters
    is_costly: bool

    @classmethod
    def of(cls, session: Session) -> Model:
        """The one of this moment."""
        machine = session.run.machine
        rows = len(machine.batches.inputs) + len(machine.batches.test_inputs)
        a_row = sum(weight.numel() for weight, _ in machine.network.layers)
        if rows * max(a_row, LEAST) <= AT_ONCE:
            return cls(as_then(session), machine, machine.network, machine.parameters, False)
        copies = machine.copy_parameters()
        return cls(as_then(session), machine, machine.network_of(copies), copies, True)

    def outputs(self, inputs: Tensor) -> Generator[None, None, Tensor]:
        """What leaves the last layer for what the first one sees."""
        found = []
        for piece in self._pieces(len(inputs), PIECE):
            with torch.no_grad():
                found.append(self.network(inputs[piece]))
            yield
        return torch.cat(found)

    def answers(self, output: Tensor) -> Generator[None, None, Array]:
        """Numbers in the target's units, or probabilities, as ``answers_of``."""
        found = []
        for piece in self._pieces(len(output), CHUNK):
            found.append(answered(self.experiment, self.machine, output[piece]))
            yield
        return np.concatenate(found)

    def called(self, answers: Array) -> Generator[None, None, NDArray[np.int64]]:
        """The index of the class that is answered."""
        found = []
        for piece in self._pieces(len(answers), CHUNK):
            found.append(called(self.experiment, answers[piece]))
            yield
        return np.concatenate(found)

    def loss(self, output: Tensor, targets: Tensor) -> Generator[None, None, float]:
        """The experiment's own loss."""
        whole = objective(self.experiment, self.parameters)
        if not self.is_costly:
            with torch.no_grad():
                return whole(output, targets).item()
        bare, total = loss_function(self.experiment), 0.0
        is_mean = self.experiment.loss.reduction == "mean"
        for piece in self._pieces(len(output), CHUNK):
            part = bare(output[piece], targets[piece]).item()
            total += part * (len(output[piece]) if is_mean else 1)
            yield
        first = slice(0, 1)
        with torch.no_grad():
            penalty = whole(output[first], targets[first]) - bare(output[first], targets[first])
        return total / (len(output) if is_mean else 1) + penalty.item()

    def _pieces(self, rows: int, size: int) -> Iterator[slice]:
        step = size if self.is_costly else max(rows, 1)
        return (slice(first, first + step) for first in range(0, max(rows, 1), step))
