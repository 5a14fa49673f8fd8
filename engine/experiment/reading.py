"""JSON sections to the parts of an experiment, field by field."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from engine.catalog import ACTIVATIONS, INITIALIZATIONS, LOSSES, OPTIMIZERS, SCHEDULES, Entry, Range
from engine.catalog.entry import FRACTION, NOT_NEGATIVE, POSITIVE
from engine.data.table import Column, Table, labels, numbers
from engine.errors import EngineError
from engine.experiment.fields import (
    Fields,
    entry_values,
    integer,
    number,
    one_of,
    sequence,
    show,
    text,
)
from engine.experiment.specs import (
    DEFAULT_LOSS,
    About,
    Bias,
    Choice,
    Data,
    Init,
    Label,
    Loss,
    LossSource,
    Model,
    Outcome,
    Regularization,
    Scaling,
    StopRule,
    Task,
    Training,
)

SCALINGS = ("none", "center", "standardize")
COUNT = Range(low=1, high=10**9)
PART = Range(low=0, high=1, high_open=True)
INSIDE = Range(low=0, high=1, low_open=True, high_open=True)
SEED = Range(low=0, high=2**63 - 1)
COLOR = Range(low=0, high=9)
NEURONS = Range(low=1, high=4096)


def data(value: object) -> Data:
    """The ``data`` section."""
    known = ["columns", "features", "target", "task", "test_fraction", "split_seed", "scaling"]
    known += ["stratified", "class_colors", "categories", "kinds"]
    if value is None:
        raise EngineError("is missing: an experiment needs its data", "data")
    fields = Fields(value, "data", known)
    for key in ("columns", "features", "target"):
        if key not in fields.values:
            raise EngineError("is missing", fields.where(key))
    task = cast(Task, fields.one_of("task", "regression", ("regression", "classification")))
    target = fields.text("target", "")
    features = fields.texts("features", ())
    kinds = _kinds(fields.get("kinds", {}), fields.values["columns"])
    scaling = Fields(fields.get("scaling", {}), "data.scaling", ("features", "target"))
    part = Data(
        table=_table(fields.values["columns"], features, target, task, kinds),
        features=features,
        target=target,
        task=task,
        test_fraction=fields.number("test_fraction", 0.0, PART),
        split_seed=fields.integer("split_seed", 0, SEED),
        scaling=Scaling(
            features=scaling.one_of("features", "none", SCALINGS),
            target=scaling.one_of("target", "none", SCALINGS),
        ),
        stratified=fields.flag("stratified", False),
        class_colors=_class_colors(fields.get("class_colors", {})),
    )
    part = replace(part, kinds=_telling(kinds, part.table, target if part.classes else ""))
    return part.with_categories(_categories(fields.get("categories", {}), part.table))


def about(value: object) -> About:
    """The ``about`` text: one for all languages, or one a language."""
    if not isinstance(value, Mapping):
        whole = text(value, "about")
        return About((("", whole),)) if whole else About()
    return About(tuple((str(code), text(part, f"about.{code}")) for code, part in value.items()))


def model(value: object) -> Model:
    """The ``model`` section."""
    known = ["inputs", "hidden", "activation", "bias", "init", "frozen", "threshold"]
    fields = Fields(value, "model", known)
    inputs = fields.get("inputs", None)
    hidden = sequence(fields.get("hidden", []), "model.hidden")
    return Model(
        inputs=None if inputs is None else fields.texts("inputs", ()),
        hidden=tuple(integer(size, f"model.hidden[{i}]", NEURONS) for i, size in enumerate(hidden)),
        activation=_activation(fields.get("activation", "tanh")),
        bias=_bias(fields),
        init=_init(fields.get("init", {})),
        frozen=fields.texts("frozen", ()),
        threshold=fields.number("threshold", 0.5, INSIDE),
    )


def _bias(fields: Fields) -> Bias:
    given = fields.get("bias", True)
    if given == "shared":
        return "shared"
    if isinstance(given, str):
        one_of(given, fields.where("bias"), ("shared",))
    return cast(Bias, fields.flag("bias", True))


def loss(value: object, outcome: Outcome) -> Loss:
    """The ``loss`` section; left out, it is the usual one for what the model predicts."""
    if not isinstance(value, Mapping):
        raise EngineError("must be an object, got {got}", "loss", got=show(value))
    name = one_of(value.get("name", DEFAULT_LOSS[outcome]), "loss.name", LOSSES)
    rest = {key: item for key, item in value.items() if key not in ("reduction", "from")}
    reduction = one_of(value.get("reduction", "mean"), "loss.reduction", ("mean", "sum"))
    values = entry_values(rest, "loss", LOSSES[name])
    source = one_of(value.get("from", "logits"), "loss.from", ("logits", "probabilities"))
    return Loss(name, cast(Any, reduction), tuple(values.items()), cast(LossSource, source))


def regularization(value: object) -> Regularization:
    """The ``regularization`` section."""
    fields = Fields(value, "regularization", ("l1", "l2"))
    return Regularization(
        l1=fields.number("l1", 0.0, NOT_NEGATIVE), l2=fields.number("l2", 0.0, NOT_NEGATIVE)
    )


def optimizer(value: object) -> Choice:
    """The ``optimizer`` section."""
    return _choice(value, "optimizer", OPTIMIZERS, "sgd")


def schedule(value: object) -> Choice:
    """The ``schedule`` section."""
    return _choice(value, "schedule", SCHEDULES, "constant")


def training(value: object) -> Training:
    """The ``training`` section."""
    known = ["batch_size", "shuffle", "epochs", "seed", "dtype", "device", "stop"]
    fields = Fields(value, "training", known)
    batch_size = fields.get("batch_size", None)
    return Training(
        batch_size=None if batch_size is None else fields.integer("batch_size", 1, COUNT),
        shuffle=fields.flag("shuffle", True),
        epochs=fields.integer("epochs", 200, COUNT),
        seed=fields.integer("seed", 0, SEED),
        dtype=cast(Any, fields.one_of("dtype", "float32", ("float32", "float64"))),
        device=cast(Any, fields.one_of("device", "cpu", ("cpu", "cuda"))),
        stop=_stop(fields.get("stop", {})),
    )


def _stop(value: object) -> StopRule:
    fields = Fields(value, "training.stop", ["loss_below", "patience", "min_change"])
    usual = StopRule()
    below, patience = fields.get("loss_below", None), fields.get("patience", None)
    return StopRule(
        loss_below=None if below is None else fields.number("loss_below", 0.0, POSITIVE),
        patience=None if patience is None else fields.integer("patience", 1, COUNT),
        min_change=fields.number("min_change", usual.min_change, FRACTION),
    )


def _choice(value: object, path: str, catalog: Mapping[str, Entry], default: str) -> Choice:
    if not isinstance(value, Mapping):
        raise EngineError("must be an object, got {got}", path, got=show(value))
    name = one_of(value.get("name", default), f"{path}.name", catalog)
    return Choice(name, tuple(entry_values(value, path, catalog[name]).items()))


def _activation(value: object) -> Choice | tuple[Choice, ...]:
    if isinstance(value, list | tuple):
        return tuple(
            _one_activation(item, f"model.activation[{i}]") for i, item in enumerate(value)
        )
    return _one_activation(value, "model.activation")


def _one_activation(value: object, path: str) -> Choice:
    if isinstance(value, str):
        one_of(value, path, ACTIVATIONS)
        value = {"name": value}
    return _choice(value, path, ACTIVATIONS, "tanh")


def _init(value: object) -> Init:
    fields = Fields(value, "model.init", ("scheme", "values"))
    values = fields.get("values", {})
    if not isinstance(values, Mapping):
        raise EngineError("must be an object, got {got}", "model.init.values", got=show(values))
    return Init(
        scheme=fields.one_of("scheme", "torch", INITIALIZATIONS),
        values={
            str(name): _tensor(tensor, f"model.init.values.{name}")
            for name, tensor in values.items()
        },
    )


def _tensor(value: object, path: str) -> tuple[Any, ...]:
    """A list of numbers, or of lists of numbers, as tuples."""
    return tuple(
        _tensor(item, f"{path}[{i}]")
        if isinstance(item, list | tuple)
        else number(item, f"{path}[{i}]")
        for i, item in enumerate(sequence(value, path))
    )


def _class_colors(value: object) -> tuple[tuple[str, int], ...]:
    if not isinstance(value, Mapping):
        raise EngineError("must be an object, got {got}", "data.class_colors", got=show(value))
    return tuple(
        (text(name, "data.class_colors"), integer(color, f"data.class_colors.{name}", COLOR))
        for name, color in value.items()
    )


def _categories(value: object, table: Table) -> dict[str, tuple[Label, ...]]:
    if not isinstance(value, Mapping):
        raise EngineError("must be an object, got {got}", "data.categories", got=show(value))
    lists: dict[str, tuple[Label, ...]] = {}
    for key, items in value.items():
        where = f"data.categories.{key}"
        if key not in table.columns:
            raise EngineError("there is no such column", where)
        if table.columns[key].dtype != object:
            raise EngineError("is a column of numbers, which has no categories", where)
        cells = enumerate(sequence(items, where))
        lists[key] = tuple(_label(item, f"{where}[{i}]") for i, item in cells)
        if len(set(lists[key])) < len(lists[key]):
            raise EngineError("names a value twice", where)
    return lists


def _kinds(value: object, columns: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise EngineError("must be an object, got {got}", "data.kinds", got=show(value))
    found = {
        str(key): one_of(kind, f"data.kinds.{key}", ("number", "category", "date"))
        for key, kind in value.items()
    }
    for name in found:
        if isinstance(columns, Mapping) and name not in columns:
            raise EngineError("there is no such column", f"data.kinds.{name}")
    return found


def _telling(kinds: Mapping[str, str], table: Table, classes: str) -> tuple[tuple[str, str], ...]:
    """The kinds that the cells do not tell by themselves, in the columns' order."""
    return tuple(
        (name, kinds[name])
        for name, column in table.columns.items()
        if name != classes
        and (kinds.get(name) == "date" or (kinds.get(name) == "category" and _are_whole(column)))
    )


def _are_whole(column: Column) -> bool:
    return bool(len(column)) and all(isinstance(cell, int) for cell in column.tolist())


def _table(
    value: object,
    features: tuple[str, ...],
    target: str,
    task: Task,
    kinds: Mapping[str, str],
) -> Table:
    if not isinstance(value, Mapping):
        raise EngineError("must be an object, got {got}", "data.columns", got=show(value))
    columns: dict[str, Column] = {}
    for key, cells in value.items():
        name = text(key, "data.columns")
        path = f"data.columns.{name}"
        items = sequence(cells, path)
        is_class = name == target and task == "classification"
        if items and not is_class and all(isinstance(item, bool) for item in items):
            items = [int(item) for item in items]  # truth values: false 0, true 1
        is_category = kinds.get(name) == "category" or (
            name in features and bool(items) and all(isinstance(item, str) for item in items)
        )
        if is_class or (is_category and name != target):
            columns[name] = labels(_label(item, f"{path}[{i}]") for i, item in enumerate(items))
        elif name in features or name == target:
            columns[name] = numbers(number(item, f"{path}[{i}]") for i, item in enumerate(items))
        elif _all_numbers(items):  # with gaps, which a column may have that plays no part
            columns[name] = numbers(
                math.nan if item is None else number(item, f"{path}[{i}]")
                for i, item in enumerate(items)
            )
        else:
            columns[name] = labels(
                "" if item is None else text(item, f"{path}[{i}]") for i, item in enumerate(items)
            )
    return Table(columns)


def _all_numbers(items: list[Any]) -> bool:
    return all(
        item is None or (isinstance(item, int | float) and not isinstance(item, bool))
        for item in items
    )


def _label(value: object, where: str) -> str | int:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise EngineError(
            "must be a class name or a whole number, got {got}", where, got=show(value)
        )
    return text(value, where) if isinstance(value, str) else value
