"""A run as plain arrays, and the run that such arrays stand for, to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine.frames import Moment, Snapshot
from engine.project.limits import misfit
from engine.training.batches import Batches, Place
from engine.training.history import Keyframe
from engine.training.losses import Losses
from engine.training.machine import Machine
from engine.training.network import starting_parameters
from engine.training.run import Run


def moment(keyframe: Keyframe, changed: bool = False) -> Moment:
    """A keyframe as plain arrays of its own; the experiment's own start needs none."""
    experiment, step, place = keyframe.experiment, keyframe.step, keyframe.place
    if changed and is_own_start(keyframe):
        return Moment(experiment, 0, changed=True)
    parameters = {name: _array(tensor) for name, tensor in keyframe.parameters.items()}
    memory = {
        name: {key: _plain(value) for key, value in state.items()}
        for name, state in keyframe.state.items()
    }
    shuffle = _array(place.shuffle)
    return Moment(experiment, step, place.epoch, place.batch, shuffle, parameters, memory, changed)


def keyframe(moment: Moment) -> Keyframe:
    """The keyframe that a moment stands for."""
    experiment, step = moment.experiment, moment.step
    if moment.parameters is None or moment.shuffle is None:
        start = Batches.start(experiment.training.seed)
        return Keyframe(step, start, experiment, starting_parameters(experiment), {})
    place = Place(moment.epoch, moment.batch, _state(moment.shuffle))
    device = experiment.training.device
    parameters = {name: torch.tensor(values) for name, values in moment.parameters.items()}
    memory = {
        name: {
            key: _on(device, value) if isinstance(value, np.ndarray) else value
            for key, value in state.items()
        }
        for name, state in moment.memory.items()
    }
    return Keyframe(step, place, experiment, parameters, memory)


def is_own_start(keyframe: Keyframe) -> bool:
    """Whether a keyframe is what the experiment itself begins with."""
    if keyframe.step or any(keyframe.state.values()):
        return False
    start = Batches.start(keyframe.experiment.training.seed)
    place = keyframe.place
    if place.epoch or place.batch or not torch.equal(place.shuffle, start.shuffle):
        return False
    fresh = starting_parameters(keyframe.experiment)
    return all(torch.equal(p.cpu(), fresh[name]) for name, p in keyframe.parameters.items())


def size_of(machine: Machine) -> int:
    """How many bytes a moment taken now would hold."""
    memory = [value for state in machine.state.values() for value in state.values()]
    tensors = [*machine.parameters.values(), *memory]
    return sum(tensor.nbytes for tensor in tensors if isinstance(tensor, Tensor))


def run_of(snapshot: Snapshot) -> Run:
    """The run that a snapshot tells of, with its history, standing where it stood."""
    moments = snapshot.moments or (Moment(snapshot.experiment, 0),)
    first = keyframe(moments[0])
    run = Run(Machine(first.experiment, first), first.step)
    for later in moments[1:]:
        if later.changed:
            run.history.record_change(keyframe(later))
        else:
            run.history.record(keyframe(later))
    losses = Losses(snapshot.base, snapshot.losses)
    losses.news()  # who has the snapshot has these, but not those that are made again from here on
    run.recall(losses, snapshot.experiment.training.stop, snapshot.watched)
    return run


def _state(shuffle: np.ndarray[Any, Any]) -> Tensor:
    """A generator's state; EngineError where a file has other bytes there."""
    state = torch.tensor(shuffle)
    try:
        torch.Generator().set_state(state)
    except RuntimeError as error:
        raise misfit("run.moments") from error
    return state


def _array(tensor: Tensor) -> np.ndarray[Any, Any]:
    values: np.ndarray[Any, Any] = tensor.detach().cpu().numpy().copy()
    return values


def _on(device: str, values: np.ndarray[Any, Any]) -> Tensor:
    """Arrays lie beside their parameters; single numbers stay with the processor."""
    return torch.tensor(values, device=device if values.ndim else "cpu")


def _plain(value: Any) -> Any:
    return _array(value) if isinstance(value, Tensor) else value
