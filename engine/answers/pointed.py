"""What a thing that is pointed at is made of, and what would be if its numbers were others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import torch

from engine.answers.counted import counted, squares
from engine.answers.detail import opened
from engine.answers.imagining import Light, light
from engine.answers.layers import terms_of
from engine.answers.sights import sight
from engine.frames import Detail, DetailRequest, Pointed, PointRequest, WhatIf, WhatIfRequest
from engine.frames.base import Request, View
from engine.frames.pointed import AT_HAND, Array, Seen, Where
from engine.frames.sights import Asleep, Bend, Cutoff, Flow, Height, Spread
from engine.frames.things import (
    Best,
    Cell,
    Delta,
    Figure,
    Gradient,
    Kept,
    Moved,
    Neuron,
    Number,
    Outcome,
    Slope,
    Sum,
    Thing,
)
from engine.training.machine import StepState
from engine.training.network import Network
from engine.training.objective import objective
from engine.training.predicting import answered, called
from engine.training.run import Run
from engine.training.session import Session

MOST_ROWS = 3  # of a batch whose numbers are written out
SIGHTS = (Cutoff, Spread, Flow, Asleep, Bend, Height)  # nothing can be said without their numbers


def pointed(session: Session, request: PointRequest) -> Pointed | None:
    """None where the thing is of another model or table by now, or takes another look."""
    thing, where = request.thing, request.where
    found = light(session, where, request.changes)
    if found is None or not _exists(thing, found.step):
        return None
    seen_by_view = sight(session, thing)
    if seen_by_view is None and isinstance(thing, SIGHTS):
        return None
    beside = None
    if isinstance(thing, Number) and where.step is None and not request.changes:
        beside = _beside(session, thing, where.row)
    return Pointed(
        thing,
        where,
        _detail(found, thing, where),
        _seen(found, where, thing),
        beside,
        _number(found, thing),
        counted(session, thing) if isinstance(thing, Figure) else None,
        squares(session) if isinstance(thing, Best) else None,
        found.ahead,
        seen_by_view,
    )


def what_if(
    session: Session,
    request: WhatIfRequest,
    answer: Callable[[Session, tuple[Request, ...]], Mapping[Request, View]],
) -> WhatIf | None:
    """Other views by the machine that the changes lead to."""
    found = light(session, request.where, request.changes)
    if found is None:
        return None
    machine = found.machine
    other = session
    if machine is not session.run.machine:
        other = Session(machine.experiment, Run(machine, found.number))
    row = answered = None
    if found.overrides.bends:
        row = found.overrides.row
        answered = _answer(found)
    return WhatIf(answer(other, request.requests), _loss(found, request.where), row, answered)


def _exists(thing: Thing, step: StepState) -> bool:
    """Whether the model of a step has it."""
    layers = [tensor for name, tensor in step.before.items() if name.endswith(".weight")]
    if isinstance(thing, Number | Gradient | Moved | Kept):
        tensor = step.before.get(thing.parameter)
        return tensor is not None and thing.place < tensor.numel()
    if isinstance(thing, Neuron | Sum | Delta | Slope):
        return thing.layer < len(layers) and thing.index < len(layers[thing.layer])
    return True


def _detail(found: Light, thing: Thing, where: Where) -> Detail:
    name, place = "output.weight", 0
    neuron = thing.index if isinstance(thing, Neuron | Sum | Delta | Slope | Outcome) else 0
    if isinstance(thing, Number | Gradient | Moved | Kept):
        name, place = thing.parameter, thing.place
        weight = found.step.before[name.replace(".bias", ".weight")]
        neuron = place if name.endswith(".bias") else place // weight.shape[1]
    request = DetailRequest(
        found.overrides.first if where.features is None else None, MOST_ROWS, name, place, neuron
    )
    return opened(found.step, request, found.number, found.overrides)


def _beside(session: Session, thing: Number, row: int | None) -> Detail | None:
    """The step at hand, as far as it has come, where it moves a number."""
    now = session.run.now
    if now is None or thing.parameter not in now.before or now.gradients is None:
        return None
    where = Where(row, step=AT_HAND)
    found = light(session, where)
    return None if found is None else _detail(found, thing, where)


def _number(found: Light, thing: Thing) -> float | None:
    if not isinstance(thing, Number):
        return None
    return float(found.step.before[thing.parameter].reshape(-1)[thing.place].item())


# ---- the row, or the place ----------------------------------------------------------------------


def _seen(found: Light, where: Where, thing: Thing) -> Seen | None:
    """The row that is looked at, by the parameters of its step."""
    experiment, machine, step = found.machine.experiment, found.machine, found.step
    data, prepared = experiment.data, machine.prepared
    row = found.overrides.first
    if where.features is not None:
        numbers = data.encoding.at(np.array([where.features], dtype=np.float64))[0]
        target, cells = float("nan"), {}
    elif 0 <= row < len(prepared.features):
        columns = {name: data.table.columns[name][row : row + 1] for name in data.features}
        numbers = data.encoding.matrix(columns)[0]
        target = float(prepared.target_scale.original(prepared.targets[row : row + 1])[0])
        cells = {name: column.tolist()[0] for name, column in columns.items()}
        more = {data.target, *([thing.column] if isinstance(thing, Cell) else ())}
        for name in more & data.table.columns.keys():
            cells[name] = data.table.columns[name][row : row + 1].tolist()[0]
    else:
        return None
    scale, goal = prepared.feature_scale, prepared.target_scale
    here = np.flatnonzero(step.rows == row)
    output = _answer(found)
    return Seen(
        numbers=numbers,
        shift=scale.shift if scale.active else np.zeros(len(numbers)),
        factor=scale.factor if scale.active else np.ones(len(numbers)),
        scaled=np.asarray(scale.scaled(numbers), dtype=np.float64),
        inputs=step.inputs[int(here[0]) if len(here) else 0].detach().double().cpu().numpy(),
        target=target,
        target_shift=float(goal.shift[0]) if goal.active else 0.0,
        target_factor=float(goal.factor[0]) if goal.active else 1.0,
        output=output,
        called=_called(found, output),
        cells=cells,
        row=None if where.features is not None else row,
    )


def _answer(found: Light) -> Array:
    """The answer at the row that is looked at, in the target's own units or probabilities."""
    step, row = found.step, found.overrides.first
    here = np.flatnonzero(step.rows == row)
    place = slice(int(here[0]), int(here[0]) + 1) if len(here) else slice(0, 1)
    with torch.no_grad():
        inputs = found.overrides.inputs(step.inputs[place], step.rows[place])
        network = Network(step.experiment.model, step.before)
        traced = found.overrides.trace(network, inputs, step.targets[place], step.rows[place])
    output: Array = answered(step.experiment, found.machine, traced[-1][1])[0]
    return output


def _called(found: Light, output: Array) -> int | None:
    if found.step.experiment.data.task == "regression":
        return None
    return int(called(found.step.experiment, output[None])[0])


def _loss(found: Light, where: Where) -> float:
    """Of the step; of the parameters as they are now, over all training rows."""
    if where.step is not None and found.step.loss is not None:
        return found.step.loss.item()
    machine, overrides = found.machine, found.overrides
    rows = machine.prepared.train
    with torch.no_grad():
        inputs = overrides.inputs(machine.batches.inputs, rows)
        targets = overrides.targets(machine.batches.targets, rows)
        traced = overrides.trace(machine.network, inputs, targets, rows)
        total = objective(machine.experiment, machine.parameters)(traced[-1][1], targets).item()
    terms = {row: _term(found) for row in overrides.judged if row == overrides.first}
    share = 1 / len(rows) if machine.experiment.loss.reduction == "mean" else 1.0
    return total + share * overrides.added(terms)


def _term(found: Light) -> float:
    """What the row that is looked at adds by the model's own account."""
    return float(terms_of(found.step, np.array([0]), found.overrides)[0])
