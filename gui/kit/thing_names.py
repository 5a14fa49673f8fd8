"""What a thing that can be pointed at is called, in the interface's language."""

from __future__ import annotations

from typing import assert_never

import numpy as np

from engine.experiment import Experiment
from engine.experiment.settings import SETTINGS, among
from engine.experiment.specs import input_names
from engine.frames.things import (
    Answer,
    Best,
    Cell,
    Datum,
    Delta,
    Figure,
    Gradient,
    Input,
    Moved,
    Neuron,
    Number,
    Outcome,
    PhaseCard,
    Residual,
    Setting,
    StepLoss,
    Sum,
    Target,
    Term,
    Thing,
)
from gui.kit.numbers import count
from gui.kit.parameter_names import formula, layer_of
from gui.kit.words import tr

OfParameter = Number | Gradient | Moved
OfNeuron = Sum | Neuron | Delta
OfRow = Datum | Residual | Target | Term


def named(thing: Thing, experiment: Experiment) -> str:
    """``weight from x1 to neuron 2 of hidden layer 1``, ``row 5``."""
    match thing:
        case Number() | Gradient() | Moved():
            return _of_parameter(thing, experiment)
        case Sum() | Neuron() | Delta():
            return _of_neuron(thing, experiment)
        case Datum() | Residual() | Target() | Term():
            return _of_row(thing)
        case Input(index):
            return tr("input {name}", name=_input(experiment, index))
        case Outcome(index):
            return tr("probability of {name}", name=_class(experiment, index))
        case Best():
            return tr("the line of least squares")
        case Answer():
            return tr("the model's answer here")
        case StepLoss(step):
            return (
                tr("loss of this step")
                if step is None
                else tr("loss of step {step}", step=count(step))
            )
        case PhaseCard(phase):
            return _phases()[phase]
        case Cell(column, row):
            return tr("{column} of row {row}", column=column, row=row + 1)
        case Setting(path):
            return _setting(path, experiment)
        case Figure():
            return _figure(thing, experiment)
        case _:
            assert_never(thing)


def neuron(layer: int, index: int, experiment: Experiment) -> str:
    """``neuron 2 of hidden layer 1``, ``the output``, ``the output for setosa``."""
    shapes = experiment.parameter_shapes()
    if layer < len(experiment.model.hidden):
        return tr("neuron {number} of hidden layer {layer}", number=index + 1, layer=layer + 1)
    if shapes["output.weight"][0] == 1:
        return tr("the output")
    return tr("the output for {name}", name=experiment.data.classes[index])


def _of_parameter(thing: OfParameter, experiment: Experiment) -> str:
    name = _parameter(thing.parameter, thing.place, experiment)
    if isinstance(thing, Gradient):
        return tr("gradient of the {name}", name=name)
    if isinstance(thing, Moved):
        return tr("update of the {name}", name=name)
    return name


def _parameter(name: str, place: int, experiment: Experiment) -> str:
    shapes = experiment.parameter_shapes()
    layers = [each.removesuffix(".weight") for each in shapes if each.endswith(".weight")]
    if name not in shapes:
        return name
    layer, shape = layers.index(layer_of(name)), shapes[name]
    if name.endswith(".bias"):
        if shape == (1,) and shapes[f"{layer_of(name)}.weight"][0] > 1:
            return tr("bias that all outputs share")
        return tr("bias of {neuron}", neuron=neuron(layer, place, experiment))
    out, into = (int(at) for at in np.unravel_index(place, shape))
    source = _input(experiment, into) if layer == 0 else tr("neuron {number}", number=into + 1)
    return tr("weight from {source} to {neuron}", source=source,
              neuron=neuron(layer, out, experiment))  # fmt: skip


def _input(experiment: Experiment, index: int) -> str:
    names = input_names(experiment.data, experiment.model)
    return formula(names[index]) if index < len(names) else str(index + 1)


def _class(experiment: Experiment, index: int) -> str:
    classes = experiment.data.classes
    return str(classes[index]) if index < len(classes) else str(index)


def _of_neuron(thing: OfNeuron, experiment: Experiment) -> str:
    name = neuron(thing.layer, thing.index, experiment)
    if isinstance(thing, Delta):
        return tr("the δ of {name}", name=name)
    return tr("the z of {name}", name=name) if isinstance(thing, Sum) else name


def _of_row(thing: OfRow) -> str:
    if thing.row is None:
        if isinstance(thing, Target):
            return tr("target of this row")
        return tr("error of this row") if isinstance(thing, Residual) else tr("loss of this row")
    row = thing.row + 1
    if isinstance(thing, Datum):
        return tr("row {row}", row=row)
    if isinstance(thing, Residual):
        return tr("error of row {row}", row=row)
    if isinstance(thing, Target):
        return tr("target of row {row}", row=row)
    return tr("loss of row {row}", row=row)


def _phases() -> dict[str, str]:
    return {
        "forward": tr("1 Forward"),
        "loss": tr("2 Loss"),
        "backward": tr("3 Backward"),
        "update": tr("4 Update"),
    }


def _setting(path: str, experiment: Experiment) -> str:
    setting = SETTINGS.get(path) or among(experiment).get(path)
    return path if setting is None else tr(setting.label)


def _figure(thing: Figure, experiment: Experiment) -> str:
    of = tr("test rows") if thing.test else tr("training rows")
    if thing.confusion is not None:
        true, said = (experiment.data.classes[place] for place in thing.confusion)
        return tr("{true} called {said}, {rows}", true=true, said=said, rows=of)
    return tr("{name}, {rows}", name=thing.name, rows=of)
