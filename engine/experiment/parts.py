"""The objects that an experiment's file is made of, and which settings are in which."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from engine.experiment.setting import Setting
from engine.experiment.settings import SETTINGS
from engine.experiment.specs import (
    Data,
    Init,
    Loss,
    Model,
    Regularization,
    Scaling,
    StopRule,
    Training,
)

PARTS: Mapping[str, type] = {
    "data": Data,
    "data.scaling": Scaling,
    "model": Model,
    "model.init": Init,
    "loss": Loss,
    "regularization": Regularization,
    "training": Training,
    "training.stop": StopRule,
}
WHERE_OTHERS = ("training.stop",)  # written only where something in them is not the default


@cache
def of_part(path: str) -> tuple[Setting, ...]:
    """The settings directly in an object."""
    return tuple(setting for setting in SETTINGS.values() if setting.part == path)


@cache
def nested(path: str) -> tuple[str, ...]:
    """The names of the objects directly in an object."""
    return tuple(part.rpartition(".")[2] for part in PARTS if part.rpartition(".")[0] == path)


@cache
def keys(path: str) -> tuple[str, ...]:
    """Every name in an object, in the order of the file."""
    depth = len(path) + 1
    inside = [found[depth:].partition(".")[0] for found in SETTINGS if found.startswith(f"{path}.")]
    return tuple(dict.fromkeys(inside))
