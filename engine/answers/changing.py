"""Experiments and parameters with some of their numbers changed, on the side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from torch import Tensor

from engine.edits.setting import put_at
from engine.experiment import Experiment
from engine.frames.pointed import Changed
from engine.frames.things import Cell, Kept, Number, Setting
from engine.training.carrying import carried
from engine.training.machine import Machine, Memory
from engine.training.session import Session


def changed_machine(session: Session, changes: Sequence[Changed]) -> Machine:
    """A machine that stands where the session's does, but for some numbers."""
    experiment = changed_experiment(session.experiment, changes)
    rest = session.run.rest()
    rest = replace(rest, parameters=changed_tensors(rest.parameters, changes))
    return Machine(experiment, carried(rest, experiment))


def changed_experiment(experiment: Experiment, changes: Sequence[Changed]) -> Experiment:
    """The experiment with other cells and settings."""
    for change in changes:
        if isinstance(change.thing, Setting):
            experiment = put_at(experiment, change.thing.path, change.thing.place, change.value)
        elif isinstance(change.thing, Cell):
            table = experiment.data.table.put(change.thing.row, {change.thing.column: change.value})
            experiment = replace(experiment, data=replace(experiment.data, table=table))
    return experiment


def changed_tensors(tensors: Mapping[str, Tensor], changes: Sequence[Changed]) -> dict[str, Tensor]:
    """Parameters with other numbers; those that change are copies."""
    found = dict(tensors)
    for change in changes:
        thing = change.thing
        if isinstance(thing, Number) and thing.parameter in found:
            tensor = found[thing.parameter].detach().clone()
            tensor.view(-1)[thing.place] = change.value
            found[thing.parameter] = tensor
    return found


def changed_memory(memory: Memory, changes: Sequence[Changed]) -> Memory:
    """What the optimizer keeps, with other numbers."""
    found = {name: dict(state) for name, state in memory.items()}
    for change in changes:
        thing = change.thing
        if isinstance(thing, Kept) and thing.before:
            held = found.get(thing.parameter, {}).get(thing.name)
            if isinstance(held, Tensor):
                tensor = held.detach().clone()
                tensor.view(-1)[thing.place] = change.value
                found[thing.parameter][thing.name] = tensor
    return found
