"""Edits as a learner means them: what hangs on a changed part follows it, so that all still fits.

Each function takes an experiment and gives the changed one. Starting values, frozen names, a list
of activations, input formulas and the loss are adapted, or dropped where nothing of them fits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.catalog import LOSSES
from engine.data import formula
from engine.data.quoting import quoted
from engine.data.table import Table
from engine.edits.remembering import known_classes, with_classes
from engine.errors import EngineError
from engine.experiment import Experiment, casting, checks, goals
from engine.experiment.specs import (
    DEFAULT_LOSS,
    EVEN,
    Bias,
    Choice,
    Data,
    Init,
    Loss,
    Model,
    Outcome,
    Task,
    parameter_shapes,
)

Floats = NDArray[np.floating]


def allowed(before: Experiment, after: Experiment) -> Experiment:
    """``after``; raises EngineError where it cannot be trained although ``before`` could.

    A learner who has not placed all points yet may still choose everything else. A goal that asks
    for what is no more is dropped, as in ``with_fitting_goal``.
    """
    after = with_fitting_goal(before, after)
    for check in (Experiment.check, _check_model):
        if _passes(check, before):
            check(after)
    return after


def with_fitting_goal(before: Experiment, after: Experiment) -> Experiment:
    """``after``, without the goal it took over where that asks for what it does not have."""
    if not after.goal or after.goal != before.goal:
        return after
    try:
        goals.check(after, after.goal)
    except EngineError:
        return replace(after, goal="")
    return after


def with_data(experiment: Experiment, data: Data) -> Experiment:
    """Other data; loss, threshold, input formulas and what depends on shapes follow."""
    loss = _fitting_loss(experiment.loss, data.outcome)
    threshold = experiment.model.threshold if data.outcome == "binary" else EVEN
    inputs = _fitting_inputs(experiment, data)
    model = replace(experiment.model, inputs=inputs, threshold=threshold)
    return with_model(replace(experiment, data=data, loss=loss), model)


def with_table(experiment: Experiment, table: Table) -> Experiment:
    """Other rows of the same columns; classes stay, with rows or without, until removed."""
    return with_data(experiment, experiment.data.with_table(table))


def with_task(experiment: Experiment, task: Task) -> Experiment:
    """Predict numbers or classes; the target column becomes numbers or class names."""
    if task == experiment.data.task:
        return with_data(experiment, casting.cast(experiment.data))
    known = known_classes(experiment.data)
    data = casting.cast(replace(experiment.data, task=task, class_colors=known))
    return with_data(experiment, with_classes(data))


def with_features(experiment: Experiment, features: tuple[str, ...]) -> Experiment:
    """Predict from other columns, given in the order of the model's inputs."""
    if not features:
        raise EngineError("needs at least one feature", "data.features")
    return with_data(experiment, casting.cast(replace(experiment.data, features=features)))


def with_target(experiment: Experiment, target: str) -> Experiment:
    """Predict another column; a feature trades places with the old target.

    The task follows where the column holds only what the other task predicts. Colours that were
    chosen for the old one's classes come back with it.
    """
    data = experiment.data
    old = data.table.columns[data.target]
    exchanged = (data.target,) if casting.is_numeric(old) else ()
    features = tuple(
        name
        for feature in data.features
        for name in (exchanged if feature == target else (feature,))
    )
    kept = {**dict(data.kept_colors), data.target: known_classes(data)}
    part = replace(
        data,
        target=target,
        task=_fitting_task(data, target),
        class_colors=kept.pop(target, ()),
        kept_colors=tuple((name, found) for name, found in kept.items() if found),
    )
    changed = with_features(replace(experiment, data=part), features)
    return with_data(changed, with_classes(changed.data))


def _fitting_task(data: Data, target: str) -> Task:
    """The task as it is, where the column holds what it predicts."""
    column = data.table.columns[target]
    if data.task == "regression":
        return "regression" if casting.is_numeric(column) else "classification"
    return data.task if casting.can(casting.as_classes, target, column) else "regression"


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
    model = replace(experiment.model, hidden=sizes, activation=activation, reshaped=None)
    return with_model(experiment, model)


def with_activation(experiment: Experiment, activation: Choice | tuple[Choice, ...]) -> Experiment:
    """Another activation for all hidden layers, or one for each."""
    return replace(experiment, model=replace(experiment.model, activation=activation))


def with_bias(experiment: Experiment, bias: Bias) -> Experiment:
    """Layers with or without an offset, or with one that all outputs share."""
    return with_model(experiment, replace(experiment.model, bias=bias))


def with_loss(experiment: Experiment, choice: Choice) -> Experiment:
    """Another loss; it is still computed from the probabilities where that can be."""
    old = experiment.loss
    textbook = experiment.data.outcome in LOSSES[choice.name].textbook
    source = old.source if textbook else "logits"
    return replace(experiment, loss=Loss(choice.name, old.reduction, choice.values, source))


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


def with_start_values(experiment: Experiment, values: Mapping[str, Floats]) -> Experiment:
    """These parameters start with these numbers, over what the scheme draws.

    Each is an array of its parameter's own shape; its numbers are kept as shortly as training's
    precision tells them apart.
    """
    dtype = experiment.training.dtype
    chosen = {name: _numbers(np.asarray(array).astype(dtype)) for name, array in values.items()}
    init = replace(experiment.model.init, values={**experiment.model.init.values, **chosen})
    return replace(experiment, model=replace(experiment.model, init=init))


def with_frozen(experiment: Experiment, name: str, frozen: bool) -> Experiment:
    """A parameter that the optimizer leaves alone, or does not any more."""
    names = [*experiment.model.frozen, name] if frozen else experiment.model.frozen
    kept = tuple(
        known
        for known in experiment.parameter_shapes()
        if known in names and (frozen or known != name)
    )
    return replace(experiment, model=replace(experiment.model, frozen=kept))


def _numbers(array: Floats) -> tuple[Any, ...]:
    """Nested tuples of the shortest decimals that are these numbers."""
    if array.ndim > 1:
        return tuple(_numbers(row) for row in array)
    return tuple(float(str(value)) for value in array)


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
    name = DEFAULT_LOSS[outcome]
    source = loss.source if outcome in LOSSES[name].textbook else "logits"
    return Loss(name, loss.reduction, source=source)


def _fitting_inputs(experiment: Experiment, data: Data) -> tuple[str, ...] | None:
    """The formulas that the columns still allow, and every new feature as it is."""
    inputs = experiment.model.inputs
    if inputs is None:
        return None
    added = [quoted(name) for name in data.encoding.names
             if name not in experiment.data.encoding.names]  # fmt: skip
    return (*(text for text in inputs if _is_formula(text, data)), *added) or None


def _is_formula(text: str, data: Data) -> bool:
    try:
        formula.names(text, data.variables)
    except EngineError:
        return False
    return True
