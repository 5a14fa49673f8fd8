"""What the step shows in which training was lost: it is made once more, and taken back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine.experiment import Experiment
from engine.training.machine import Machine
from engine.training.network import starting_parameters
from engine.training.objective import objective

# Optimizers that divide by the size of past gradients, so that no step is much longer than lr.
SQUARES = {
    "adam": "square",
    "adamw": "square",
    "nadam": "square",
    "radam": "square",
    "rmsprop": "square",
    "adagrad": "total",
    "adamax": "largest",
}
LEAP = 1000.0  # times as far as such steps can have led


@dataclass(frozen=True, slots=True)
class Evidence:
    """A machine that stands at the last finite state, ``step`` updates from its start.

    ``loss`` and ``gradients_finite`` are of the step in which numbers are lost, ``state`` and
    ``parameters`` what its update makes of them.
    """

    machine: Machine
    step: int
    loss: float
    gradients_finite: bool
    parameters: Mapping[str, Tensor]
    state: Mapping[str, Mapping[str, Any]]

    @property
    def experiment(self) -> Experiment:
        """What was trained."""
        return self.machine.experiment

    @property
    def is_finite(self) -> bool:
        """Whether loss and gradients are still numbers, so that it was the update."""
        return math.isfinite(self.loss) and self.gradients_finite

    def sizes(self) -> dict[str, Tensor]:
        """What the update divides by, squared and without epsilon; negative is what is lost."""
        name = self.experiment.optimizer.name
        key = SQUARES.get(name, "")
        found = {}
        for parameter, state in self.state.items():
            if key in state:
                size = state[key]
                if name == "rmsprop" and self.experiment.optimizer.number("centered"):
                    mean = state["mean"]  # rounded as in the update itself
                    size = size.addcmul(mean, mean, value=-1)
                found[parameter] = size
        return found

    def has_leapt(self) -> bool:
        """Whether an optimizer of bounded steps has led further than its steps can."""
        if self.experiment.optimizer.name not in SQUARES:
            return False
        before = starting_parameters(self.experiment)
        start = max(float(tensor.abs().max()) for tensor in before.values())
        now = max(float(tensor.detach().abs().max()) for tensor in self.machine.free.values())
        after = max(
            float(self.parameters[name].nan_to_num(0, 0, 0).abs().max())
            for name in self.machine.free
        )
        lr = self.experiment.optimizer.number("lr")
        return max(now, after) > LEAP * (start + lr * (self.step + 1))


def evidence(machine: Machine, step: int) -> Evidence:
    """Make the step after the last finite state and go back there."""
    good = machine.keyframe(step)
    made = machine.full_step()
    assert made.loss is not None and made.gradients is not None
    finite = all(bool(tensor.isfinite().all()) for tensor in made.gradients.values())
    parameters, state = machine.copy_parameters(), machine.keyframe(step).state
    machine.load(good)
    return Evidence(machine, step, made.loss.item(), finite, parameters, state)


def first_loss(experiment: Experiment) -> float:
    """The loss of the starting parameters over all rows; NaN where even its inputs are lost."""
    machine = Machine(experiment)
    return loss_now(machine)


def loss_now(machine: Machine, experiment: Experiment | None = None) -> float:
    """The loss over all training rows, of another experiment's loss where one is given."""
    measure = objective(experiment or machine.experiment, machine.parameters)
    with torch.no_grad():
        prediction = machine.network(machine.batches.inputs)
        return float(measure(prediction, machine.batches.targets))


def size_of(tensor: Tensor) -> float:
    """The root of the mean square, which does not overflow where the numbers do not."""
    values = tensor.detach().cpu().numpy().astype(np.float64)
    largest = float(np.abs(values).max()) if values.size else 0.0
    if not 0 < largest < math.inf:
        return largest
    return largest * float(np.sqrt(np.mean((values / largest) ** 2)))
