"""Edits as a learner means them: what hangs on a changed part follows it, so that all still fits.

Each function takes an experiment and gives the changed one. Starting values, frozen names, a list
of activations, input formulas and the loss are adapted, or dropped where nothing of them fits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from engine import checks
from engine.catalog import LOSSES
from engine.data import formula
from engine.data.table import Column, labels, numbers
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.specs import (
    DEFAULT_LOSS,
    Choice,
    Data,
    Init,
    Loss,
    Model,
    Outcome,
    Task,
    parameter_shapes,
)

LARGEST_WHOLE = 2.0**53  # above it floats have gaps, so that two labels could become one


def allowed(before: Experiment, after: Experiment) -> Experiment:
    """``after``; raises EngineError where it cannot be trained although ``before`` could.

    A learner who has not placed all points yet may still choose everything else.
    """
    for check in (Experiment.check, _check_model):
        if _passes(check, before):
            check(after)
    return after


def with_data(experiment: Experiment, data: Data) -> Experiment:
    """Other data; the loss, the input formulas and what depends on shapes follow."""
    loss = _fitting_loss(experiment.loss, data.outcome)
    model = replace(experiment.model, inputs=_fitting_inputs(experiment, data))
    return with_model(replace(experiment, data=data, loss=loss), model)


def with_task(experiment: Experiment, task: Task) -> Experiment:
    """Predict numbers or classes; the target column becomes numbers or class names."""
    return with_data(experiment, _cast(replace(experiment.data, task=task)))


def with_features(experiment: Experiment, features: tuple[str, ...]) -> Experiment:
    """Predict from other columns, given in the order of the model's inputs."""
    if not features:
        raise EngineError("needs at least one feature", "data.features")
    return with_data(experiment, _cast(replace(experiment.data, features=features)))


def with_target(experiment: Experiment, target: str) -> Experiment:
    """Predict another column; a feature trades places with the old target.

    The task follows where the column holds only what the other task predicts.
    """
    data = experiment.data
    old = data.table.columns[data.target]
    exchanged = (data.target,) if is_numeric(old) else ()
    features = tuple(
        name
        for feature in data.features
        for name in (exchanged if feature == target else (feature,))
    )
    column = data.table.columns[target]
    task: Task = data.task
    if task == "regression" and not is_numeric(column):
        task = "classification"
    elif task == "classification" and not _can(_as_classes, target, column):
        task = "regression"
    return with_features(
        replace(experiment, data=replace(data, target=target, task=task, class_colors=())),
        features,
    )


def with_model(experiment: Experiment, model: Model) -> Experiment:
    """Another model; starting values and frozen names that fit no tensor any more are dropped."""
    shapes = parameter_shapes(experiment.data, model)
    values = {
        name: value
        for name, value in model.init.values.items()
        if shapes.get(name) == np.shape(value)
    }
    frozen = tuple(name for name in model.frozen if name in shapes)
    if set(frozen) == set(shapes):
        frozen = ()
    return replace(
        experiment, model=replace(model, init=replace(model.init, values=values), frozen=frozen)
    )


def with_hidden(experiment: Experiment, sizes: tuple[int, ...]) -> Experiment:
    """Other hidden layers; a new one takes on the activation of the layer before it."""
    activation = experiment.model.activation
    if isinstance(activation, tuple):
        last = activation[-1:] or (Choice("tanh"),)
        activation = (*activation, *last * len(sizes))[: len(sizes)]
    return with_model(experiment, replace(experiment.model, hidden=sizes, activation=activation))


def with_activation(experiment: Experiment, activation: Choice | tuple[Choice, ...]) -> Experiment:
    """Another activation for all hidden layers, or one for each."""
    return replace(experiment, model=replace(experiment.model, activation=activation))


def with_bias(experiment: Experiment, bias: bool) -> Experiment:
    """Layers with or without an offset."""
    return with_model(experiment, replace(experiment.model, bias=bias))


def with_start(
    experiment: Experiment, scheme: str | None = None, seed: int | None = None
) -> Experiment:
    """Starting values drawn in another way or from another seed, instead of any given ones."""
    scheme = experiment.model.init.scheme if scheme is None else scheme
    seed = experiment.training.seed if seed is None else seed
    return replace(
        experiment,
        model=replace(experiment.model, init=Init(scheme)),
        training=replace(experiment.training, seed=seed),
    )


def with_frozen(experiment: Experiment, name: str, frozen: bool) -> Experiment:
    """A parameter that the optimizer leaves alone, or does not any more."""
    names = [*experiment.model.frozen, name] if frozen else experiment.model.frozen
    kept = tuple(
        known
        for known in experiment.parameter_shapes()
        if known in names and (frozen or known != name)
    )
    return replace(experiment, model=replace(experiment.model, frozen=kept))


def is_numeric(column: Column) -> bool:
    """Whether a column's cells are numbers, or whole-number labels that can become numbers."""
    return _can(_as_numbers, "", column)


def _check_model(experiment: Experiment) -> None:
    checks.model(experiment.data, experiment.model)


def _passes(check: Callable[[Experiment], None], experiment: Experiment) -> bool:
    try:
        check(experiment)
    except EngineError:
        return False
    return True


def _fitting_loss(loss: Loss, outcome: Outcome) -> Loss:
    if outcome in LOSSES[loss.name].targets:
        return loss
    return Loss(DEFAULT_LOSS[outcome], loss.reduction)


def _fitting_inputs(experiment: Experiment, data: Data) -> tuple[str, ...] | None:
    """The formulas that the columns still allow, and every new feature as it is."""
    inputs = experiment.model.inputs
    if inputs is None:
        return None
    added = [name for name in data.features if name not in experiment.data.features]
    if not all(_is_formula(name, data) for name in added):
        return None
    return (*(text for text in inputs if _is_formula(text, data)), *added) or None


def _is_formula(text: str, data: Data) -> bool:
    try:
        formula.names(text, data.features)
    except EngineError:
        return False
    return True


def _cast(data: Data) -> Data:
    """The data with every column as its part wants it: numbers, or class names for a target."""
    columns = {name: _column(data, name, column) for name, column in data.table.columns.items()}
    return replace(data, table=replace(data.table, columns=columns))


def _column(data: Data, name: str, column: Column) -> Column:
    if name == data.target and data.task == "classification":
        return _as_classes(name, column)
    if name == data.target or name in data.features or is_numeric(column):
        return _as_numbers(name, column)
    return column


def _as_numbers(name: str, column: Column) -> Column:
    if column.dtype != object:
        return column
    if all(isinstance(cell, int) for cell in column):
        return numbers(column)
    raise EngineError(
        "holds words, not numbers",
        f"data.columns.{name}",
        "choose a column of numbers, or the task classification to predict words",
    )


def _as_classes(name: str, column: Column) -> Column:
    if column.dtype == object:
        return column
    if all(cell == np.floor(cell) and abs(cell) < LARGEST_WHOLE for cell in column):
        return labels(int(cell) for cell in column)
    raise EngineError(
        "holds numbers with fractions, which are no classes",
        f"data.columns.{name}",
        "choose a column of whole numbers or words, or the task regression",
    )


def _can(convert: Callable[[str, Column], Column], name: str, column: Column) -> bool:
    try:
        convert(name, column)
    except EngineError:
        return False
    return True
