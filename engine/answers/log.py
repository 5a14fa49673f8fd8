"""Rows of a run's log: steps, epochs and losses at once, the other figures in slices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from time import monotonic
from weakref import WeakKeyDictionary

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.experiment.prepare import count_test_rows
from engine.frames import Log, LogRequest
from engine.frames.log import FIGURES
from engine.training.history import Keyframe
from engine.training.machine import Machine
from engine.training.run import Run
from engine.training.session import Session
from engine.training.trail import Figures, Trail

SLICE = 0.02  # seconds that a look may take; what is not done by then comes with a later one
CELL = re.compile(r"(?P<name>[^\[]+)\[(?P<index>\d+(?:,\d+)*)\]")

_TRAILS: WeakKeyDictionary[Run, Trail] = WeakKeyDictionary()


def log(session: Session, request: LogRequest) -> Log:
    """The rows asked for; figures that need a replay are computed as far as a slice allows."""
    run = session.run
    parts = _parts(run)
    last = run.step_number
    if request.unit == "step":
        total = max(0, (last - request.first) // request.every + 1)
    else:
        total = max(0, (_epochs_done(parts, last) - request.first) // request.every + 1)
    rows = np.arange(request.start, min(request.stop, total), dtype=np.int64)
    counted = request.first + request.every * rows
    steps = counted if request.unit == "step" else _ends(parts, counted)
    known = run.losses
    index = steps - 1 - run.base
    inside = (index >= 0) & (index < len(known))
    losses = np.full(len(steps), np.nan)
    losses[inside] = np.array(known)[index[inside]]
    values, complete = _values(session, steps, request.columns)
    return Log(total, steps, _epochs(parts, steps), losses, values, complete)


# ---- steps and epochs ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """From one change by hand to the next: ``count`` steps make an epoch."""

    step: int
    epoch: int
    batch: int
    count: int


def _parts(run: Run) -> list[_Part]:
    return [_part(keyframe) for keyframe in run.history.changes]


def _part(keyframe: Keyframe) -> _Part:
    data, size = keyframe.experiment.data, keyframe.experiment.training.batch_size
    rows = data.table.rows - count_test_rows(data)
    count = 1 if size is None else -(-rows // size)
    return _Part(keyframe.step, keyframe.place.epoch, keyframe.place.batch, count)


def _epochs(parts: list[_Part], steps: NDArray[np.int64]) -> NDArray[np.int64]:
    """The epoch, counted from 1, that each step belongs to."""
    epochs = np.zeros(len(steps), dtype=np.int64)
    for part in parts:  # the last part before a step decides
        here = steps > part.step
        done = part.batch + steps[here] - 1 - part.step
        epochs[here] = part.epoch + done // part.count + 1
    return epochs


def _epochs_done(parts: list[_Part], step: int) -> int:
    part = [part for part in parts if part.step <= step][-1]
    return part.epoch + (part.batch + step - part.step) // part.count


def _ends(parts: list[_Part], epochs: NDArray[np.int64]) -> NDArray[np.int64]:
    """The last step of each epoch; 0 for one that is not in the history any more."""
    steps = np.zeros(len(epochs), dtype=np.int64)
    for part in parts:
        here = epochs > part.epoch
        steps[here] = part.step + (epochs[here] - part.epoch) * part.count - part.batch
    return steps


# ---- figures ------------------------------------------------------------------------------------


def _values(
    session: Session, steps: NDArray[np.int64], columns: tuple[str, ...]
) -> tuple[NDArray[np.float64], bool]:
    values = np.full((len(steps), len(columns)), np.nan)
    if not columns or not len(steps):
        return values, True
    trail = _TRAILS.get(session.run)
    if trail is None:
        trail = _TRAILS[session.run] = Trail(session.run.history)
    threshold = session.experiment.model.threshold
    figures = tuple(f"{name}@{threshold}" for name in columns if name in FIGURES)
    cells = tuple(name for name in columns if name not in FIGURES)
    deadline, complete = monotonic() + SLICE, True
    first = session.run.history.first

    def look(machine: Machine, names: tuple[str, ...]) -> Figures:
        return {
            name: _figure(machine, name.partition("@")[0], threshold)
            if name in figures
            else _cell(machine, name)
            for name in names
        }

    for step in steps.tolist():
        done = step <= first or trail.fill(figures, (step - 1,), look, deadline)
        if not done or (step >= first and not trail.fill(cells, (step,), look, deadline)):
            complete = False
            break
    for place, name in enumerate(columns):
        key, shift = (f"{name}@{threshold}", 1) if name in FIGURES else (name, 0)
        for row, step in enumerate(steps.tolist()):
            value = trail.known(key, step - shift)
            values[row, place] = np.nan if value is None else value
    return values, complete


def _cell(machine: Machine, column: str) -> float:
    """One number of a parameter; NaN where the model of then had it not."""
    found = CELL.fullmatch(column)
    tensor = machine.parameters.get(found["name"]) if found else None
    if found is None or tensor is None:
        return np.nan
    index = tuple(map(int, found["index"].split(",")))
    inside = len(index) == tensor.dim() and all(
        place < size for place, size in zip(index, tensor.shape, strict=True)
    )
    return tensor.detach()[index].item() if inside else np.nan


def _figure(machine: Machine, name: str, threshold: float) -> float:
    batches = machine.batches
    inputs, targets = batches.inputs, batches.targets
    if name in ("test_loss", "test_accuracy"):
        inputs, targets = batches.test_inputs, batches.test_targets
    if not len(inputs):
        return np.nan
    with torch.no_grad():
        output = machine.network(inputs)
        if name == "test_loss":
            return machine.objective(output, targets).item()
        if name == "r2":
            return _r2(machine, output, targets)
        return _accuracy(machine, output, targets, threshold)


def _accuracy(machine: Machine, output: Tensor, targets: Tensor, threshold: float) -> float:
    outcome = machine.experiment.data.outcome
    if outcome == "regression":
        return np.nan
    if outcome == "multiclass":
        right = output.argmax(dim=1) == targets
    else:
        right = (torch.sigmoid(output.to(torch.float64)) >= threshold) == (targets >= 0.5)
    return right.to(torch.float64).mean().item()


def _r2(machine: Machine, output: Tensor, targets: Tensor) -> float:
    """Of the scaled target, which is that of the target in its own units."""
    if machine.experiment.data.outcome != "regression":
        return np.nan
    truth = targets.to(torch.float64)
    spread = (truth - truth.mean()).square().sum().item()
    error = (output.to(torch.float64) - truth).square().sum().item()
    return 1 - error / spread if spread > 0 else np.nan
