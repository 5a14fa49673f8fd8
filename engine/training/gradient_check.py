"""The gradient of the step at hand against differences of the loss itself, in float64."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine.frames import Array, GradientCheck, ParameterCheck
from engine.training.machine import Machine, StepState
from engine.training.network import Network
from engine.training.objective import objective
from engine.training.session import Session

WIDTH = 1e-4  # of the differences, in parts of a parameter's size (at least 1)
MOST_ENTRIES = 1_000  # of one parameter; more are checked at evenly spread places


@dataclass(frozen=True, slots=True)
class _Difference:
    """A slope from values of the loss, and how far the slopes left and right are apart."""

    slope: float
    bend: float


def gradient_check(session: Session) -> GradientCheck:
    """Differentiate the loss of the step at hand (of the next one between steps) in two ways.

    The numeric way takes central differences (L(w + h) − L(w − h)) / 2h at h and h / 2 and
    extrapolates them to h = 0 (L. F. Richardson, 1911), which leaves an error of order h⁴. Where
    the slopes on both sides of a parameter's value differ, the loss has a kink, and no gradient to
    compare with: such entries are counted, not compared.
    """
    machine = session.run.machine
    step = session.run.now if session.run.phases_done else None
    step = step or _batch(machine)
    parameters = {
        name: tensor.to(torch.float64).clone().requires_grad_(name in machine.free)
        for name, tensor in step.before.items()
    }
    loss = _loss(machine, step, parameters)
    free = [parameters[name] for name in machine.free]
    exact = torch.autograd.grad(loss(), free, allow_unused=True)
    checks = tuple(
        _check(name, parameters[name], gradient, loss)
        for name, gradient in zip(machine.free, exact, strict=True)
    )
    return GradientCheck(session.step_number, checks)


def _batch(machine: Machine) -> StepState:
    """The batch that the next step would take, with the parameters as they are."""
    inputs, targets = machine.batches.current()
    return StepState(np.empty(0, np.int64), inputs, targets, machine.copy_parameters(), machine.lr)


def _loss(machine: Machine, step: StepState, parameters: dict[str, Tensor]) -> Callable[[], Tensor]:
    network = Network(machine.experiment.model, parameters)
    judge = objective(machine.experiment, parameters)
    inputs = step.inputs.to(torch.float64)
    targets = step.targets
    if targets.is_floating_point():
        targets = targets.to(torch.float64)
    return lambda: judge(network(inputs), targets)


@torch.no_grad()
def _check(
    name: str, parameter: Tensor, gradient: Tensor | None, loss: Callable[[], Tensor]
) -> ParameterCheck:
    exact = torch.zeros_like(parameter) if gradient is None else gradient
    flat, wanted = parameter.view(-1), exact.reshape(-1).cpu().numpy()
    count = min(len(flat), MOST_ENTRIES)
    places = np.unique(np.linspace(0, len(flat) - 1, count).round().astype(np.int64))
    at_rest = float(loss())
    found = [_difference(flat, int(place), loss, at_rest) for place in places]
    slopes = np.array([difference.slope for difference in found])
    bends = np.array([difference.bend for difference in found])
    size = max(float(np.abs(wanted).max(initial=0)), float(np.abs(slopes).max(initial=0)))
    kinks = bends > 1e-3 * max(size, np.finfo(np.float64).tiny)
    return ParameterCheck(
        name=name,
        places=places,
        exact=wanted[places],
        numeric=slopes,
        kinks=kinks,
        error=_relative(wanted[places][~kinks], slopes[~kinks]),
    )


def _difference(
    flat: Tensor, place: int, loss: Callable[[], Tensor], at_rest: float
) -> _Difference:
    value = flat[place].item()
    width = WIDTH * max(1.0, abs(value))
    slopes, bends = [], []
    for h in (width, width / 2):
        flat[place] = value + h
        above, up = float(loss()), flat[place].item() - value
        flat[place] = value - h
        below, down = float(loss()), value - flat[place].item()
        slopes.append((above - below) / (up + down))
        bends.append(abs((above - at_rest) / up - (at_rest - below) / down))
    flat[place] = value
    # Of a smooth loss the two sides come together as h shrinks; at a kink they stay apart.
    noise = 16 * np.finfo(np.float64).eps * max(abs(at_rest), 1.0) / width
    kinked = bends[1] > 0.75 * bends[0] and bends[1] > noise
    return _Difference((4 * slopes[1] - slopes[0]) / 3, bends[1] if kinked else 0.0)


def _relative(exact: Array, numeric: Array) -> float:
    """‖exact − numeric‖ in parts of the larger of the two norms; 0 where both vanish."""
    size = max(float(np.linalg.norm(exact)), float(np.linalg.norm(numeric)))
    return float(np.linalg.norm(exact - numeric)) / size if size > 0 else 0.0
