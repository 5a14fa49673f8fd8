"""In which light a thing is looked at: as training stands, within a step, or with numbers changed.

Nothing of this touches the run: what is changed is changed on a machine of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from engine.answers.changing import changed_machine
from engine.answers.overrides import Overrides, of_rows
from engine.answers.redoing import again, begun, step_of
from engine.experiment import Experiment
from engine.frames.pointed import Changed, Where
from engine.frames.things import Cell, Number, Setting
from engine.training.machine import Machine, StepState
from engine.training.network import Network
from engine.training.objective import loss_function, target_tensor
from engine.training.predicting import inputs_of
from engine.training.session import Session


@dataclass(frozen=True, slots=True)
class Light:
    """A step, after ``number`` updates, and the machine that answers as the step leaves it.

    Of the parameters as they are now the step is that of a single row: its forward pass and loss.
    """

    machine: Machine
    step: StepState
    number: int
    overrides: Overrides
    ahead: bool = False


def light(session: Session, where: Where, changes: Sequence[Changed] = ()) -> Light | None:
    """What is asked for; None where it cannot be, or takes longer and must be asked again."""
    if where.step is None:
        return _now(session, where, changes)
    found = step_of(session, where.step)
    if found is None:
        return None
    machine, step, number, ahead = found
    if where.features is not None:
        return _alone(begun(machine, step, number, changes), number, where, changes)
    overrides = of_rows(changes, _row_in(step, where))
    if not changes:
        return Light(machine, step, number, overrides, ahead)
    machine, step = again(machine, step, number, changes, overrides)
    return Light(machine, step, number, overrides, ahead)


def _row_in(step: StepState, where: Where) -> int:
    """The row of a step that is looked at: the one asked for, or the batch's first."""
    here = where.row is not None and where.row in step.rows
    return where.row if here and where.row is not None else int(step.rows[0])


# ---- the parameters as they are now -------------------------------------------------------------


def _now(session: Session, where: Where, changes: Sequence[Changed]) -> Light | None:
    """The forward pass of one row, or of one place."""
    machine = session.run.machine
    if any(isinstance(change.thing, Number | Cell | Setting) for change in changes):
        machine = changed_machine(session, changes)
    return _alone(machine, session.step_number, where, changes)


def _alone(machine: Machine, number: int, where: Where, changes: Sequence[Changed]) -> Light | None:
    """A row, or a place, by the parameters of a machine."""
    experiment = machine.experiment
    if where.features is None:
        row = int(machine.prepared.train[0]) if where.row is None else where.row
        if row >= len(machine.prepared.features):
            return None
        features, targets = _numbers(experiment, row), machine.prepared.targets[row : row + 1]
    else:
        if len(where.features) != len(experiment.data.features):
            return None
        row, targets = -1, np.zeros(1)
        features = experiment.data.encoding.at(np.array([where.features], dtype=np.float64))
    overrides, rows = of_rows(changes, row), np.array([row], dtype=np.int64)
    goal = overrides.targets(target_tensor(experiment, torch.as_tensor(targets)), rows)
    before = {name: tensor.detach() for name, tensor in machine.parameters.items()}
    inputs = inputs_of(experiment, machine, features)
    step = StepState(experiment, rows, inputs, goal, before, {}, machine.lr)
    if where.features is None:
        step.loss = _loss_of(step, overrides)
    return Light(machine, step, number, overrides)


def _numbers(experiment: Experiment, row: int) -> NDArray[np.float64]:
    """The features of a row as numbers in their own units, shape (1, numbers)."""
    data = experiment.data
    cells = {name: data.table.columns[name][row : row + 1] for name in data.features}
    return data.encoding.matrix(cells)


def _loss_of(step: StepState, overrides: Overrides) -> torch.Tensor:
    """The loss of a step's rows alone, without penalty."""
    with torch.no_grad():
        network = Network(step.experiment.model, step.before)
        inputs = overrides.inputs(step.inputs, step.rows)
        traced = overrides.trace(network, inputs, step.targets, step.rows)
        return loss_function(step.experiment)(traced[-1][1], step.targets)
