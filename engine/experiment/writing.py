"""The parts of an experiment as JSON sections; ``reading`` turns each back into an equal part."""

from __future__ import annotations

from typing import Any

from engine.experiment.specs import (
    About,
    Choice,
    Data,
    Loss,
    Model,
    Regularization,
    StopRule,
    Training,
)


def presentation(about: About, workspace: str | None) -> dict[str, Any]:
    """How it is shown; written only where something is said about it."""
    texts = dict(about.texts)
    section: dict[str, Any] = {}
    if texts:
        section["about"] = texts[""] if list(texts) == [""] else texts
    if workspace is not None:
        section["workspace"] = workspace
    return section


def data(part: Data) -> dict[str, Any]:
    """The ``data`` section; whole numbers are written without a fraction.

    What is chosen for few experiments is written only there.
    """
    section: dict[str, Any] = {
        "columns": {
            name: [_plain(cell) for cell in column.tolist()]
            if name == part.target or name in part.features
            else [_with_gap(cell) for cell in column.tolist()]
            for name, column in part.table.columns.items()
        },
        "features": list(part.features),
        "target": part.target,
        "task": part.task,
        "test_fraction": part.test_fraction,
        "split_seed": part.split_seed,
        "scaling": {"features": part.scaling.features, "target": part.scaling.target},
    }
    if part.stratified:
        section["stratified"] = True
    if part.class_colors:
        section["class_colors"] = dict(part.class_colors)
    if part.kinds:
        section["kinds"] = dict(part.kinds)
    if part.categories:
        section["categories"] = {name: list(values) for name, values in part.categories}
    return section


def model(part: Model) -> dict[str, Any]:
    """The ``model`` section."""
    several = isinstance(part.activation, tuple)
    activations = [activation(choice) for choice in _several(part.activation)]
    section: dict[str, Any] = {
        "inputs": None if part.inputs is None else list(part.inputs),
        "hidden": list(part.hidden),
        "activation": activations if several else activations[0],
        "bias": part.bias,
        "init": {
            "scheme": part.init.scheme,
            "values": {name: _lists(value) for name, value in part.init.values.items()},
        },
        "frozen": list(part.frozen),
    }
    if part.threshold != Model().threshold:
        section["threshold"] = part.threshold
    return section


def loss(part: Loss) -> dict[str, Any]:
    """The ``loss`` section."""
    source = {} if part.source == Loss().source else {"from": part.source}
    return {"name": part.name, "reduction": part.reduction, **source, **dict(part.values)}


def regularization(part: Regularization) -> dict[str, Any]:
    """The ``regularization`` section."""
    return {"l1": part.l1, "l2": part.l2}


def optimizer(part: Choice) -> dict[str, Any]:
    """The ``optimizer`` section."""
    return {"name": part.name, **{name: _lists(value) for name, value in part.values}}


def schedule(part: Choice) -> dict[str, Any]:
    """The ``schedule`` section."""
    return optimizer(part)


def training(part: Training) -> dict[str, Any]:
    """The ``training`` section."""
    section: dict[str, Any] = {
        "batch_size": part.batch_size,
        "shuffle": part.shuffle,
        "epochs": part.epochs,
        "seed": part.seed,
        "dtype": part.dtype,
        "device": part.device,
    }
    if part.stop != StopRule():
        section["stop"] = {
            "loss_below": part.stop.loss_below,
            "patience": part.stop.patience,
            "min_change": part.stop.min_change,
        }
    return section


def activation(choice: Choice) -> str | dict[str, Any]:
    """An activation: its name alone where it has no parameters."""
    return optimizer(choice) if choice.values else choice.name


def _several(choice: Choice | tuple[Choice, ...]) -> tuple[Choice, ...]:
    return choice if isinstance(choice, tuple) else (choice,)


def _lists(value: Any) -> Any:
    return [_lists(item) for item in value] if isinstance(value, tuple) else value


def _with_gap(cell: Any) -> Any:
    """A cell of a column that plays no part, which may have gaps."""
    return None if cell == "" or cell != cell else _plain(cell)


def _plain(cell: Any) -> Any:
    whole = isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53
    return int(cell) if whole and str(cell) != "-0.0" else cell
