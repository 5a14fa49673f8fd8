"""The model's numbers in float64: at some parameters, over some of the training or test rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from engine.experiment import Experiment
from engine.experiment.specs import Choice
from engine.training.network import Network

Array = NDArray[np.float64]
Tensors = Mapping[str, Tensor]


@dataclass(frozen=True)
class Rows:
    """Rows as the network and the loss want them; ``whole`` is how many they stand for."""

    inputs: Tensor
    targets: Tensor
    whole: int

    def part(self, first: int, count: int) -> Rows:
        """So many of them, which stand for themselves."""
        return Rows(self.inputs[first : first + count], self.targets[first : first + count], count)


@dataclass(frozen=True)
class Reckoning:
    """What the model gives for ``rows`` at ``parameters``; nothing is worked out before asked."""

    experiment: Experiment
    rows: Rows
    parameters: Tensors
    off: Tensors = field(default_factory=dict)  # which numbers count as 0 for a while

    @cached_property
    def layers(self) -> list[tuple[Tensor, Tensor]]:
        """Each layer's pre-activations and outputs."""
        return Network(self.experiment.model, self._leaves).trace(self.rows.inputs)

    @cached_property
    def terms(self) -> Tensor:
        """Each row's loss as if it were alone, shape (rows,)."""
        return terms(self.experiment, self.layers[-1][1], self.rows.targets)

    @cached_property
    def mean(self) -> float:
        """The mean of the rows' losses."""
        return self.terms.mean().item()

    @property
    def factor(self) -> int:
        """What the mean is multiplied by where the loss is a sum."""
        return self.rows.whole if self.experiment.loss.reduction == "sum" else 1

    @cached_property
    def penalty(self) -> float:
        """What regularisation adds."""
        asked = self.experiment.regularization
        return sum(
            asked.l1 * weight.abs().sum().item() + asked.l2 * weight.square().sum().item()
            for weight in self.weights.values()
        )

    @property
    def objective(self) -> float:
        """What training makes small."""
        return self.mean * self.factor + self.penalty

    @property
    def weights(self) -> Tensors:
        """The parameters that a penalty acts on."""
        return {
            name: leaf.detach() for name, leaf in self._leaves.items() if name.endswith("weight")
        }

    @property
    def parameters_in_double(self) -> Tensors:
        """All of them, as leaves of the graph."""
        return self._leaves

    @property
    def free(self) -> Tensors:
        """The parameters that training changes, as leaves of the graph."""
        frozen = self.experiment.model.frozen
        return {name: leaf for name, leaf in self._leaves.items() if name not in frozen}

    @cached_property
    def pulls(self) -> dict[str, Tensor]:
        """The gradients of the loss without its penalty, by parameter."""
        total = self.terms.mean() * self.factor
        found = torch.autograd.grad(total, list(self._leaves.values()), retain_graph=True)
        return dict(zip(self._leaves, found, strict=True))

    @cached_property
    def gradient(self) -> Tensor:
        """The gradient of the objective by all free parameters, flat."""
        asked, frozen = self.experiment.regularization, self.experiment.model.frozen
        parts = []
        for name, pull in self.pulls.items():
            if name in self.weights:
                weight = self.weights[name]
                pull = pull + asked.l1 * weight.sign() + 2 * asked.l2 * weight
            if name in self.off:
                pull = pull.masked_fill(self.off[name].cpu(), 0.0)
            if name not in frozen:
                parts.append(pull.reshape(-1))
        return torch.cat(parts)

    @cached_property
    def deltas(self) -> list[Tensor]:
        """The gradients of the mean loss by each layer's pre-activations."""
        befores = [before for before, _ in self.layers]
        return list(torch.autograd.grad(self.terms.mean(), befores, retain_graph=True))

    @cached_property
    def slopes(self) -> list[Tensor]:
        """f'(z) of each hidden layer, shape (rows, neurons)."""
        return [
            torch.autograd.grad(after.sum(), before, retain_graph=True)[0]
            for before, after in self.layers[:-1]
        ]

    @cached_property
    def answers(self) -> Array:
        """ŷ as the model sees the target, shape (rows, 1), or each class's probability."""
        output = self.layers[-1][1].detach()
        outcome = self.experiment.data.outcome
        if outcome == "binary":
            second = torch.sigmoid(output)
            output = torch.cat([1 - second, second], dim=1)
        elif outcome == "multiclass":
            output = torch.softmax(output, dim=1)
        found: Array = output.numpy()
        return found

    def moved(self, step: Tensor) -> Reckoning:
        """The same rows with a flat ``step`` added to the free parameters."""
        found, place = {}, 0
        for name, leaf in self._leaves.items():
            found[name] = leaf.detach()
            if name not in self.experiment.model.frozen:
                part = step[place : place + leaf.numel()]
                found[name] = found[name] + part.reshape(leaf.shape)
                place += leaf.numel()
        return Reckoning(self.experiment, self.rows, found, self.off)

    def over(self, rows: Rows) -> Reckoning:
        """The same parameters over other rows."""
        return Reckoning(self.experiment, rows, self.parameters, self.off)

    @cached_property
    def _leaves(self) -> dict[str, Tensor]:
        return {
            name: tensor.detach().cpu().to(torch.float64).requires_grad_()
            for name, tensor in self.parameters.items()
        }


def terms(experiment: Experiment, output: Tensor, targets: Tensor) -> Tensor:
    """Each row's loss, shape (rows,), from what leaves the last layer; always from the logits."""
    loss, outcome = experiment.loss, experiment.data.outcome
    if loss.name == "cross_entropy":
        return F.cross_entropy(output, targets, reduction="none")
    if loss.name == "hinge" and outcome == "multiclass":
        return F.multi_margin_loss(output, targets, reduction="none")
    if loss.name == "hinge":
        found = torch.clamp(1 - (2 * targets - 1) * output, min=0)
    elif loss.name == "bce":
        found = F.binary_cross_entropy_with_logits(output, targets, reduction="none")
    elif loss.name == "l1":
        found = (output - targets).abs()
    elif loss.name == "huber":
        delta = Choice(loss.name, loss.values).number("delta")
        found = F.huber_loss(output, targets, reduction="none", delta=delta)
    else:
        found = (output - targets).square()
    return found[:, 0]
