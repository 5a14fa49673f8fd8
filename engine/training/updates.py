"""One plain function per optimizer: it changes one parameter in place, as torch's class would.

Each gives the same bits as the ``torch.optim`` class on the processor, needs only its arguments and
``torch``, and expects ``torch.no_grad()``. ``state`` starts empty and belongs to one parameter.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from engine.training.adam_updates import adam, adamax, adamw, nadam, radam

__all__ = [
    "adadelta",
    "adagrad",
    "adam",
    "adamax",
    "adamw",
    "asgd",
    "nadam",
    "radam",
    "rmsprop",
    "rprop",
    "sgd",
]


def sgd(
    parameter: Tensor,
    gradient: Tensor,
    state: dict[str, Any],
    lr: float,
    momentum: float,
    dampening: float,
    nesterov: bool,
    weight_decay: float,
) -> None:
    """Stochastic gradient descent."""
    if weight_decay != 0:
        gradient = gradient.add(parameter, alpha=weight_decay)
    if momentum != 0:
        if "velocity" not in state:
            state["velocity"] = gradient.clone()
        else:
            state["velocity"].mul_(momentum).add_(gradient, alpha=1 - dampening)
        velocity = state["velocity"]
        gradient = gradient.add(velocity, alpha=momentum) if nesterov else velocity
    parameter.add_(gradient, alpha=-lr)


def rmsprop(
    parameter: Tensor,
    gradient: Tensor,
    state: dict[str, Any],
    lr: float,
    alpha: float,
    eps: float,
    weight_decay: float,
    momentum: float,
    centered: bool,
) -> None:
    """RMSprop (Hinton, 2012), centered as in Graves, 2013."""
    if not state:
        for name in ("square", "mean", "velocity"):
            state[name] = torch.zeros_like(parameter)
    square, mean, velocity = state["square"], state["mean"], state["velocity"]
    if weight_decay != 0:
        gradient = gradient.add(parameter, alpha=weight_decay)
    square.mul_(alpha).addcmul_(gradient, gradient, value=1 - alpha)
    if centered:
        mean.lerp_(gradient, 1 - alpha)
        square = square.addcmul(mean, mean, value=-1)
    size = square.sqrt().add_(eps)
    if momentum != 0:
        velocity.mul_(momentum).addcdiv_(gradient, size)
        parameter.add_(velocity, alpha=-lr)
    else:
        parameter.addcdiv_(gradient, size, value=-lr)


def adagrad(
    parameter: Tensor,
    gradient: Tensor,
    state: dict[str, Any],
    lr: float,
    lr_decay: float,
    weight_decay: float,
    initial_accumulator_value: float,
    eps: float,
) -> None:
    """Adagrad (Duchi, Hazan and Singer, 2011)."""
    if not state:
        state.update(step=0, total=torch.full_like(parameter, initial_accumulator_value))
    total = state["total"]
    rate = lr / (1 + state["step"] * lr_decay)
    state["step"] += 1
    if weight_decay != 0:
        gradient = gradient.add(parameter, alpha=weight_decay)
    total.addcmul_(gradient, gradient)
    parameter.addcdiv_(gradient, total.sqrt().add_(eps), value=-rate)


def adadelta(
    parameter: Tensor,
    gradient: Tensor,
    state: dict[str, Any],
    lr: float,
    rho: float,
    eps: float,
    weight_decay: float,
) -> None:
    """Adadelta (Zeiler, 2012)."""
    if not state:
        state.update(square=torch.zeros_like(parameter), moved=torch.zeros_like(parameter))
    square, moved = state["square"], state["moved"]
    if weight_decay != 0:
        gradient = gradient.add(parameter, alpha=weight_decay)
    square.mul_(rho).addcmul_(gradient, gradient, value=1 - rho)
    delta = moved.add(eps).sqrt_().div_(square.add(eps).sqrt_()).mul_(gradient)
    moved.mul_(rho).addcmul_(delta, delta, value=1 - rho)
    parameter.add_(delta, alpha=-lr)


def rprop(
    parameter: Tensor,
    gradient: Tensor,
    state: dict[str, Any],
    lr: float,
    etas: tuple[float, float],
    step_sizes: tuple[float, float],
) -> None:
    """Resilient backpropagation (Riedmiller and Braun, 1993)."""
    if not state:
        state.update(last=torch.zeros_like(gradient), sizes=torch.full_like(gradient, lr))
    agreement = gradient * state["last"]
    turned = agreement < 0
    factor = torch.ones_like(gradient).masked_fill_(agreement > 0, etas[1])
    state["sizes"].mul_(factor.masked_fill_(turned, etas[0])).clamp_(*step_sizes)
    # Where the sign has changed, the parameter waits for one step.
    state["last"] = gradient.masked_fill(turned, 0)
    parameter.addcmul_(state["last"].sign(), state["sizes"], value=-1)


def asgd(
    parameter: Tensor,
    gradient: Tensor,
    state: dict[str, Any],
    lr: float,
    lambd: float,
    alpha: float,
    t0: float,
    weight_decay: float,
) -> None:
    """Averaged stochastic gradient descent (Polyak and Juditsky, 1992)."""
    if not state:
        state.update(step=0, average=torch.zeros_like(parameter), share=1.0)
        state["rate"] = torch.tensor(lr).item()
    step = state["step"] = state["step"] + 1
    if weight_decay != 0:
        gradient = gradient.add(parameter, alpha=weight_decay)
    parameter.mul_(1 - lambd * state["rate"]).add_(gradient, alpha=-state["rate"])
    if state["share"] == 1:
        state["average"].copy_(parameter)
    else:
        state["average"].add_(parameter.sub(state["average"]).mul_(state["share"]))
    # torch keeps these two as tensors of its default type, hence the rounding.
    state["rate"] = torch.tensor(lr / (1 + lambd * lr * step) ** alpha).item()
    state["share"] = torch.tensor(1 / max(1, step - t0)).item()
