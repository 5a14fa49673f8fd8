"""What of a run's state goes on where the experiment is changed on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from torch import Tensor

from engine.experiment import Experiment
from engine.experiment.reshaping import Part
from engine.experiment.starts import reshaping
from engine.training.batches import Place
from engine.training.history import Keyframe
from engine.training.network import starting_parameters
from engine.training.switching import on_again, without_memory


def carried(keyframe: Keyframe, new: Experiment) -> Keyframe:
    """What of a keyframe holds for another experiment.

    Other rows or batches begin the epoch again, and another optimizer begins without memory. So
    does the optimizer of a network that was reshaped: its new numbers are those of a fresh start.
    """
    old, place = keyframe.experiment, keyframe.place
    if _order(old) != _order(new):
        place = Place(place.epoch, 0, place.shuffle)
    same = old.optimizer.name == new.optimizer.name
    if old.model.hidden != new.model.hidden:
        parameters = _reshaped(on_again(keyframe).parameters, old, new)
        return Keyframe(keyframe.step, place, new, parameters, {})
    state = keyframe.state if same else without_memory(keyframe.state)
    return replace(keyframe, experiment=new, place=place, state=state)


def _reshaped(known: Mapping[str, Tensor], old: Experiment, new: Experiment) -> dict[str, Tensor]:
    """The parameters of a network with other layers: what there was in its new places."""
    fresh = starting_parameters(new)
    names, before = _layers(new), _layers(old)
    outputs, inputs = fresh["output.weight"].shape[0], fresh[f"{names[0]}.weight"].shape[1]
    parts = reshaping(old.model, new.model).parts(inputs, outputs)
    for name, part in zip(names, parts, strict=True):
        if part.layer is not None:
            _put(fresh[f"{name}.weight"], known[f"{before[part.layer]}.weight"], part)
        if part.layer is not None and f"{name}.bias" in fresh:
            _put(fresh[f"{name}.bias"], known[f"{before[part.layer]}.bias"], part)
    return fresh


def _put(fresh: Tensor, known: Tensor, part: Part) -> None:
    """Numbers into the rows and columns that they have now."""
    known = known.detach().cpu()
    for row, before in enumerate(part.rows[: len(fresh)]):
        if before is None:
            continue
        if fresh.dim() == 1:
            fresh[row] = known[before]
            continue
        columns = [(now, then) for now, then in enumerate(part.columns) if then is not None]
        if columns:
            now, then = (list(places) for places in zip(*columns, strict=True))
            fresh[row, now] = known[before, then]


def _layers(experiment: Experiment) -> list[str]:
    names = experiment.parameter_shapes()
    return [name.removesuffix(".weight") for name in names if name.endswith(".weight")]


def _order(experiment: Experiment) -> tuple[Any, ...]:
    data, training = experiment.data, experiment.training
    return (
        (data.table.rows, data.test_fraction, data.split_seed, data.stratified),
        (training.batch_size, training.shuffle),
    )
