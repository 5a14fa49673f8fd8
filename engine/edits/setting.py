"""One setting to another value, by its path."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.experiment import Experiment
from engine.experiment.settings import SETTINGS, find


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
    parts: Any = {section: replace(part, values=values)}
    return replace(experiment, **parts)


def _replaced(part: Any, steps: list[str], value: Any) -> Any:
    first, *rest = steps
    inner = _replaced(getattr(part, first), rest, value) if rest else value
    return replace(part, **{first: inner})
