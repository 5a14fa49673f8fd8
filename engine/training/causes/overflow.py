"""Numbers that no learning rate could have kept: the very first loss, and rounded probabilities."""

from __future__ import annotations

import math

from engine.experiment import Experiment
from engine.frames import Stop
from engine.training import variants
from engine.training.evidence import Evidence, first_loss, loss_now


def probabilities(seen: Evidence) -> Stop | None:
    """A probability was rounded to 0 or 1, and its logarithm or its slope is lost."""
    if seen.experiment.loss.source != "probabilities" or seen.is_finite:
        return None
    if not math.isfinite(loss_now(seen.machine, variants.from_logits(seen.experiment))):
        return None
    return Stop(
        "diverged",
        "diverged: a probability was rounded to 0 or 1, where its logarithm has no number",
        cause="probabilities",
    )


def first_step(seen: Evidence) -> Stop | None:
    """The starting parameters' own loss, or its gradient, is beyond the numbers' type."""
    if seen.step or seen.is_finite:
        return None
    experiment, dtype = seen.experiment, seen.experiment.training.dtype
    for look in (_large_start, _large_target, _large_inputs, _large_penalty):
        stop = look(experiment, dtype)
        if stop is not None:
            return stop
    return Stop(
        "diverged",
        "diverged: the very first loss is beyond the numbers that {dtype} has",
        {"dtype": dtype},
        cause="overflow",
    )


def _large_start(experiment: Experiment, dtype: str) -> Stop | None:
    if not experiment.model.init.values or not _finite(variants.without_values(experiment)):
        return None
    return Stop(
        "diverged",
        "diverged: the start values are so large that the first loss is beyond "
        "the numbers that {dtype} has",
        {"dtype": dtype},
        cause="start",
    )


def _large_target(experiment: Experiment, dtype: str) -> Stop | None:
    other = variants.standardized(experiment, target=True)
    if other == experiment or not _finite(other):
        return None
    return Stop(
        "diverged",
        "diverged: the values of {target} are so large that the first loss is beyond "
        "the numbers that {dtype} has",
        {"target": experiment.data.target, "dtype": dtype},
        cause="target",
    )


def _large_inputs(experiment: Experiment, dtype: str) -> Stop | None:
    alone = variants.standardized(experiment, features=True)
    both = variants.standardized(experiment, features=True, target=True)
    if alone == experiment or not (_finite(alone) or _finite(both)):
        return None
    return Stop(
        "diverged",
        "diverged: the inputs are so large that the first loss is beyond "
        "the numbers that {dtype} has",
        {"dtype": dtype},
        cause="inputs",
    )


def _large_penalty(experiment: Experiment, dtype: str) -> Stop | None:
    other = variants.without_penalty(experiment)
    if other == experiment or not _finite(other):
        return None
    return Stop(
        "diverged",
        "diverged: the penalty on the weights is so large that the first loss is beyond "
        "the numbers that {dtype} has",
        {"dtype": dtype},
        cause="penalty",
    )


def _finite(experiment: Experiment) -> bool:
    return math.isfinite(first_loss(experiment))
