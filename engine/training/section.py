"""The training loss over a plane that is laid through the space of the parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.training.machine import Machine, Tensors
from engine.training.objective import penalties, plain_loss_function

AT_ONCE = 64_000  # numbers of one layer, so that they stay in the processor's cache
DOWN = 40  # places of a way that is known ahead
CELL = re.compile(r"(?P<name>[^\[]+)\[(?P<index>\d+(?:,\d+)*)\]")


@dataclass(frozen=True, slots=True)
class Section:
    """A plane: at (a, b) the parameters are ``origin + a·across + b·up``.

    ``across`` and ``up`` hold only the parameters that differ along them.
    """

    origin: Tensors
    across: Tensors
    up: Tensors

    def at(self, a: Tensor, b: Tensor) -> dict[str, Tensor]:
        """The parameters that differ, at places of shape (places,): (places, *shape) each."""
        moved = {}
        for name in {**self.across, **self.up}:
            values = self.origin[name].unsqueeze(0)
            for direction, along in ((self.across, a), (self.up, b)):
                if name in direction:
                    steps = along.reshape(-1, *(1 for _ in direction[name].shape))
                    values = values + steps * direction[name]
            moved[name] = values.expand(len(a), *values.shape[1:])
        return moved


def through_cells(parameters: Tensors, across: str, up: str) -> Section:
    """The plane of two numbers, ``output.weight[0,0]``, whose coordinates are their values.

    The other parameters stay as they are. Raises EngineError where there is no such number.
    """
    if across == up:
        raise EngineError("the two axes must be different numbers", "surface")
    origin = {name: tensor.detach().clone() for name, tensor in parameters.items()}
    directions = []
    for cell in (across, up):
        name, index = place_of(cell, parameters)
        origin[name][index] = 0
        unit = torch.zeros_like(origin[name])
        unit[index] = 1
        directions.append({name: unit})
    return Section(origin, *directions)


def place_of(cell: str, parameters: Tensors) -> tuple[str, tuple[int, ...]]:
    """The parameter and the index that a cell's name tells; EngineError where there is none."""
    found = CELL.fullmatch(cell)
    name = found["name"] if found else cell
    index = tuple(map(int, found["index"].split(","))) if found else ()
    shape = parameters[name].shape if name in parameters else None
    inside = shape is not None and len(index) == len(shape)
    if shape is None or not inside or any(i >= n for i, n in zip(index, shape, strict=True)):
        raise EngineError("the model has no {cell} any more", "surface", cell=cell)
    return name, index


def is_parabola(experiment: Experiment) -> bool:
    """Whether the bare loss is one in the parameters."""
    return experiment.loss.name == "mse" and not experiment.model.hidden


@dataclass(frozen=True, slots=True)
class Parabola:
    """``low + (p - place)ᵀ·curvature·(p - place)`` over a plane, in double precision.

    ``place`` is a lowest one, shape (2,); ``curvature`` has shape (2, 2). Added up from there, not
    from nought, no digits are lost where the loss is small.
    """

    place: Tensor
    low: Tensor
    curvature: Tensor

    @classmethod
    def of(cls, machine: Machine, section: Section) -> Parabola:
        """The squared errors of a model without hidden layers."""
        inputs, targets = machine.batches.inputs.double(), machine.batches.targets.double()
        start, *along = (
            _output({name: tensor.double() for name, tensor in tensors.items()}, inputs)[:, 0]
            for tensors in (section.origin, section.across, section.up)
        )
        matrix, error = torch.stack(along, dim=1), start - targets[:, 0]
        place = torch.linalg.lstsq(matrix, -error, driver="gelsd").solution
        left = error + matrix @ place
        share = 1 / len(inputs) if machine.experiment.loss.reduction == "mean" else 1.0
        return cls(place, share * left.square().sum(), share * (matrix.T @ matrix))

    def at(self, a: Tensor, b: Tensor) -> Tensor:
        """The loss at places of shape (places,)."""
        off = torch.stack([a, b], dim=1).double() - self.place
        return (self.low + ((off @ self.curvature) * off).sum(dim=1)).to(a.dtype)

    def downhill_from(self, start: Tensor) -> Tensor:
        """Places of the way straight down from one of shape (2,), shape (places, 2)."""
        bends, along = torch.linalg.eigh(self.curvature)
        times = torch.logspace(-3, 3, DOWN, dtype=torch.float64) / bends[-1].clamp(min=1e-300)
        fading = torch.exp(-times[:, None] * bends.clamp(min=0))
        down: Tensor = (fading * (along.T @ (start - self.place))) @ along.T
        return self.place + down


def losses(machine: Machine, section: Section, a: Tensor, b: Tensor) -> Iterator[Tensor]:
    """The loss over all training rows, with its penalty, at places of shape (places,).

    In order and in pieces, each of which takes a few milliseconds and has shape (some places,).
    """
    count = _places_at_once(machine)
    for first in range(0, len(a), count):
        yield _losses(machine, section, a[first : first + count], b[first : first + count])


def _places_at_once(machine: Machine) -> int:
    if is_parabola(machine.experiment):  # whose rows are gone through once
        return AT_ONCE
    widest = max(max(tensor.shape) for tensor in machine.parameters.values())
    return max(1, AT_ONCE // max(1, len(machine.batches.inputs) * widest))


def _losses(machine: Machine, section: Section, a: Tensor, b: Tensor) -> Tensor:
    experiment = machine.experiment
    moved = section.at(a, b)
    if is_parabola(experiment):
        total = Parabola.of(machine, section).at(a, b)
    else:
        total = _summed(machine, section, moved, a, b)
    if penalties(experiment, section.origin):
        everything = {**section.origin, **moved}
        dims = {name: 0 if name in moved else None for name in everything}
        total += torch.vmap(lambda values: sum(penalties(experiment, values)), (dims,))(everything)
    return total


def _summed(
    machine: Machine, section: Section, moved: Mapping[str, Tensor], a: Tensor, b: Tensor
) -> Tensor:
    """The bare loss, added up over blocks of rows."""
    experiment, batches = machine.experiment, machine.batches
    loss = plain_loss_function(experiment)
    is_mean = experiment.loss.reduction == "mean"
    total = torch.zeros(len(a), dtype=a.dtype)
    for inputs, targets in _blocks(batches.inputs, batches.targets):
        if experiment.model.hidden:
            predictions = _predictions(machine, section.origin, moved, inputs)
        else:
            predictions = _linear(section, a, b, inputs)
        share = len(inputs) / len(batches.inputs) if is_mean else 1.0
        total += share * torch.vmap(loss, in_dims=(0, None))(predictions, targets)
    return total


def _blocks(inputs: Tensor, targets: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
    """The rows, as many at once as one place may have."""
    return zip(torch.split(inputs, AT_ONCE), torch.split(targets, AT_ONCE), strict=True)


def _predictions(
    machine: Machine, fixed: Tensors, moved: Mapping[str, Tensor], inputs: Tensor
) -> Tensor:
    """Shape (places, rows, outputs); what no place changes is computed for all of them at once."""
    layers = machine.network.activations
    values = inputs
    for name in (name for name in fixed if name.endswith(".weight")):
        bias = name.replace("weight", "bias")
        values = _layer(values, *(moved.get(part, fixed.get(part)) for part in (name, bias)))
        if layers:
            activation, *layers = layers
            values = activation(values)
    places = len(next(iter(moved.values())))
    return values if values.dim() == 3 else values.expand(places, *values.shape)


def _layer(values: Tensor, weight: Tensor | None, bias: Tensor | None) -> Tensor:
    """A linear layer, in which each of the three may be another one at each place."""
    assert weight is not None
    if weight.dim() == 2 and (bias is None or bias.dim() == 1):
        return F.linear(values, weight, bias)
    if weight.dim() == 2:
        return F.linear(values, weight) + (0 if bias is None else bias.unsqueeze(1))
    turned = weight.transpose(1, 2)
    values = values.expand(len(weight), *values.shape[-2:])
    if bias is None:
        return torch.bmm(values, turned)
    bias = bias.unsqueeze(1) if bias.dim() == 2 else bias
    return torch.baddbmm(bias, values, turned)


def _linear(section: Section, a: Tensor, b: Tensor, inputs: Tensor) -> Tensor:
    """The same of a model without hidden layers, whose predictions are a plane themselves."""
    base = _output(section.origin, inputs)
    along = [_output(direction, inputs) for direction in (section.across, section.up)]
    return base + a.reshape(-1, 1, 1) * along[0] + b.reshape(-1, 1, 1) * along[1]


def _output(parameters: Tensors, inputs: Tensor) -> Tensor:
    weight, bias = parameters.get("output.weight"), parameters.get("output.bias")
    if weight is None:
        assert bias is not None, "a direction leads somewhere"
        return bias.expand(len(inputs), -1)
    return F.linear(inputs, weight, bias)
