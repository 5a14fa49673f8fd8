"""The update functions of the Adam family; what holds for them is said in ``updates``."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor


def adam(
    parameter: Tensor,
    gradient: Tensor,
    state: dict[str, Any],
    lr: float,
    betas: tuple[float, float],
    eps: float,
    weight_decay: float,
    amsgrad: bool,
    decoupled_weight_decay: bool,
) -> None:
    """Adam (Kingma and Ba, 2015)."""
    if not state:
        state.update(step=0, mean=torch.zeros_like(parameter), square=torch.zeros_like(parameter))
    mean, square = state["mean"], state["square"]
    step = state["step"] = state["step"] + 1
    if decoupled_weight_decay:
        parameter.mul_(1 - lr * weight_decay)
    elif weight_decay != 0:
        gradient = gradient.add(parameter, alpha=weight_decay)
    mean.lerp_(gradient, 1 - betas[0])
    square.mul_(betas[1]).addcmul_(gradient, gradient, value=1 - betas[1])
    if amsgrad:
        state["largest"] = square = torch.maximum(state.get("largest", square), square)
    # Both averages start at zero; dividing by these corrects for it.
    mean_correction = 1 - betas[0] ** step
    square_correction = 1 - betas[1] ** step
    size = (square.sqrt() / square_correction**0.5).add_(eps)
    parameter.addcdiv_(mean, size, value=-(lr / mean_correction))


def adamw(
    parameter: Tensor,
    gradient: Tensor,
    state: dict[str, Any],
    lr: float,
    betas: tuple[float, float],
    eps: float,
    weight_decay: float,
    amsgrad: bool,
) -> None:
    """Adam with decoupled weight decay (Loshchilov and Hutter, 2019)."""
    if not state:
        state.update(step=0, mean=torch.zeros_like(parameter), square=torch.zeros_like(parameter))
    mean, square = state["mean"], state["square"]
    step = state["step"] = state["step"] + 1
    parameter.mul_(1 - lr * weight_decay)
    mean.lerp_(gradient, 1 - betas[0])
    square.mul_(betas[1]).addcmul_(gradient, gradient, value=1 - betas[1])
    if amsgrad:
        state["largest"] = square = torch.maximum(state.get("largest", square), square)
    # Both averages start at zero; dividing by these corrects for it.
    mean_correction = 1 - betas[0] ** step
    square_correction = 1 - betas[1] ** step
    size = (square.sqrt() / square_correction**0.5).add_(eps)
    parameter.addcdiv_(mean, size, value=-(lr / mean_correction))


def adamax(
    parameter: Tensor,
    gradient: Tensor,
    state: dict[str, Any],
    lr: float,
    betas: tuple[float, float],
    eps: float,
    weight_decay: float,
) -> None:
    """Adamax (Kingma and Ba, 2015)."""
    if not state:
        state.update(step=0, mean=torch.zeros_like(parameter), largest=torch.zeros_like(parameter))
    mean, largest = state["mean"], state["largest"]
    step = state["step"] = state["step"] + 1
    if weight_decay != 0:
        gradient = gradient.add(parameter, alpha=weight_decay)
    mean.lerp_(gradient, 1 - betas[0])
    torch.maximum(largest.mul_(betas[1]), gradient.abs().add_(eps), out=largest)
    parameter.addcdiv_(mean, largest, value=-(lr / (1 - betas[0] ** step)))


def nadam(
    parameter: Tensor,
    gradient: Tensor,
    state: dict[str, Any],
    lr: float,
    betas: tuple[float, float],
    eps: float,
    weight_decay: float,
    momentum_decay: float,
    decoupled_weight_decay: bool,
) -> None:
    """Adam with Nesterov momentum (Dozat, 2016)."""
    if not state:
        state.update(step=0, mean=torch.zeros_like(parameter), square=torch.zeros_like(parameter))
        state["product"] = torch.ones(())  # of all momenta; a tensor, to round as torch's does
    mean, square, product = state["mean"], state["square"], state["product"]
    step = state["step"] = state["step"] + 1
    if decoupled_weight_decay:
        parameter.mul_(1 - lr * weight_decay)
    elif weight_decay != 0:
        gradient = gradient.add(parameter, alpha=weight_decay)
    now = betas[0] * (1 - 0.5 * 0.96 ** (step * momentum_decay))
    ahead = betas[0] * (1 - 0.5 * 0.96 ** ((step + 1) * momentum_decay))
    so_far = product.mul_(now).item()
    mean.lerp_(gradient, 1 - betas[0])
    square.mul_(betas[1]).addcmul_(gradient, gradient, value=1 - betas[1])
    size = square.div(1 - betas[1] ** step).sqrt_().add_(eps)
    parameter.addcdiv_(gradient, size, value=-lr * (1 - now) / (1 - so_far))
    parameter.addcdiv_(mean, size, value=-lr * ahead / (1 - so_far * ahead))


def radam(
    parameter: Tensor,
    gradient: Tensor,
    state: dict[str, Any],
    lr: float,
    betas: tuple[float, float],
    eps: float,
    weight_decay: float,
    decoupled_weight_decay: bool,
) -> None:
    """Rectified Adam (Liu et al., 2020)."""
    if not state:
        state.update(step=0, mean=torch.zeros_like(parameter), square=torch.zeros_like(parameter))
    mean, square = state["mean"], state["square"]
    step = state["step"] = state["step"] + 1
    if decoupled_weight_decay:
        parameter.mul_(1 - lr * weight_decay)
    elif weight_decay != 0:
        gradient = gradient.add(parameter, alpha=weight_decay)
    mean.lerp_(gradient, 1 - betas[0])
    square.mul_(betas[1]).addcmul_(gradient, gradient, value=1 - betas[1])
    square_correction = 1 - betas[1] ** step
    move = (mean / (1 - betas[0] ** step)).mul_(lr)
    # How many gradients the average of squares rests on, and how many it can ever rest on.
    limit = 2 / (1 - betas[1]) - 1
    count = limit - 2 * step * betas[1] ** step / square_correction
    if count > 5:
        trust = (count - 4) * (count - 2) * limit / ((limit - 4) * (limit - 2) * count)
        move.mul_(square_correction**0.5 / square.sqrt().add_(eps)).mul_(trust**0.5)
    parameter.sub_(move)
