"""Loss and gradients by the kernels that autograd would call, without building its graph.

The same kernels in the same order give the same bits; leaving out the graph makes a small step
two to three times faster. What has no entry for its backward kernel goes through autograd.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.catalog import ACTIVATIONS, LOSSES
from engine.experiment import Experiment
from engine.experiment.specs import Choice
from engine.training.network import Network, Parameters, function
from engine.training.objective import Loss, loss_function, objective

REDUCTIONS = {"mean": 1, "sum": 2}  # as the kernels count them

Gradients = Callable[[Tensor, Tensor], tuple[Tensor, list[Tensor]]]
Backward = Callable[[Tensor, Tensor, Tensor], Tensor]


def gradients(experiment: Experiment, parameters: Parameters) -> Gradients:
    """A function from (inputs, targets) to the loss and the gradients of all free parameters.

    ``parameters`` are leaves; those that require a gradient get one, in their order.
    """
    if _has_kernels(experiment, parameters):
        return by_kernels(experiment, parameters)
    return by_autograd(experiment, parameters)


def by_autograd(experiment: Experiment, parameters: Parameters) -> Gradients:
    """Gradients of anything."""
    network = Network(experiment.model, parameters)
    loss = objective(experiment, parameters)
    free = [tensor for tensor in parameters.values() if tensor.requires_grad]

    def gradients(inputs: Tensor, targets: Tensor) -> tuple[Tensor, list[Tensor]]:
        total = loss(network(inputs), targets)
        return total.detach(), list(torch.autograd.grad(total, free))

    return gradients


def by_kernels(experiment: Experiment, parameters: Parameters) -> Gradients:
    """Gradients of a network whose activations and loss have a backward kernel."""
    layers = Network(experiment.model, {name: p.detach() for name, p in parameters.items()}).layers
    hidden = [
        (weight, bias, function(choice), _activation_backward(choice))
        for (weight, bias), choice in zip(layers, experiment.model.activations, strict=False)
    ]
    last_weight, last_bias = layers[-1]
    loss, loss_backward = _loss_forward(experiment), _loss_backward(experiment)
    one = torch.ones((), dtype=last_weight.dtype, device=last_weight.device)
    linear = F.linear

    def gradients(inputs: Tensor, targets: Tensor) -> tuple[Tensor, list[Tensor]]:
        steps = []
        for weight, bias, activation, backward in hidden:
            before = linear(inputs, weight, bias)
            after = activation(before)
            steps.append((weight, bias, backward, inputs, before, after))
            inputs = after
        prediction = linear(inputs, last_weight, last_bias)
        total = loss(prediction, targets)
        gradient = loss_backward(one, prediction, targets)
        found = []
        if last_bias is not None:
            found.append(gradient.sum(0))
        found.append(gradient.t().mm(inputs))
        weight = last_weight
        for below, bias, backward, entering, before, after in reversed(steps):
            gradient = backward(_through(weight, gradient), before, after)
            if bias is not None:
                found.append(gradient.sum(0))
            found.append(gradient.t().mm(entering))
            weight = below
        found.reverse()
        return total, found

    return gradients


def _through(weight: Tensor, gradient: Tensor) -> Tensor:
    """The gradient before a linear layer; for a single number autograd multiplies in this order."""
    if weight.shape[1] == 1 == len(gradient):
        return weight.t().mm(gradient.t()).t()
    return gradient.mm(weight)


def _has_kernels(experiment: Experiment, parameters: Parameters) -> bool:
    penalty = experiment.regularization
    outcome = experiment.data.outcome
    return (
        all(tensor.requires_grad for tensor in parameters.values())
        and penalty.l1 == penalty.l2 == 0
        and experiment.model.bias != "shared"
        and experiment.loss.source == "logits"
        and outcome in LOSSES[experiment.loss.name].backwards
        and all(ACTIVATIONS[choice.name].backward for choice in experiment.model.activations)
    )


def _activation_backward(choice: Choice) -> Backward:
    text = ACTIVATIONS[choice.name].backward
    scope = {"torch": torch, "aten": torch.ops.aten, **choice.as_dict()}
    # The text is the catalog's own, never a user's.
    backward: Backward = eval(f"lambda gradient, z, value: {text}", scope)
    return backward


def _loss_forward(experiment: Experiment) -> Loss:
    """The kernel that the loss comes to, where the catalog names it: less to call on the way."""
    text = LOSSES[experiment.loss.name].forwards.get(experiment.data.outcome)
    if text is None:
        return loss_function(experiment)
    scope = {"aten": torch.ops.aten, "reduction": REDUCTIONS[experiment.loss.reduction]}
    forward: Loss = eval(f"lambda prediction, target: {text}", scope)
    return forward


def _loss_backward(experiment: Experiment) -> Backward:
    spec = experiment.loss
    text = LOSSES[spec.name].backwards[experiment.data.outcome]
    reduction = REDUCTIONS[spec.reduction]
    scope = {"torch": torch, "aten": torch.ops.aten, "reduction": reduction, **dict(spec.values)}
    backward: Backward = eval(f"lambda gradient, prediction, target: {text}", scope)
    return backward
