"""What is minimised: the loss of the catalog plus the penalty on the weights."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.catalog import LOSSES
from engine.experiment import Experiment
from engine.experiment.specs import Loss as Spec
from engine.experiment.specs import Outcome
from engine.training.network import Parameters

Loss = Callable[[Tensor, Tensor], Tensor]


def loss_function(experiment: Experiment) -> Loss:
    """The bare loss of (prediction, target)."""
    return _function(experiment.loss, experiment.data.outcome)


@lru_cache(maxsize=64)
def _function(spec: Spec, outcome: Outcome) -> Loss:
    entry = LOSSES[spec.name]
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


def plain_loss_function(experiment: Experiment) -> Loss:
    """The bare loss, made of operations that can be batched and differentiated twice.

    It is the same one, but where torch has a kernel of its own that can do neither: there it is
    the kernel's formula, equal within rounding. Cross-entropy it could batch, but loads a library
    of algebra for it: training would stand still for a second, and keep 40 MB.
    """
    is_mean = experiment.loss.reduction == "mean"
    kind = experiment.loss.name, experiment.data.outcome

    def surprise(prediction: Tensor, target: Tensor) -> Tensor:
        right = prediction.log_softmax(dim=1).gather(1, target[:, None])
        return -(right.mean() if is_mean else right.sum())

    def margins(prediction: Tensor, target: Tensor) -> Tensor:
        right = prediction.gather(1, target[:, None])
        missing = (1 - right + prediction).clamp(min=0).sum(dim=1) - 1  # without the right class
        rows = missing / prediction.shape[1]
        return rows.mean() if is_mean else rows.sum()

    plain = {("hinge", "multiclass"): margins, ("cross_entropy", "multiclass"): surprise}
    return plain.get(kind) or loss_function(experiment)


def objective(experiment: Experiment, parameters: Parameters) -> Loss:
    """The loss with ``l1·Σ|w| + l2·Σw²`` over the weights, where those are asked for."""
    loss = loss_function(experiment)
    if not penalties(experiment, parameters):
        return loss

    def penalised(prediction: Tensor, target: Tensor) -> Tensor:
        total = loss(prediction, target)
        for added in penalties(experiment, parameters):
            total = total + added
        return total

    return penalised


def penalties(experiment: Experiment, parameters: Parameters) -> list[Tensor]:
    """What is added to the loss for the size of the weights, each term a single number."""
    l1, l2 = experiment.regularization.l1, experiment.regularization.l2
    weights = [tensor for name, tensor in parameters.items() if name.endswith(".weight")]
    terms = []
    if l1:
        terms.append(torch.as_tensor(l1 * sum(weight.abs().sum() for weight in weights)))
    if l2:
        terms.append(torch.as_tensor(l2 * sum(weight.square().sum() for weight in weights)))
    return terms


def target_tensor(experiment: Experiment, targets: Tensor) -> Tensor:
    """Targets as the loss wants them: (rows, 1) numbers, or (rows,) class indices."""
    if experiment.data.outcome == "multiclass":
        return targets.to(torch.int64)
    dtype = torch.float64 if experiment.training.dtype == "float64" else torch.float32
    return targets.to(dtype).reshape(-1, 1)
