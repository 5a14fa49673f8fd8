"""What would come of it: steps at other rates, steps of single batches, how the loss bends."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.answers.explaining.present import Present
from engine.answers.explaining.reckoning import Array, Reckoning, terms
from engine.edits.setting import put
from engine.experiment.specs import Model
from engine.training import twice
from engine.training.machine import Machine
from engine.training.network import Network

STEPS = 20  # that are tried
MOST_WORK = 50_000_000  # rows times parameters that a trial may go through
MOST_TABLE = 50_000  # rows of a table that is prepared once more
MOST_BATCHES = 16
MOST_BENT = 200  # parameters of which the second derivatives are worked out
MOST_STACKED = 400_000  # outputs of a layer that are worked out in one pass
LEAST_BEND = 1e-6  # of the largest


def after_steps(now: Present, factor: float) -> float:
    """The objective after some steps from here at so many times the rate; infinite where lost."""
    lr = now.experiment.optimizer.number("lr") * factor
    machine = Machine(put(now.experiment, "optimizer.lr", lr), now.keyframe())
    for _ in range(STEPS):
        if not math.isfinite(machine.quick_step()):
            return math.inf
    found = now.at(machine.parameters).objective
    return found if math.isfinite(found) else math.inf


def can_try(now: Present) -> bool:
    """Whether some steps take no longer than they may."""
    batches = now.machine.batches
    rows = min(batches.size or len(batches.inputs), len(batches.inputs))
    table = now.experiment.data.table.rows
    return table <= MOST_TABLE and 4 * STEPS * rows * now.size <= MOST_WORK


def after_batches(now: Present, size: int, lr: float) -> tuple[float, float]:
    """The objective after one step down the gradient of all rows, and on average of one batch."""
    rows = now.now.rows
    count = min(len(rows.inputs) // size, MOST_BATCHES)
    parts = [now.now.over(rows.part(place * size, size)) for place in range(count)]
    alone = [now.now.moved(-lr * part.gradient).objective for part in parts]
    return now.now.moved(-lr * now.now.gradient).objective, float(np.mean(alone))


def bends(reckoning: Reckoning) -> tuple[Array, Array] | None:
    """The Hessian's eigenvalues, and the gradient along its eigenvectors; None of lost numbers."""
    size = reckoning.gradient.numel()
    widest = max(after.shape[1] for _, after in reckoning.layers)
    most = max(1, MOST_STACKED // (len(reckoning.rows.inputs) * widest))
    parts = [
        _lines(reckoning, np.arange(first, min(first + most, size)))
        for first in range(0, size, most)
    ]
    hessian = torch.cat(parts) + torch.diag(_penalty_bends(reckoning))
    if not bool(hessian.isfinite().all()):
        return None
    values, vectors = torch.linalg.eigh((hessian + hessian.T) / 2)
    return values.numpy(), (vectors.T @ reckoning.gradient).numpy()


def _lines(reckoning: Reckoning, lines: NDArray[np.int64]) -> Tensor:
    """Some lines of the Hessian of the loss, from as many copies of the model in one pass.

    torch's own way to do so in one pass loads a compiler, for seconds, when it is first used.
    """
    count, experiment, rows = len(lines), reckoning.experiment, reckoning.rows
    copies = {
        name: leaf.detach().expand(count, *leaf.shape).clone().requires_grad_()
        for name, leaf in reckoning.parameters_in_double.items()
    }
    free = [copies[name] for name in reckoning.free]
    output = _outputs(experiment.model, copies, rows.inputs)
    aims = rows.targets.repeat(count, *[1] * (rows.targets.dim() - 1))
    total = terms(experiment, output.flatten(0, 1), aims).sum() / len(rows.inputs)
    slopes = torch.autograd.grad(total * reckoning.factor, free, create_graph=True)
    flat = torch.cat([slope.reshape(count, -1) for slope in slopes], dim=1)
    chosen = flat[torch.arange(count), torch.from_numpy(lines)].sum()
    found = torch.autograd.grad(chosen, free, materialize_grads=True)
    return torch.cat([part.reshape(count, -1) for part in found], dim=1)


def _outputs(model: Model, copies: Mapping[str, Tensor], inputs: Tensor) -> Tensor:
    """What leaves the last layer of each copy, shape (copies, rows, outputs)."""
    network, found = Network(model, copies), inputs
    bent = [*twice.activations(model, network), None]
    for (weight, bias), activation in zip(network.layers, bent, strict=True):
        found = found @ weight.transpose(1, 2)
        if bias is not None:
            found = found + bias[:, None]
        if activation is not None:
            found = activation(found)
    return found


def gain_in_reach(values: Array, along: Array) -> float:
    """½ Σ gᵢ² / |λᵢ|: what a step of Newton's would gain where the loss is a parabola."""
    size = np.abs(values)
    least = max(LEAST_BEND * size.max(), np.finfo(np.float64).tiny)
    return float(0.5 * np.sum(np.square(along) / np.maximum(size, least)))


def _penalty_bends(reckoning: Reckoning) -> Tensor:
    l2 = reckoning.experiment.regularization.l2
    parts = [
        torch.full((leaf.numel(),), 2 * l2 if name in reckoning.weights else 0.0)
        for name, leaf in reckoning.free.items()
    ]
    return torch.cat(parts).to(torch.float64)
