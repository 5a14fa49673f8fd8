"""One setting to another value, by its path; one number of a parameter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.catalog import LOSSES, OPTIMIZERS
from engine.edits import parts
from engine.experiment import Experiment, digits
from engine.experiment.settings import SETTINGS, find
from engine.experiment.specs import Choice


def put(experiment: Experiment, path: str, value: Any) -> Experiment:
    """The experiment with another value in one place; raises EngineError where it has none.

    ``optimizer.lr`` is such a place as well as ``training.epochs``. Nothing else is adapted.
    """
    setting = find(experiment, path)
    if path in SETTINGS:
        steps = [*filter(None, setting.part.split(".")), setting.name]
        changed: Experiment = _replaced(experiment, steps, value)
        return changed
    section, _, name = path.partition(".")
    part: Any = getattr(experiment, section)
    values = tuple({**dict(part.values), name: value}.items())
    changes: Any = {section: replace(part, values=values)}
    return replace(experiment, **changes)


def varied(experiment: Experiment, path: str, value: Any) -> Experiment:
    """The same experiment but for one value, as JSON has it, with what must follow.

    Another optimizer comes with its usual numbers and the learning rate that holds. Raises
    EngineError where there is no such experiment.
    """
    setting = find(experiment, path)
    if value is not None or not setting.optional:
        value = value if setting.read is None else setting.read(value, path)
    if path == "optimizer.name":
        rate = experiment.optimizer.number("lr")
        changed = replace(experiment, optimizer=Choice.of(OPTIMIZERS[value]).replace(lr=rate))
    elif path == "loss.name":
        changed = parts.with_loss(experiment, Choice.of(LOSSES[value]))
    else:
        changed = put(experiment, path, value)
    changed.check()
    return changed


def _replaced(part: Any, steps: list[str], value: Any) -> Any:
    first, *rest = steps
    inner = _replaced(getattr(part, first), rest, value) if rest else value
    return replace(part, **{first: inner})


def put_at(experiment: Experiment, path: str, place: int | None, value: float) -> Experiment:
    """The same of one number; of a setting of several the one at its ``place``."""
    if place is None:
        return put(experiment, path, value)
    every = list(find(experiment, path).of(experiment))
    every[place] = value
    return put(experiment, path, tuple(every))


def with_number(
    values: NDArray[np.floating], place: int, value: float, where: str
) -> NDArray[np.floating]:
    """A parameter's values with another number; EngineError where their type cannot hold it."""
    if values.dtype == np.float32:
        digits.fits(value, where)
    after = values.copy()
    after.flat[place] = value
    return after
