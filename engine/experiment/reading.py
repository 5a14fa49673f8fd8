"""JSON sections to the parts of an experiment, field by field, as ``settings`` describes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.catalog import LOSSES
from engine.errors import EngineError
from engine.experiment import columns
from engine.experiment.fields import Fields, entry_values, one_of
from engine.experiment.parts import PARTS, keys, nested, of_part
from engine.experiment.readers import mapping
from engine.experiment.specs import DEFAULT_LOSS, Data, Loss, Outcome


def part(path: str, value: object) -> Any:
    """A part of an experiment; what is left out has its default."""
    return PARTS[path](**read(Fields(value, path, keys(path))))


def read(fields: Fields) -> dict[str, Any]:
    """The values that are given in one object, by their names in ``specs``."""
    values = {
        setting.name: setting.value(fields.values[setting.key], setting.path)
        for setting in of_part(fields.path)
        if setting.key in fields.values and setting.read is not None
    }
    parts = {
        key: part(f"{fields.path}.{key}", fields.values[key])
        for key in nested(fields.path)
        if key in fields.values
    }
    return {**values, **parts}


def data(value: object) -> Data:
    """The ``data`` section."""
    if value is None:
        raise EngineError("is missing: an experiment needs its data", "data")
    fields = Fields(columns.composed(value), "data", keys("data"))
    for key in ("columns", "features", "target"):
        if key not in fields.values:
            raise EngineError("is missing", fields.where(key))
    values = read(fields)
    target, task = values["target"], values.get("task", "regression")
    given = fields.values["columns"]
    kinds = columns.kinds(fields.get("kinds", {}), given)
    table = columns.table(given, values["features"], target, task, kinds)
    part = Data(table=table, **values)
    part = replace(part, kinds=columns.telling(kinds, table, target if part.classes else ""))
    return part.with_categories(columns.categories(fields.get("categories", {}), table))


def loss(value: object, outcome: Outcome) -> Loss:
    """The ``loss`` section; left out, it is the usual one for what the model predicts."""
    given = mapping(value, "loss")
    name = one_of(given.get("name", DEFAULT_LOSS[outcome]), "loss.name", LOSSES)
    own = [setting for setting in of_part("loss") if setting.key in given]
    values = {setting.name: setting.value(given[setting.key], setting.path) for setting in own}
    fixed = {setting.key for setting in of_part("loss")} - {"name"}
    rest = {key: item for key, item in given.items() if key not in fixed}
    numbers = tuple(entry_values(rest, "loss", LOSSES[name]).items())
    return Loss(**{**values, "name": name, "values": numbers})
