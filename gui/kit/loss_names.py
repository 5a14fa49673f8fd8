"""What the loss that training makes small is called, its reduction and its penalty included."""

from __future__ import annotations

from engine.catalog import LOSSES
from engine.experiment import Experiment
from gui.kit.words import tr


def loss_name(experiment: Experiment) -> str:
    """The whole name: ``mean squared error``, ``sum of squared errors + L2``."""
    entry = LOSSES.get(experiment.loss.name)
    if entry is None:
        return experiment.loss.name
    name = tr(entry.sums) if experiment.loss.reduction == "sum" else tr(entry.means)
    asked = experiment.regularization
    return name + (" + L1" if asked.l1 else "") + (" + L2" if asked.l2 else "")
