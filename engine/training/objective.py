"""What is minimised: the loss of the catalog plus the penalty on the weights."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.catalog import LOSSES
from engine.experiment import Experiment
from engine.training.network import Parameters

Loss = Callable[[Tensor, Tensor], Tensor]


def loss_function(experiment: Experiment) -> Loss:
    """The bare loss of (prediction, target)."""
    spec = experiment.loss
    entry, outcome = LOSSES[spec.name], experiment.data.outcome
    if spec.source == "probabilities":
        probabilities, textbook = entry.textbook[outcome]
        text = f"(lambda p: {textbook})({probabilities})"
    else:
        text = entry.targets[outcome]
    text = text.format(reduction=spec.reduction)
    scope = {"torch": torch, "F": F, **dict(spec.values)}
    # The text is the catalog's own, never a user's.
    loss: Loss = eval(f"lambda prediction, target: {text}", scope)
    return loss


def objective(experiment: Experiment, parameters: Parameters) -> Loss:
    """The loss with ``l1·Σ|w| + l2·Σw²`` over the weights, where those are asked for."""
    loss = loss_function(experiment)
    l1, l2 = experiment.regularization.l1, experiment.regularization.l2
    if l1 == 0 and l2 == 0:
        return loss
    weights = [tensor for name, tensor in parameters.items() if name.endswith(".weight")]

    def penalised(prediction: Tensor, target: Tensor) -> Tensor:
        total = loss(prediction, target)
        if l1:
            total = total + l1 * sum(weight.abs().sum() for weight in weights)
        if l2:
            total = total + l2 * sum(weight.square().sum() for weight in weights)
        return total

    return penalised


def target_tensor(experiment: Experiment, targets: Tensor) -> Tensor:
    """Targets as the loss wants them: (rows, 1) numbers, or (rows,) class indices."""
    if experiment.data.outcome == "multiclass":
        return targets.to(torch.int64)
    dtype = torch.float64 if experiment.training.dtype == "float64" else torch.float32
    return targets.to(dtype).reshape(-1, 1)
