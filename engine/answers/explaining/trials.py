"""What would come of it: steps at other rates, steps of single batches, how the loss bends."""

from __future__ import annotations

import math

import numpy as np
import torch

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


def bends(reckoning: Reckoning) -> tuple[Array, Array] | None:
    """The Hessian's eigenvalues, and the gradient along its eigenvectors; None of lost numbers."""
    free = reckoning.free
    total = reckoning.terms.mean() * reckoning.factor
    gradient = torch.autograd.grad(total, list(free.values()), create_graph=True)
    flat = torch.cat([part.reshape(-1) for part in gradient])
    every = torch.eye(len(flat), dtype=torch.float64)
    found = torch.autograd.grad(  # all rows in one go: fifty times as fast
        flat,
        list(free.values()),
        every,
        retain_graph=True,
        is_grads_batched=True,
        materialize_grads=True,
    )
    hessian = torch.cat([part.reshape(len(flat), -1) for part in found], dim=1).numpy()
    hessian = hessian + np.diag(_penalty_bends(reckoning))
    if not np.isfinite(hessian).all():
        return None
    values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
    return values, vectors.T @ reckoning.gradient.numpy()


def gain_in_reach(values: Array, along: Array) -> float:
    """½ Σ gᵢ² / |λᵢ|: what a step of Newton's would gain where the loss is a parabola."""
    size = np.abs(values)
    least = max(LEAST_BEND * size.max(), np.finfo(np.float64).tiny)
    return float(0.5 * np.sum(np.square(along) / np.maximum(size, least)))


def _penalty_bends(reckoning: Reckoning) -> Array:
    l2 = reckoning.experiment.regularization.l2
    parts = [
        np.full(leaf.numel(), 2 * l2 if name in reckoning.weights else 0.0)
        for name, leaf in reckoning.free.items()
    ]
    return np.concatenate(parts)
