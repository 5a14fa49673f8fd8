"""Whether training can go on with another experiment, or begins anew with it."""

from __future__ import annotations

from typing import Any

from engine.experiment.reshaping import Reshaping, is_small, usual
from engine.experiment.setting import Setting
from engine.experiment.settings import SETTINGS, differing
from engine.experiment.specs import Model
from engine.experiment.value import Experiment

HIDDEN, ACTIVATION, VALUES = "model.hidden", "model.activation", "model.init.values"


def new_start(old: Experiment, new: Experiment) -> set[str]:
    """The paths of what decides the parameters' shapes, meaning and start, where they differ.

    The values of categories are among the data: with other ones inputs or outputs are others.
    One neuron or one layer more or less is a change on the way: the others' weights stay.
    """
    paths = {setting.path for setting in differing(old, new, "anew")}
    if HIDDEN in paths and is_small(old.model.hidden, new.model.hidden):
        paths -= {HIDDEN, VALUES}
        same = _ends(old) == _ends(new)
    else:
        same = _ends(old) == _ends(new) and old.parameter_shapes() == new.parameter_shapes()
    return paths if same else {*paths, "data.columns"}


def begins_anew(old: Experiment, new: Experiment) -> bool:
    """Whether nothing of what was trained is left with the new experiment."""
    return old is not new and bool(new_start(old, new))


def is_reshaped(old: Experiment, new: Experiment) -> bool:
    """Whether training goes on in a network with one neuron or layer more or less."""
    return old.model.hidden != new.model.hidden and not new_start(old, new)


def loses_weights(old: Experiment, new: Experiment) -> bool:
    """Whether some weights are gone, or new, with the new experiment: what undo brings back."""
    return old is not new and (is_reshaped(old, new) or begins_anew(old, new))


def reshaping(old: Model, new: Model) -> Reshaping:
    """Where the neurons of ``new`` come from: as was meant, or else by their places."""
    meant = new.reshaped
    if meant is not None and (meant.before, meant.after) == (old.hidden, new.hidden):
        return meant
    return usual(old.hidden, new.hidden)


def on_the_way(old: Experiment, new: Experiment) -> list[Setting]:
    """What training does otherwise from here on, with the weights that it keeps."""
    found = differing(old, new, "keeps")
    if not is_reshaped(old, new):
        return found
    return [SETTINGS[HIDDEN], *(each for each in found if each.path != ACTIVATION)]


def _ends(experiment: Experiment) -> tuple[Any, ...]:
    """What the first layer sees, and what the last one says."""
    return experiment.data.encoding, experiment.data.outcome, len(experiment.data.classes)
