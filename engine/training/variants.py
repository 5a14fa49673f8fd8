"""The same experiment with one thing that may have been too much changed."""

from __future__ import annotations

import math
from dataclasses import replace

from engine.catalog import OPTIMIZERS
from engine.catalog.entry import Value
from engine.experiment import Experiment
from engine.experiment.specs import Choice, Init, Regularization

UNDIVIDED = ("sgd", "adamw", "asgd")  # whose weight decay no size of gradients divides


def from_logits(experiment: Experiment) -> Experiment:
    """The loss computed from the logits in one go."""
    return replace(experiment, loss=replace(experiment.loss, source="logits"))


def with_mean(experiment: Experiment) -> Experiment:
    """The mean in place of the sum."""
    return replace(experiment, loss=replace(experiment.loss, reduction="mean"))


def without_values(experiment: Experiment) -> Experiment:
    """The start values drawn by the scheme."""
    init = Init(experiment.model.init.scheme)
    return replace(experiment, model=replace(experiment.model, init=init))


def without_penalty(experiment: Experiment) -> Experiment:
    """Nothing added to the loss."""
    return replace(experiment, regularization=Regularization())


def standardized(
    experiment: Experiment, *, features: bool = False, target: bool = False
) -> Experiment:
    """Columns standardised; the target only where it is a number."""
    scaling = experiment.data.scaling
    if features:
        scaling = replace(scaling, features="standardize")
    if target and experiment.data.task == "regression":
        scaling = replace(scaling, target="standardize")
    if scaling == experiment.data.scaling:
        return experiment
    return replace(experiment, data=replace(experiment.data, scaling=scaling))


def with_numbers(experiment: Experiment, **values: Value) -> Experiment:
    """Other numbers of the same optimizer; those that it does not have are left out."""
    known = experiment.optimizer.as_dict()
    fitting = {name: value for name, value in values.items() if name in known}
    return replace(experiment, optimizer=experiment.optimizer.replace(**fitting))


def usual(optimizer: Choice) -> Choice:
    """The same optimizer with its defaults."""
    return Choice.of(OPTIMIZERS[optimizer.name])


def decay(optimizer: Choice) -> float:
    """The weight decay, where it acts on the parameters themselves and is not divided by a size."""
    values = optimizer.as_dict()
    acts = optimizer.name in UNDIVIDED or bool(values.get("decoupled_weight_decay", False))
    return optimizer.number("weight_decay") if acts else 0.0


def rounded_down(value: float) -> float:
    """To two digits: 0.3952 is 0.39."""
    if not 0 < value < math.inf:
        return value
    power = math.floor(math.log10(value)) - 1
    digits = math.floor(value / 10.0**power * (1 + 1e-12)) if power > -300 else 0
    return float(f"{digits}e{power}") if digits else value
