"""What differs between experiments: the settings whose values are not all alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.experiment import Experiment
from engine.experiment.setting import Setting
from engine.experiment.settings import among
from gui.kit.changes import told
from gui.kit.numbers import NOTHING, count
from gui.kit.words import tr

COUNTS = ("keeps", "anew", "length")  # what of a setting's effects makes another run


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting by its path, as the form calls it, and its value of each experiment in words.

    ``keys`` order them: numbers by size, the rest by their words.
    """

    path: str
    label: str
    help: str
    texts: tuple[str, ...]
    keys: tuple[float | str, ...]


def differences_among(experiments: Sequence[Experiment]) -> list[Difference]:
    """In the order of the schema; where an experiment has no such setting, there is a dash."""
    having = [among(experiment) for experiment in experiments]
    settings = {path: setting for one in having for path, setting in one.items()}
    found = []
    for path, setting in settings.items():
        if setting.effect not in COUNTS:
            continue
        values = [
            setting.of(experiment) if path in has else None
            for experiment, has in zip(experiments, having, strict=True)
        ]
        there = [value for value, has in zip(values, having, strict=True) if path in has]
        if any(value != there[0] for value in there[1:]):
            found.append(_difference(path, setting, having, values))
    return found


def _difference(
    path: str,
    setting: Setting,
    having: Sequence[dict[str, Setting]],
    values: Sequence[Any],
) -> Difference:
    texts = [
        _text(setting, value, values) if path in has else NOTHING
        for value, has in zip(values, having, strict=True)
    ]
    numbers = all(isinstance(value, int | float) or value is None for value in values)
    keys = [_key(value) if numbers else text for value, text in zip(values, texts, strict=True)]
    if numbers and len(set(keys)) == 1:  # nobody's number tells them apart
        keys = [*texts]
    return Difference(path, tr(setting.label), tr(setting.help), tuple(texts), tuple(keys))


def _text(setting: Setting, value: Any, values: Sequence[Any]) -> str:
    """In the form's words; what has none is told apart by letters."""
    words = told(setting, value)
    if words:
        return words
    others = [other for place, other in enumerate(values) if other not in values[:place]]
    letter = chr(ord("A") + others.index(value))
    if setting.path == "data.columns":
        return f"{letter} ({tr('{count} rows', count=count(value.rows))})"
    return letter if value or value == 0 else NOTHING


def _key(value: Any) -> float:
    return float("inf") if value is None else float(value)
