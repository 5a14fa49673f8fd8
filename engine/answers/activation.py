"""An activation, and where the rows stand on it."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from engine.answers.step import double
from engine.catalog import ACTIVATIONS
from engine.experiment.specs import Choice
from engine.frames import (
    Activation,
    ActivationRequest,
)
from engine.training.network import function
from engine.training.session import Session


def activation(session: Session, request: ActivationRequest) -> Activation:
    """An activation's curve and slope, and where the training rows stand on it."""
    model = session.run.machine.experiment.model  # after a goto it may be another than was chosen
    layer = min(request.layer, len(model.hidden) - 1)
    choice = model.activations[layer] if model.hidden else Choice(request.name, request.values)
    z = torch.linspace(request.low, request.high, request.count, dtype=torch.float64)
    z.requires_grad_()
    value = function(choice)(z)
    (slope,) = torch.autograd.grad(value.sum(), z)
    return Activation(
        label=ACTIVATIONS[choice.name].label,
        z=z.detach().numpy(),
        value=value.detach().numpy(),
        derivative=slope.numpy(),
        dots=_pre_activations(session, layer, request.dots) if model.hidden else np.empty(0),
        rows=session.run.machine.prepared.train[: request.dots],
    )


def _pre_activations(session: Session, layer: int, most: int) -> NDArray[np.float64]:
    machine = session.run.machine
    inputs, neurons = machine.batches.inputs, machine.experiment.model.hidden[layer]
    rows = inputs[: max(1, most // neurons)]
    with torch.no_grad():
        before, _ = machine.network.trace(rows)[layer]
    return double(before).ravel()[:most]
