"""What of a run's state goes on where the experiment is changed on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.experiment import Experiment
from engine.training.batches import Place
from engine.training.history import Keyframe


def carried(keyframe: Keyframe, new: Experiment) -> Keyframe:
    """What of a keyframe holds for another experiment.

    Other rows or batches begin the epoch again, and another optimizer begins without memory.
    """
    old, place = keyframe.experiment, keyframe.place
    if _order(old) != _order(new):
        place = Place(place.epoch, 0, place.shuffle)
    same = old.optimizer.name == new.optimizer.name
    return replace(keyframe, experiment=new, place=place, state=keyframe.state if same else {})


def _order(experiment: Experiment) -> tuple[Any, ...]:
    data, training = experiment.data, experiment.training
    return (
        (data.table.rows, data.test_fraction, data.split_seed, data.stratified),
        (training.batch_size, training.shuffle),
    )
