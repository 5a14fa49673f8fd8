"""Losses and gradients on the leanest path that gives autograd's bits, one step or many.

Where each part of a network has a backward kernel the steps are a program of kernels (see
``kernels``) that builds no graph: a small step takes less than half the time. All else goes
through autograd.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Protocol

import torch
from torch import Tensor

from engine.catalog import ACTIVATIONS, LOSSES
from engine.experiment import Experiment
from engine.training.kernels import Program, program
from engine.training.network import Network, Parameters, starting_parameters
from engine.training.objective import objective
from engine.training.updating import Update

MOST_KEPT = 1 << 22  # numbers of a program's tensors that stay for the next time

Batch = tuple[Tensor, Tensor]


class Lean(Protocol):
    """Gradients of all free parameters, in their order."""

    def gradients(self, inputs: Tensor, targets: Tensor) -> tuple[Tensor, list[Tensor]]:
        """The loss of a batch and its gradients, for the caller to keep."""

    def rush(self, steps: Iterable[tuple[Batch, float]], update: Update) -> list[float]:
        """The losses of steps in a row, each a batch of one size and a learning rate."""


def lean(experiment: Experiment, parameters: Parameters) -> Lean:
    """The leanest way; ``parameters`` are leaves, and changed in place by whoever owns them."""
    if has_kernels(experiment, parameters):
        return ByKernels(experiment, parameters)
    return ByAutograd(experiment, parameters)


class ByAutograd:
    """Gradients of anything."""

    def __init__(self, experiment: Experiment, parameters: Parameters) -> None:
        self._network = Network(experiment.model, parameters)
        self._loss = objective(experiment, parameters)
        self._free = [tensor for tensor in parameters.values() if tensor.requires_grad]

    def gradients(self, inputs: Tensor, targets: Tensor) -> tuple[Tensor, list[Tensor]]:
        """The loss of a batch and its gradients."""
        loss = self._loss(self._network(inputs), targets)
        return loss.detach(), list(torch.autograd.grad(loss, self._free))

    def rush(self, steps: Iterable[tuple[Batch, float]], update: Update) -> list[float]:
        """The losses of steps in a row."""
        losses = []
        for batch, lr in steps:
            loss, gradients = self.gradients(*batch)
            losses.append(loss)
            with torch.inference_mode():
                update(gradients, lr)
        return torch.stack(losses).tolist()


class ByKernels:
    """Gradients of a network whose activations and loss have a backward kernel."""

    def __init__(self, experiment: Experiment, parameters: Parameters) -> None:
        self._experiment = experiment
        self._parameters = parameters
        self._programs: dict[int, Program] = {}  # by how many rows a batch has

    def gradients(self, inputs: Tensor, targets: Tensor) -> tuple[Tensor, list[Tensor]]:
        """The loss of a batch and its gradients."""
        made = self._program(len(inputs))
        with torch.inference_mode():
            made.step(inputs, targets, made.places[0])
        return made.loss(1)[0].clone(), [gradient.clone() for gradient in made.gradients]

    def rush(self, steps: Iterable[tuple[Batch, float]], update: Update) -> list[float]:
        """The losses of steps in a row; they are looked at all together, after the last one."""
        losses: list[float] = []
        steps = list(steps)
        made = self._program(len(steps[0][0][0]))
        step, gradients = made.step, made.gradients
        with torch.inference_mode():
            for first in range(0, len(steps), len(made.places)):
                part = steps[first : first + len(made.places)]
                for ((inputs, targets), lr), place in zip(part, made.places, strict=False):
                    step(inputs, targets, place)
                    update(gradients, lr)
                losses += made.losses(len(part))
        return losses

    def _program(self, rows: int) -> Program:
        made = self._programs.get(rows)
        if made is None:
            made = program(self._experiment, self._parameters, rows)
            widths = sum(self._experiment.model.hidden)
            if rows * widths <= MOST_KEPT:
                self._programs[rows] = made
        return made


def has_kernels(experiment: Experiment, parameters: Parameters) -> bool:
    """Whether each part of the training has a kernel for its gradient."""
    penalty = experiment.regularization
    outcome = experiment.data.outcome
    return (
        any(tensor.requires_grad for tensor in parameters.values())
        and penalty.l1 == penalty.l2 == 0
        and experiment.model.bias != "shared"
        and experiment.loss.source == "logits"
        and outcome in LOSSES[experiment.loss.name].backwards
        and all(ACTIVATIONS[choice.name].backward for choice in experiment.model.activations)
    )


def main() -> None:
    """Print the program of an experiment's steps, where it has one."""
    experiment = Experiment.load(sys.argv[1])
    parameters = starting_parameters(experiment)
    for name, tensor in parameters.items():
        tensor.requires_grad_(name not in experiment.model.frozen)
    if has_kernels(experiment, parameters):
        rows = experiment.training.batch_size or experiment.data.table.rows
        print(program(experiment, parameters, rows).text, end="")
    else:
        print("Some part of it has no kernel for its gradient: it goes through autograd.")


if __name__ == "__main__":
    main()
