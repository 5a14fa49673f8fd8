"""How good the model is: errors, accuracy, confusion, and parameters in the columns' own units."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from engine.answers.outputs import answers, called_class, table_features
from engine.data.moments import is_constant, mean
from engine.experiment import prepare
from engine.experiment.straight import straight
from engine.frames import Metrics
from engine.training.session import Session

Array = NDArray[np.float64]
HUGE = prepare.HUGE
MOST_IN_UNITS = 1000  # weights of a layer that are worth reading


def metrics(session: Session) -> Metrics:
    """Figures on training and test rows; regression errors are in the target's own units."""
    prepared = session.run.machine.prepared
    output = answers(session, table_features(session))
    data = session.experiment.data
    if data.task == "regression":
        truth = data.table.columns[data.target]
        train, test = (
            _errors(output[rows, 0], truth[rows]) for rows in (prepared.train, prepared.test)
        )
        return Metrics(
            train,
            test,
            test_loss=test_loss(session),
            in_units=in_units(session),
            train_loss=train_loss(session),
        )
    called = called_class(session, output)
    truth = prepared.targets
    train, test = (
        {"accuracy": float(np.mean(called[rows] == truth[rows]))} if len(rows) else {}
        for rows in (prepared.train, prepared.test)
    )
    part, classes = prepared.test, len(data.classes)
    return Metrics(
        train, test, data.classes, _confusion(truth, called, classes), test_loss(session),
        in_units(session), train_loss(session),
        _confusion(truth[part], called[part], classes) if len(part) else None,
    )  # fmt: skip


def _confusion(
    truth: NDArray[np.int64], called: NDArray[np.int64], classes: int
) -> NDArray[np.int64]:
    pairs = np.bincount(truth * classes + called, minlength=classes**2)
    return pairs.reshape(classes, classes)


def train_loss(session: Session) -> float:
    """The loss on all training rows with the parameters as they are now."""
    batches = session.run.machine.batches
    return _loss(session, batches.inputs, batches.targets)


def test_loss(session: Session) -> float | None:
    """The loss on the test rows with the parameters as they are now; None without test rows."""
    batches = session.run.machine.batches
    if not len(batches.test_inputs):
        return None
    return _loss(session, batches.test_inputs, batches.test_targets)


def in_units(session: Session) -> dict[str, Array]:
    """The parameters with which the model answers for unscaled columns; empty where none is scaled.

    Of a network they are those of the first layer, which sees the features, and of the last one,
    which gives the target, as far as these are scaled. Inputs that are straight, a column of ones
    too, become one weight for each feature; others have none in the features' own units.
    """
    model, prepared = session.experiment.model, session.run.machine.prepared
    inputs, target = prepared.feature_scale, prepared.target_scale
    if not inputs.active and not target.active:
        return {}
    line = straight(session.experiment.data, model)
    if line is not None:
        slope, offset = line.in_units(session.parameters, prepared)
        return {"output.weight": slope, "output.bias": offset}
    if model.inputs is not None:
        return {}
    first, last = model.hidden[0], model.hidden[-1]
    found: dict[str, Array] = {}
    if inputs.active and first * len(inputs.shift) <= MOST_IN_UNITS:
        found |= _layer_in_units(session, "hidden1", inputs, prepare.no_scale(1))
    if target.active and last <= MOST_IN_UNITS:
        found |= _layer_in_units(session, "output", prepare.no_scale(last), target)
    return found


def _layer_in_units(
    session: Session, layer: str, inputs: prepare.Scale, outputs: prepare.Scale
) -> dict[str, Array]:
    parameters = session.parameters
    weight = parameters[f"{layer}.weight"].astype(np.float64)
    bias = parameters.get(f"{layer}.bias", np.zeros(len(weight))).astype(np.float64)
    slope, offset = prepare.in_units(weight, bias, inputs, outputs)
    return {f"{layer}.weight": slope, f"{layer}.bias": offset}


def _loss(session: Session, inputs: Any, targets: Any) -> float:
    machine = session.run.machine
    with torch.no_grad():
        return machine.objective(machine.network(inputs), targets).item()


def _errors(prediction: Array, truth: Array) -> dict[str, float]:
    """MSE, MAE and R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)²; R² is left out where y never changes."""
    if not len(truth):
        return {}
    error = prediction - truth
    with np.errstate(over="ignore"):  # what is too large is infinite
        figures = {"mse": float(np.mean(error**2)), "mae": float(np.mean(np.abs(error)))}
    if not is_constant(truth):
        figures["r2"] = _r2(error, truth)
    return figures


def _r2(error: Array, truth: Array) -> float:
    """Of errors and distances brought to size, whose squares would leave the range of numbers."""
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        part = 0.25 if np.abs(truth).max() > HUGE else 1.0
        away = truth * part - mean(truth) * part
        size = np.abs(away).max()
        return 1 - float(np.sum((error * part / size) ** 2) / np.sum((away / size) ** 2))
