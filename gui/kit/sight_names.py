"""What the things are called that a single kind of view paints."""

from __future__ import annotations

from typing import assert_never

from engine.catalog import ACTIVATIONS
from engine.experiment import Experiment
from engine.frames import sights
from gui.kit.numbers import count, short
from gui.kit.words import tr


def sight_named(thing: sights.Sighted, experiment: Experiment) -> str:
    """``pre-activations z of hidden layer 1``, ``training loss here``."""
    match thing:
        case sights.Cutoff(positive, _, test):
            rows = tr("test rows") if test else tr("training rows")
            name = class_named(experiment, positive)
            return tr("class {name} against the rest, {rows}", name=name, rows=rows)
        case sights.Remainder(row):
            return tr("residual of row {row}", row=row + 1)
        case sights.Spread(layer, numbers):
            return tr("{numbers} of the {layer}", numbers=_numbers()[numbers],
                      layer=layer_named(layer, experiment))  # fmt: skip
        case sights.Flow(layer):
            name = layer_named(layer, experiment)
            return tr("size of the gradient of the {layer}", layer=name)
        case sights.Asleep(layer):
            return tr("neurons of the {layer}", layer=layer_named(layer, experiment))
        case sights.Bend(z, layer, name):
            choices = experiment.model.activations
            own = layer is not None and layer < len(choices)
            entry = ACTIVATIONS[choices[layer or 0].name if own else name]
            return tr("{activation} at z = {z}", activation=tr(entry.label), z=short(z))
        case sights.Height():
            return _height(thing)
        case sights.Moment(step):
            return tr("step {step}", step=count(step))
        case sights.Shade():
            return tr("colour of {name}", name=experiment.data.target)
        case _:
            assert_never(thing)


def layer_named(layer: int, experiment: Experiment) -> str:
    """``hidden layer 1``, ``output layer``."""
    if layer < len(experiment.model.hidden):
        return tr("hidden layer {number}", number=layer + 1)
    return tr("output layer")


def class_named(experiment: Experiment, index: int) -> str:
    """A class by its index."""
    classes = experiment.data.classes
    return str(classes[index]) if index < len(classes) else str(index)


def _height(thing: sights.Height) -> str:
    if thing.step is not None:
        return tr("training loss after step {step}", step=count(thing.step))
    if thing.level is not None:
        return tr("contour of {level}", level=short(thing.level))
    return tr("training loss here")


def _numbers() -> dict[str, str]:
    return {
        "before": tr("pre-activations z"),
        "after": tr("activations"),
        "weights": tr("weights"),
        "gradients": tr("gradients of the weights"),
    }
