"""The parts of an experiment as JSON sections; ``reading`` turns each back into an equal part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any

from engine.experiment.columns import columns_written
from engine.experiment.parts import PARTS, WHERE_OTHERS, keys
from engine.experiment.readers import choice_written
from engine.experiment.setting import Setting, plain
from engine.experiment.settings import CATALOGS, SETTINGS
from engine.experiment.specs import About, Data

Columns = Callable[[Data], Any]


def presentation(about: About, workspace: str | None, goal: str) -> dict[str, Any]:
    """How it is shown, and what is to be reached; written only where something is said."""
    texts = dict(about.texts)
    section: dict[str, Any] = {}
    if texts:
        section["about"] = texts[""] if list(texts) == [""] else texts
    if workspace is not None:
        section["workspace"] = workspace
    if goal:
        section["goal"] = goal
    return section


def section(path: str, part: Any, columns: Columns = columns_written) -> dict[str, Any]:
    """A part with everything in it but what is written for few experiments only.

    ``columns`` says how the table's are written.
    """
    if path in ("optimizer", "schedule"):
        return choice_written(part)
    written: dict[str, Any] = {}
    for key in keys(path):
        inner = f"{path}.{key}"
        if inner in PARTS:
            value = getattr(part, key)
            if inner not in WHERE_OTHERS or value != PARTS[inner]():
                written[key] = section(inner, value)
        elif inner == "data.columns":  # gaps depend on the columns' parts
            written[key] = columns(part)
        elif _is_said(SETTINGS[inner], part):
            written[key] = SETTINGS[inner].write(getattr(part, SETTINGS[inner].name))
    if path in CATALOGS:
        written |= {name: plain(value) for name, value in part.values}
    return written


def _is_said(setting: Setting, part: Any) -> bool:
    return setting.always or getattr(part, setting.name) != _default(type(part), setting.name)


def _default(part: type, name: str) -> Any:
    (spec,) = (spec for spec in fields(part) if spec.name == name)
    return spec.default if spec.default is not MISSING else None
