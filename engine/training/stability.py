"""Whether training would hold: by the largest stable learning rate, or by a few steps of it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.training.machine import Machine

MOST_WORK = 20_000_000  # numbers gone through, about a tenth of a second
FEWEST_STEPS, MOST_STEPS = 8, 1000
MARGIN = 32  # steps beyond those that it took to diverge
GROWTH = 10.0  # times the first loss, which a mini-batch may reach by chance
EXACT = 400  # parameters of which all eigenvalues are worked out
ROUNDS = 100  # of the power method, where there are more


def is_quadratic(experiment: Experiment) -> bool:
    """Whether the loss is a parabola in the parameters and every step goes down its gradient."""
    training, rows = experiment.training, experiment.data.table.rows
    return (
        experiment.optimizer.name == "sgd"
        and not experiment.model.hidden
        and experiment.loss.name == "mse"
        and experiment.regularization.l1 == 0
        and (training.batch_size is None or training.batch_size >= rows)
    )


def bound(machine: Machine) -> float | None:
    """The learning rate above which gradient descent on a parabola goes ever further away.

    With the largest eigenvalue λ of the Hessian it is 2 / λ, with momentum β 2 (1 + β) / λ. None
    where the loss is no parabola or the steps are not its gradient's.
    """
    if not is_quadratic(machine.experiment):
        return None
    steepest = curvature(machine)
    values = machine.experiment.optimizer
    momentum = values.number("momentum")
    if not 0 < steepest < math.inf or momentum >= 1:
        return None
    if values.number("nesterov"):
        return 2 * (1 + momentum) / (steepest * (1 + 2 * momentum))
    share = 1 - values.number("dampening") if momentum else 1.0
    return 2 * (1 + momentum) / (steepest * share) if share else None


def curvature(machine: Machine) -> float:
    """The largest eigenvalue of a parabola's Hessian over the free parameters.

    The penalty on the weights and the weight decay, which acts as one, are part of it.
    """
    experiment = machine.experiment
    inputs = machine.batches.inputs.detach().cpu().numpy().astype(np.float64)
    penalty = 2 * experiment.regularization.l2
    columns, added = [], []
    if "output.weight" in machine.free:
        columns.append(inputs)
        added += [penalty] * inputs.shape[1]
    if "output.bias" in machine.free:
        columns.append(np.ones((len(inputs), 1)))
        added.append(0.0)
    matrix = np.hstack(columns)
    rows = len(inputs) if experiment.loss.reduction == "mean" else 1
    with np.errstate(all="ignore"):
        hessian = matrix.T @ matrix * (2 / rows)
        hessian += np.diag(np.array(added) + experiment.optimizer.number("weight_decay"))
    return _largest(hessian)


def _largest(hessian: NDArray[np.float64]) -> float:
    if not np.isfinite(hessian).all():
        return math.inf
    if len(hessian) <= EXACT:
        return float(np.linalg.eigvalsh(hessian)[-1])
    vector = hessian.sum(axis=1)
    for _ in range(ROUNDS):
        size = float(np.linalg.norm(vector))
        if size == 0:
            return 0.0
        vector = hessian @ (vector / size)
    return float(np.linalg.norm(vector))


def is_stable(experiment: Experiment, steps: int) -> bool:
    """Whether another experiment would hold where one was lost after so many steps.

    Decided by the bound where there is one, else by its own first steps, as far as those are few
    enough to be made at once; False where they are not.
    """
    try:
        machine = Machine(experiment)
    except EngineError:
        return False
    largest = bound(machine)
    if largest is not None:
        return experiment.optimizer.number("lr") < largest
    wanted = steps + MARGIN
    return wanted <= _affordable(machine) and _holds(machine, wanted)


def _affordable(machine: Machine) -> int:
    """How many steps may be made at once."""
    rows = machine.batches.size or len(machine.batches.inputs)
    size = sum(tensor.numel() for tensor in machine.parameters.values())
    most = MOST_WORK // (rows * size + 10_000)
    return 0 if most < FEWEST_STEPS else min(most, MOST_STEPS)


def _holds(machine: Machine, steps: int) -> bool:
    first = loss = machine.quick_step()
    for _ in range(steps):
        if not math.isfinite(loss):
            return False
        loss = machine.quick_step()
    return machine.is_finite() and loss <= GROWTH * max(first, 1e-6)
