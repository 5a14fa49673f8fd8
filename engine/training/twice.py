"""What is differentiated twice: without abs, whose second derivative makes torch load its compiler.

That takes a second, in which training would stand still, and keeps eighty megabytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor

from engine.experiment import Experiment
from engine.experiment.specs import Model
from engine.training.network import Network


def activations(model: Model, network: Network) -> list[Callable[[Tensor], Tensor]]:
    """A network's activations, equal but for what would need the second derivative of abs."""
    return [
        _softsign if choice.name == "softsign" else activation
        for choice, activation in zip(model.activations, network.activations, strict=True)
    ]


def without_straight_penalty(experiment: Experiment) -> Experiment:
    """One whose loss bends alike: an L1 penalty is made of straight pieces."""
    return replace(experiment, regularization=replace(experiment.regularization, l1=0.0))


def _softsign(z: Tensor) -> Tensor:
    return z / (1 + torch.where(z < 0, -z, z))
