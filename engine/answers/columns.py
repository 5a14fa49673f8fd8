"""A network over many places at once, each of them a column: what maps and borders are made of.

Small layers are several times quicker so than a place a row: a product has its long side inside,
nothing is turned round afterwards, and NumPy's tanh takes a sixth of torch's time. The numbers are
those of the forward pass but for the last bits of their rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from engine.experiment.specs import Choice
from engine.training.machine import Machine
from engine.training.network import Network, function

NUMBERS = 200_000  # neurons' outputs that are worked out at once: a millisecond or so
FEWEST, MOST = 512, 4096  # places at once: larger tensors leave the processor's cache


def layers(net: Network, choices: Sequence[Choice], inputs: Tensor) -> Iterator[Tensor]:
    """What each hidden layer passes on, last what leaves the output, shapes (neurons, places)."""
    with torch.no_grad():
        for place, (weight, bias) in enumerate(net.layers):
            sums = (
                weight @ inputs
                if bias is None
                else torch.addmm(bias.reshape(-1, 1), weight, inputs)
            )
            inputs = _bent(choices[place], sums) if place < len(choices) else sums
            yield inputs


def output(machine: Machine, inputs: Tensor) -> Tensor:
    """What leaves the last layer for inputs of shape (inputs, places), shape (places, outputs)."""
    choices = machine.experiment.model.activations
    found = [
        through(machine.network, choices, inputs[:, piece])
        for piece in pieces(machine.network, inputs)
    ]
    return torch.cat(found, dim=1).T


def through(net: Network, choices: Sequence[Choice], inputs: Tensor) -> Tensor:
    """What leaves the output alone, shape (outputs, places)."""
    *_, found = layers(net, choices, inputs)
    return found


def pieces(net: Network, inputs: Tensor) -> Iterator[slice]:
    """The places in parts of one size that go through a network quickly."""
    places = inputs.shape[1]
    neurons = sum(len(weight) for weight, _ in net.layers)
    most = max(FEWEST, min(MOST, NUMBERS // max(neurons, 1)))
    size = -(-places // max(1, -(-places // most)))
    for first in range(0, places, size):
        yield slice(first, min(first + size, places))


def _bent(choice: Choice, sums: Tensor) -> Tensor:
    """The activation of pre-activations, which may be written over."""
    if choice.name != "tanh" or sums.device.type != "cpu":
        return function(choice)(sums)
    numbers = sums.numpy()
    with np.errstate(all="ignore"):
        np.tanh(numbers, out=numbers)
    return sums
