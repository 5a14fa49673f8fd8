"""Whether training can go on with another experiment, or begins anew with it."""

from __future__ import annotations

from typing import Any

from engine.experiment.settings import differing
from engine.experiment.value import Experiment


def new_start(old: Experiment, new: Experiment) -> set[str]:
    """The paths of what decides the parameters' shapes, meaning and start, where they differ.

    The values of categories are among the data: with other ones inputs or outputs are others.
    """
    paths = {setting.path for setting in differing(old, new, "anew")}
    same = _meaning(old) == _meaning(new)
    return paths if same else {*paths, "data.columns"}


def begins_anew(old: Experiment, new: Experiment) -> bool:
    """Whether nothing of what was trained is left with the new experiment."""
    return old is not new and bool(new_start(old, new))


def _meaning(experiment: Experiment) -> tuple[Any, ...]:
    data = experiment.data
    return experiment.parameter_shapes(), data.encoding, data.outcome
