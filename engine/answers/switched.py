"""Which neurons are switched off for a while: no rule and no count judges them."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.training.machine import Machine


def are_on(machine: Machine, layer: int) -> Tensor | None:
    """Of a hidden layer, counted from 0, the neurons that hear and are heard; None where all are.

    A neuron is off where every weight into it is off, or every weight on from it.
    """
    names = [name for name in machine.parameters if name.endswith(".weight")]
    into, on = machine.off.get(names[layer]), machine.off.get(names[layer + 1])
    if into is None and on is None:
        return None
    found = torch.ones(len(machine.parameters[names[layer]]), dtype=torch.bool)
    if into is not None:
        found &= ~into.cpu().all(dim=1)
    if on is not None:
        found &= ~on.cpu().all(dim=0)
    return found
