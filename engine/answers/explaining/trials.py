"""What would come of it: steps at other rates, steps of single batches, how the loss bends."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

from engine.answers.explaining.present import Present
from engine.answers.explaining.reckoning import Array, Reckoning
from engine.edits.setting import put
from engine.training.machine import Machine

STEPS = 20  # that are tried
MOST_WORK = 50_000_000  # rows times parameters that a trial may go through
MOST_TABLE = 50_000  # rows of a table that is prepared once more
MOST_BATCHES = 16
MOST_BENT = 200  # parameters of which the second derivatives are worked out
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


def bends(reckoning: Reckoning) -> tuple[Array, Array]:
    """The Hessian's eigenvalues, and the gradient along its eigenvectors."""
    leaves = {
        name: tensor.detach().cpu().to(torch.float64)
        for name, tensor in reckoning.parameters.items()
    }
    free = [name for name in leaves if name not in reckoning.experiment.model.frozen]
    columns = []
    asked = Reckoning(reckoning.experiment, reckoning.rows, leaves)
    variables = [asked._leaves[name] for name in free]
    total = asked.terms.mean() * asked.factor
    gradient = torch.autograd.grad(total, variables, create_graph=True)
    flat = torch.cat([part.reshape(-1) for part in gradient])
    for part in flat:
        second = torch.autograd.grad(part, variables, retain_graph=True, materialize_grads=True)
        columns.append(torch.cat([each.reshape(-1) for each in second]))
    hessian = torch.stack(columns).numpy()
    hessian = hessian + np.diag(_penalty_bends(reckoning, free, leaves))
    values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
    return values, vectors.T @ reckoning.gradient.numpy()


def gain_in_reach(values: Array, along: Array) -> float:
    """½ Σ gᵢ² / |λᵢ|: what a step of Newton's would gain where the loss is a parabola."""
    size = np.abs(values)
    least = max(LEAST_BEND * size.max(), np.finfo(np.float64).tiny)
    return float(0.5 * np.sum(np.square(along) / np.maximum(size, least)))


def _penalty_bends(reckoning: Reckoning, free: list[str], leaves: dict[str, Tensor]) -> Array:
    l2 = reckoning.experiment.regularization.l2
    parts = [
        np.full(leaves[name].numel(), 2 * l2 if name in reckoning.weights else 0.0) for name in free
    ]
    return np.concatenate(parts)
