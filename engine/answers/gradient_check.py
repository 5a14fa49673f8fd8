"""The gradient of the step at hand against differences of the loss itself, in float64."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from engine.frames import Array, GradientCheck, ParameterCheck
from engine.training.machine import Machine, StepState
from engine.training.network import Network
from engine.training.objective import objective
from engine.training.session import Session

WIDTHS = (1e-4, 1e-5, 1e-6)  # of the differences, in parts of a parameter's size (at least 1)
MOST_ENTRIES = 1_000  # of one parameter; more are checked at evenly spread places
STEADY = 1e-4  # how well two widths must agree, in parts of the largest slope
BEND = 1e-3  # slopes left and right further apart than this part of the largest are a kink


def gradient_check(session: Session) -> GradientCheck:
    """Differentiate the loss of the step at hand (of the next one between steps) in two ways.

    The numeric way takes central differences (L(w + h) − L(w − h)) / 2h at h and h / 2 and
    extrapolates them to h = 0 (L. F. Richardson, 1911), which leaves an error of order h⁴. Where
    the slopes on both sides of a parameter's value differ, the loss has a kink, and no gradient to
    compare with: such entries are counted, not compared.
    """
    machine = session.run.machine
    step = session.run.now if session.run.phases_done else None
    step = step or machine.begin()
    parameters = {
        name: tensor.to(torch.float64).clone().requires_grad_(name in machine.free)
        for name, tensor in step.before.items()
    }
    loss = _loss(machine, step, parameters)
    free = [parameters[name] for name in machine.free]
    found = torch.autograd.grad(loss(), free, allow_unused=True)
    exact = {
        name: np.zeros(parameters[name].numel()) if gradient is None else _flat(gradient)
        for name, gradient in zip(machine.free, found, strict=True)
    }
    size = max(float(np.abs(gradient).max()) for gradient in exact.values())
    compared = [
        _compare(name, parameters[name], gradient, loss, size) for name, gradient in exact.items()
    ]
    return GradientCheck(session.step_number, _judged(compared))


def _loss(machine: Machine, step: StepState, parameters: dict[str, Tensor]) -> Callable[[], Tensor]:
    network = Network(machine.experiment.model, parameters)
    judge = objective(machine.experiment, parameters)
    inputs = step.inputs.to(torch.float64)
    targets = step.targets
    if targets.is_floating_point():
        targets = targets.to(torch.float64)
    return lambda: judge(network(inputs), targets)


@torch.no_grad()
def _compare(
    name: str, parameter: Tensor, exact: Array, loss: Callable[[], Tensor], size: float
) -> ParameterCheck:
    """Both gradients at each place; ``size`` is the largest slope of the whole gradient."""
    flat = parameter.view(-1)
    count = min(len(flat), MOST_ENTRIES)
    places = np.unique(np.linspace(0, len(flat) - 1, count).round().astype(np.int64))
    slopes = [_slope(flat, int(place), loss, size) for place in places]
    kinks = np.array([slope is None for slope in slopes])
    numeric = np.array(
        [exact[place] if s is None else s for place, s in zip(places, slopes, strict=True)]
    )
    return ParameterCheck(name, places, exact[places], numeric, kinks, 0.0)


def _slope(flat: Tensor, place: int, loss: Callable[[], Tensor], size: float) -> float | None:
    """The slope along one entry; None at a kink."""
    value, at_rest = flat[place].item(), float(loss())
    for part in WIDTHS:
        width = part * max(1.0, abs(value))
        (wide, wide_bend), (slope, bend) = (
            _difference(flat, place, loss, h, at_rest) for h in (width, width / 2)
        )
        noise = 16 * np.finfo(np.float64).eps * max(abs(at_rest), 1.0) / width
        steady = abs(wide - slope) <= STEADY * max(size, abs(slope)) + noise
        # Of a smooth loss the two sides come together as h shrinks; at a kink they stay apart.
        bent = bend > 0.75 * wide_bend and bend > BEND * max(size, abs(slope)) + noise
        if steady and not bent:
            return (4 * slope - wide) / 3
    return None


def _difference(
    flat: Tensor, place: int, loss: Callable[[], Tensor], h: float, at_rest: float
) -> tuple[float, float]:
    """The central difference, and how far the slopes left and right are apart."""
    value = flat[place].item()
    flat[place] = value + h
    above, up = float(loss()), flat[place].item() - value
    flat[place] = value - h
    below, down = float(loss()), value - flat[place].item()
    flat[place] = value
    bend = abs((above - at_rest) / up - (at_rest - below) / down)
    return (above - below) / (up + down), bend


def _judged(checks: list[ParameterCheck]) -> tuple[ParameterCheck, ...]:
    """With their errors: ‖exact − numeric‖ in parts of the whole gradient's norm."""
    whole = np.concatenate([check.exact for check in checks] + [c.numeric for c in checks])
    size = float(np.linalg.norm(whole)) / np.sqrt(2)
    return tuple(
        replace(check, error=float(np.linalg.norm(check.exact - check.numeric)) / (size or 1.0))
        for check in checks
    )


def _flat(gradient: Tensor) -> Array:
    values: Array = gradient.reshape(-1).cpu().numpy()
    return values
