"""Curves of activations and of typed functions, with the slopes that autograd finds."""

from __future__ import annotations

import numpy as np
import torch

from engine.data import formula
from engine.errors import EngineError
from engine.experiment.specs import Choice
from engine.frames import FunctionCurve, Gallery, GalleryRequest
from engine.training.network import function

WHERE = "f(z)"  # where a typed function that cannot be computed is wrong


def gallery(request: GalleryRequest) -> Gallery:
    """The functions over the same z, in float64."""
    z = torch.linspace(request.low, request.high, request.count, dtype=torch.float64)
    return Gallery(z.numpy(), tuple(_curve(wanted, z) for wanted in request.functions))


def _curve(wanted: Choice | str, z: torch.Tensor) -> FunctionCurve:
    z = z.clone().requires_grad_()
    try:
        value = function(wanted)(z) if isinstance(wanted, Choice) else _typed(wanted, z)
    except EngineError as error:
        return FunctionCurve(np.empty(0), np.empty(0), error)
    if value.requires_grad:
        (slope,) = torch.autograd.grad(value.sum(), z)
    else:
        slope = torch.zeros_like(z)
    return FunctionCurve(value.detach().numpy(), slope.numpy())


def _typed(text: str, z: torch.Tensor) -> torch.Tensor:
    value = formula.evaluate(text, {"z": z, "x": z}, torch, WHERE)
    return value if isinstance(value, torch.Tensor) else torch.full_like(z, value)
