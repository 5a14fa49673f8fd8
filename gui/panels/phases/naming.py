"""What the cards call things: the loss and its penalties, layers, the optimizer, vectors."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.catalog import LOSSES, OPTIMIZERS
from engine.experiment import Experiment
from gui.kit.formulas import plain
from gui.kit.numbers import Number
from gui.kit.numbers import short as shortly
from gui.kit.words import tr
from gui.panels.phases.wrapping import BOUND

Writer = Callable[[Number | None], str]
Array = NDArray[np.float64]
LONGEST_FORMULA = 36  # a loss whose formula is longer goes by its name


def loss_term(experiment: Experiment, *, short: bool) -> str:
    """A row's share of the loss as a formula, or by its name where that would be too long."""
    entry = LOSSES[experiment.loss.name]
    formula = plain(entry.formula).replace(" ", BOUND)
    return tr(entry.label) if short and len(formula) > LONGEST_FORMULA else formula


def penalties(experiment: Experiment) -> list[str]:
    """What regularisation adds to the loss, a line each."""
    asked = experiment.regularization
    lines = [f"+ {shortly(asked.l1)}·Σ|w|"] if asked.l1 else []
    return [*lines, f"+ {shortly(asked.l2)}·Σw²"] if asked.l2 else lines


def layer_label(layer: str) -> str:
    """A layer in words."""
    if layer == "output":
        return tr("output")
    return tr("hidden {number}", number=layer.removeprefix("hidden"))


def optimizer_label(experiment: Experiment) -> str:
    """The optimizer's name."""
    return tr(OPTIMIZERS[experiment.optimizer.name].label)


def is_plain_sgd(experiment: Experiment) -> bool:
    """Whether a step is the learning rate times the gradient, and nothing else."""
    optimizer = experiment.optimizer
    values = optimizer.as_dict()
    return optimizer.name == "sgd" and not any(
        values.get(name) for name in ("momentum", "weight_decay", "nesterov")
    )


def sigmoid(z: float) -> float:
    """The probability that a logit stands for."""
    return 1 / (1 + math.exp(-min(max(z, -700.0), 700.0)))


def vector(values: NDArray[np.float64], write: Writer) -> str:
    """A number, or numbers in brackets."""
    if np.size(values) == 1:
        return write(float(values[0]))
    return "(" + f",{BOUND}".join(write(value) for value in values) + ")"
