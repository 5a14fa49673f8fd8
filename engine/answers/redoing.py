"""A step found again, or made ahead of its time, on a machine of its own; and with changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import torch
from torch import Tensor

from engine.answers.changing import changed_experiment, changed_memory, changed_tensors
from engine.answers.layers import back_to, terms_of
from engine.answers.overrides import Overrides
from engine.frames.pointed import AT_HAND, Changed
from engine.frames.things import Cell
from engine.training.batches import tensors_of
from engine.training.history import Keyframe
from engine.training.machine import Machine, StepState
from engine.training.objective import objective
from engine.training.replay import Replay
from engine.training.run import Run
from engine.training.session import Session

SLICE = 0.03  # seconds that a look at an earlier step may take; the next look goes on from there


class Ahead(NamedTuple):
    """The next step, made on a machine of its own."""

    machine: Machine
    step: StepState
    number: int


_NEXT: WeakKeyDictionary[Run, tuple[tuple[int, int, int], Ahead]] = WeakKeyDictionary()
_REPLAYS: WeakKeyDictionary[Run, Replay] = WeakKeyDictionary()


def step_of(session: Session, wanted: int) -> tuple[Machine, StepState, int, bool] | None:
    """A step with everything in it, and the machine after it; and whether it is still to come."""
    run = session.run
    number = session.step_number
    if wanted == AT_HAND:
        if run.now is not None and run.phases_done == 0 and run.now.gradients is not None:
            now = run.now
            if now.after is None:
                now = replace(now, after=run.machine.copy_parameters())
            return run.machine, now, number - 1, False
        return (*_next(run, number), True)
    if wanted == number + 1:
        return (*_next(run, number), True)
    if not run.history.first < wanted <= number:
        return None
    if run.now is not None and run.phases_done == 0 and wanted == number:
        return step_of(session, AT_HAND)
    machine = _replay(run).toward(wanted - 1, monotonic() + SLICE)
    if machine is None:
        return None
    own = Machine(machine.experiment, machine.keyframe(wanted - 1))
    return own, own.full_step(), wanted - 1, False


def _replay(run: Run) -> Replay:
    if run not in _REPLAYS:
        _REPLAYS[run] = Replay(run.history)
    return _REPLAYS[run]


def _next(run: Run, number: int) -> Ahead:
    """The step that comes next, whole; kept until training has gone on."""
    key = (number, run.history.version, id(run.machine))
    kept = _NEXT.get(run)
    if kept is None or kept[0] != key:
        machine = Machine(run.machine.experiment, run.rest())
        kept = _NEXT[run] = key, Ahead(machine, machine.full_step(), number)
    return kept[1]


def begun(machine: Machine, step: StepState, number: int, changes: Sequence[Changed]) -> Machine:
    """A machine that stands where a step began, with some numbers changed."""
    experiment = changed_experiment(step.experiment, changes)
    before = changed_tensors(step.before, changes)
    place, memory = machine.batches.place(), changed_memory(step.memory, changes)
    return Machine(experiment, Keyframe(number, place, experiment, before, memory))


def again(
    machine: Machine,
    step: StepState,
    number: int,
    changes: Sequence[Changed],
    overrides: Overrides,
) -> tuple[Machine, StepState]:
    """The same step from its beginning, with some numbers changed."""
    own = begun(machine, step, number, changes)
    experiment = own.experiment
    inputs, targets = step.inputs, step.targets
    if any(isinstance(change.thing, Cell) for change in changes):
        inputs, targets = tensors_of(experiment, own.prepared, step.rows)
    usual, rate = step.experiment.optimizer.number("lr"), experiment.optimizer.number("lr")
    made = StepState(
        experiment,
        step.rows,
        inputs,
        overrides.targets(targets, step.rows),
        own.copy_parameters(),
        changed_memory(step.memory, changes),
        step.lr * rate / usual if usual else rate,
    )
    _go_through(own, made, overrides)
    return own, made


def _go_through(machine: Machine, step: StepState, overrides: Overrides) -> None:
    """Forward, loss, backward and update, with some numbers on the way thought of as others."""
    inputs = overrides.inputs(step.inputs, step.rows)
    traced = overrides.trace(machine.network, inputs, step.targets, step.rows)
    step.prediction = traced[-1][1]
    total = objective(step.experiment, machine.parameters)(step.prediction, step.targets)
    gradients = _slopes(total, machine.free)
    sums = [before for before, _ in traced]
    deltas = torch.autograd.grad(total, sums, retain_graph=True)
    for layer, more in overrides.deltas(deltas, step.rows, back_to(total, traced)):
        further = _slopes(sums[layer], machine.free, more)
        gradients = {name: gradients[name] + further[name] for name in gradients}
    step.gradients = overrides.gradients(gradients)
    step.loss = total.detach() + _added(step, overrides)
    machine.update(step)


def _slopes(of: Tensor, free: dict[str, Tensor], times: Tensor | None = None) -> dict[str, Tensor]:
    """Gradients by name; zero where nothing leads."""
    found = torch.autograd.grad(
        of, list(free.values()), times, retain_graph=True, allow_unused=True
    )
    return {
        name: torch.zeros_like(tensor) if gradient is None else gradient
        for (name, tensor), gradient in zip(free.items(), found, strict=True)
    }


def _added(step: StepState, overrides: Overrides) -> float:
    """What rows add to the loss beyond what the model makes of them."""
    places = {
        row: int(np.flatnonzero(step.rows == row)[0])
        for row in overrides.judged
        if row in step.rows
    }
    if not places:
        return 0.0
    terms = terms_of(step, np.array(list(places.values())), overrides)
    share = 1 / len(step.rows) if step.experiment.loss.reduction == "mean" else 1.0
    return share * overrides.added(dict(zip(places, terms.tolist(), strict=True)))
