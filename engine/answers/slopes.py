"""The slope of an activation at some numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import torch
from torch import Tensor

from engine.catalog import ACTIVATIONS
from engine.experiment.specs import Choice
from engine.training.network import function

Kernel = Callable[[Tensor, Tensor, Tensor, Tensor], object]


def slopes(choice: Choice, z: Tensor, value: Tensor) -> Tensor:
    """f′(z), where ``value`` is f(z): by the kernel that autograd would call, else by autograd."""
    kernel = _kernel(choice)
    if kernel is None:
        leaf = z.detach().clone().requires_grad_()
        (found,) = torch.autograd.grad(function(choice)(leaf).sum(), leaf)
        return found
    with torch.no_grad():
        ones = torch.ones_like(z)
        kernel(ones, z, value, ones)
    return ones


@lru_cache(maxsize=64)
def _kernel(choice: Choice) -> Kernel | None:
    text = ACTIVATIONS[choice.name].backward
    if not text:
        return None
    names = {name: name for name in ("gradient", "z", "value", "out")}
    line = text.format(**names, **choice.as_dict())
    scope = {"torch": torch, "aten": torch.ops.aten, "nn": torch._C._nn}
    # The text is the catalog's own, never a user's.
    kernel: Kernel = eval(f"lambda gradient, z, value, out: {line}", scope)
    return kernel
