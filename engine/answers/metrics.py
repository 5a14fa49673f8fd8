"""How good the model is: errors, accuracy, confusion, and parameters in the columns' own units."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from engine.answers.rowwise import CHUNK, Model
from engine.answers.slicing import Work, whole
from engine.answers.then import as_then
from engine.data.moments import is_constant, mean
from engine.experiment import prepare
from engine.experiment.straight import straight
from engine.frames import Metrics, View
from engine.training.session import Session

Array = NDArray[np.float64]
Counts = NDArray[np.int64]
HUGE = prepare.HUGE
MOST_IN_UNITS = 1000  # weights of a layer that are worth reading


def metrics(session: Session) -> Metrics:
    """Figures on training and test rows; regression errors are in the target's own units."""
    found = whole(asked_metrics(session))
    assert isinstance(found, Metrics)
    return found


def asked_metrics(session: Session) -> View | Work | None:
    """The same, in slices where there are many rows."""
    model = Model.of(session)
    stands = session.step_number, session.run.is_by_hand
    work = _worked_out(model, in_units(session), stands)
    return work if model.is_costly else whole(work)


class _Part(NamedTuple):
    """What is found on some rows."""

    figures: dict[str, float]
    loss: float | None = None
    counts: Counts | None = None


def _worked_out(model: Model, units: dict[str, Array], stands: tuple[int, bool]) -> Work:
    batches, prepared = model.machine.batches, model.machine.prepared
    train = yield from _part(model, batches.inputs, batches.targets, prepared.train)
    test = yield from _part(model, batches.test_inputs, batches.test_targets, prepared.test)
    counts = train.counts
    if counts is not None and test.counts is not None:
        counts = counts + test.counts
    return Metrics(
        train=train.figures,
        test=test.figures,
        classes=model.experiment.data.classes,
        confusion=counts,
        test_loss=test.loss,
        in_units=units,
        train_loss=train.loss,
        confusion_test=test.counts,
        step=stands[0],
        is_by_hand=stands[1],
    )


def _part(
    model: Model, inputs: Any, targets: Any, rows: NDArray[np.int64]
) -> Generator[None, None, _Part]:
    if not len(inputs):
        return _Part({})
    data = model.experiment.data
    output = yield from model.outputs(inputs)
    loss = yield from model.loss(output, targets)
    answers = yield from model.answers(output)
    if data.task == "regression":
        truth = data.table.columns[data.target][rows]
        return _Part((yield from _errors(answers[:, 0], truth)), loss)
    called = yield from model.called(answers)
    truth = model.machine.prepared.targets[rows]
    yield
    counts = yield from _confusion(truth, called, len(data.classes))
    return _Part({"accuracy": float(np.mean(called == truth))}, loss, counts)


def _confusion(truth: Counts, called: Counts, classes: int) -> Generator[None, None, Counts]:
    counts = np.zeros(classes**2, dtype=np.int64)
    for first in range(0, len(truth), CHUNK):
        piece = slice(first, first + CHUNK)
        counts += np.bincount(truth[piece] * classes + called[piece], minlength=classes**2)
        yield
    return counts.reshape(classes, classes)


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
    experiment, prepared = as_then(session), session.run.machine.prepared
    model = experiment.model
    inputs, target = prepared.feature_scale, prepared.target_scale
    if not inputs.active and not target.active:
        return {}
    line = straight(experiment.data, model)
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


def _errors(prediction: Array, truth: Array) -> Generator[None, None, dict[str, float]]:
    """MSE, MAE and R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)²; R² is left out where y never changes."""
    part = 0.25 if max(np.abs(truth).max(), np.abs(prediction).max()) > HUGE else 1.0
    yield
    with np.errstate(over="ignore", invalid="ignore"):  # what is too large is infinite
        error = prediction * part - truth * part
        squares = float(np.mean(error**2))
        figures = {"mse": squares / part**2, "mae": float(np.mean(np.abs(error))) / part}
    yield
    if not is_constant(truth):
        figures["r2"] = yield from _r2(error, truth, part)
    return figures


def _r2(error: Array, truth: Array, part: float) -> Generator[None, None, float]:
    """Of errors and distances brought to size, whose squares would leave the range of numbers.

    The errors are multiplied by ``part`` already.
    """
    middle = mean(truth)
    yield
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        away = truth * part - middle * part
        size = np.abs(away).max()
    yield
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        least = np.sum((away / size) ** 2)
    yield
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        return 1 - float(np.sum((error / size) ** 2) / least)
