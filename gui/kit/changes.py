"""In which words two experiments differ: ``Learning rate 0.01 → 0.1``."""

from __future__ import annotations

from typing import Any

from engine.experiment import Experiment
from engine.experiment.setting import Setting
from engine.experiment.settings import differing
from engine.experiment.starts import on_the_way
from gui.kit.numbers import count, short
from gui.kit.words import tr


def differences(old: Experiment, new: Experiment) -> list[str]:
    """What training does otherwise with ``new`` and the weights it has, one sentence each."""
    return [_told(setting, old, new) for setting in on_the_way(old, new)]


def told_apart(now: Experiment, other: Experiment) -> list[str]:
    """What ``other`` has where it trains otherwise than ``now``: ``Momentum 0.9``."""
    lines = []
    for setting in differing(now, other, "keeps", "anew"):
        value = told(setting, setting.of(other))
        name = tr(setting.label)
        lines.append(f"{name} {value}" if value else tr("other {name}", name=name))
    return lines


def told(setting: Setting, value: Any) -> str:
    """A value in words, as a learner reads it beside the setting's label; empty for long ones."""
    if value is None:
        return tr("all")
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    if isinstance(value, str):
        label = setting.choices.get(value, value)
        return label if label == value else tr(setting.choices[value])
    if isinstance(value, int | float):
        return short(value)
    numbers = isinstance(value, tuple) and all(isinstance(part, int | float) for part in value)
    return ", ".join(short(part) for part in value) if numbers and value else ""


def _told(setting: Setting, old: Experiment, new: Experiment) -> str:
    before, after = setting.of(old), setting.of(new)
    words = told(setting, before), told(setting, after)
    if setting.path == "data.columns" and before.rows != after.rows:
        words = count(before.rows), count(after.rows)
    name = tr(setting.label)
    if not all(words):
        return tr("{name} changed", name=name)
    return tr("{name} {old} → {new}", name=name, old=words[0], new=words[1])
