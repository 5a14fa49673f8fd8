"""The sharpness of the loss at the parameters: the largest eigenvalue of its Hessian there."""

from __future__ import annotations

from collections.abc import Callable, Generator

import torch
from torch import Tensor

from engine.training import twice
from engine.training.machine import Machine
from engine.training.objective import penalties, plain_loss_function

MOST_PRODUCTS = 200  # of the Hessian with a vector
MOST_NUMBERS = 50_000_000  # of all the vectors that are kept
CLOSE = 1e-6  # relative change by another product at which it is said to be found


def sharpness(machine: Machine, seed: int = 0) -> Generator[None, None, tuple[float, bool]]:
    """The largest algebraic eigenvalue of the Hessian over the free parameters, all rows.

    Returns it as far as it was found, and whether it has settled. By Lanczos' method on
    Hessian-vector products with every vector kept at right angles to those before (Golub and Van
    Loan, "Matrix Computations", 10.1), in double precision, until another product changes it by
    less than ``CLOSE``. Yields between two products.
    """
    product = _product(machine)
    size = sum(tensor.numel() for tensor in machine.free.values())
    generator = torch.Generator().manual_seed(seed)
    vector = torch.randn(size, generator=generator, dtype=torch.float64)
    vectors = [vector / vector.norm()]
    diagonal: list[float] = []
    beside: list[float] = []
    value = float("nan")
    most = max(2, min(size, MOST_PRODUCTS, MOST_NUMBERS // size))
    for _ in range(most):
        yield
        onward = product(vectors[-1])
        diagonal.append(float(onward @ vectors[-1]))
        last, value = value, _largest(diagonal, beside)
        known = torch.stack(vectors)
        for _ in range(2):  # twice is enough to be at right angles
            onward = onward - known.T @ (known @ onward)
        length = float(onward.norm())
        if len(diagonal) > 2 and abs(value - last) <= CLOSE * abs(value):
            return value, True
        if length <= 1e-12 * max(map(abs, diagonal)):
            return value, True
        beside.append(length)
        vectors.append(onward / length)
    return value, size <= most


def _product(machine: Machine) -> Callable[[Tensor], Tensor]:
    """The Hessian times a vector, shape (numbers,)."""
    experiment, batches = machine.experiment, machine.batches
    double = {name: p.detach().double().requires_grad_() for name, p in machine.parameters.items()}
    free = [double[name] for name in machine.free]
    inputs, targets = batches.inputs.double(), batches.targets
    targets = targets.double() if targets.is_floating_point() else targets
    network = machine.network_of(double)
    network.activations = twice.activations(experiment.model, network)
    loss = plain_loss_function(experiment)(network(inputs), targets)
    loss = sum(penalties(twice.without_straight_penalty(experiment), double), loss)
    slopes = torch.autograd.grad(loss, free, create_graph=True, materialize_grads=True)
    slope = torch.cat([part.reshape(-1) for part in slopes])

    def product(vector: Tensor) -> Tensor:
        along = slope @ vector
        if not along.requires_grad:  # made of straight pieces
            return torch.zeros_like(vector)
        found = torch.autograd.grad(along, free, retain_graph=True, materialize_grads=True)
        return torch.cat([part.reshape(-1) for part in found]).detach()

    return product


def _largest(diagonal: list[float], beside: list[float]) -> float:
    matrix = torch.diag(torch.tensor(diagonal, dtype=torch.float64))
    if beside:
        off = torch.tensor(beside, dtype=torch.float64)
        matrix += torch.diag(off, 1) + torch.diag(off, -1)
    if not matrix.isfinite().all():
        return float("nan")
    return float(torch.linalg.eigvalsh(matrix)[-1])
