"""Whether training can go on with another experiment, or begins anew with it."""

from __future__ import annotations

from typing import Any

from engine.experiment.value import Experiment


def start_of(experiment: Experiment) -> tuple[Any, ...]:
    """What decides the parameters' shapes, meaning and start."""
    model, data, training = experiment.model, experiment.data, experiment.training
    return (
        experiment.parameter_shapes(),
        (model.inputs, model.activations, model.init),
        (data.encoding, data.target, data.outcome),
        (training.seed, training.dtype, training.device),
    )


def begins_anew(old: Experiment, new: Experiment) -> bool:
    """Whether nothing of what was trained is left with the new experiment."""
    return old is not new and start_of(old) != start_of(new)
