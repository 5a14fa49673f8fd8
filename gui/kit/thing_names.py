"""What a thing that can be pointed at is called, in the interface's language."""

from __future__ import annotations

from typing import assert_never

import numpy as np

from engine.experiment import Experiment
from engine.experiment.settings import SETTINGS, among
from engine.experiment.specs import input_names
from engine.frames import things
from engine.frames.sights import Sighted
from gui.kit.numbers import count
from gui.kit.parameter_names import formula, layer_of
from gui.kit.sight_names import sight_named
from gui.kit.words import tr

OfParameter = things.Number | things.Gradient | things.Moved | things.Kept
OfNeuron = things.Sum | things.Neuron | things.Delta | things.Slope
OfRow = things.Datum | things.Residual | things.Target | things.Term


def named(thing: things.Thing, experiment: Experiment) -> str:
    """``weight from x1 to neuron 2 of hidden layer 1``, ``row 5``."""
    if isinstance(thing, Sighted):
        return sight_named(thing, experiment)
    match thing:
        case things.Number() | things.Gradient() | things.Moved() | things.Kept():
            return _of_parameter(thing, experiment)
        case things.Sum() | things.Neuron() | things.Delta() | things.Slope():
            return _of_neuron(thing, experiment)
        case things.Datum() | things.Residual() | things.Target() | things.Term():
            return _of_row(thing)
        case things.Input(index):
            return tr("input {name}", name=_input(experiment, index))
        case things.Outcome(index):
            return tr("probability of {name}", name=_class(experiment, index))
        case things.Best():
            return tr("the line of least squares")
        case things.Answer():
            return tr("the model's answer here")
        case things.StepLoss(step):
            return (
                tr("loss of this step")
                if step is None
                else tr("loss of step {step}", step=count(step))
            )
        case things.PhaseCard(phase):
            return _phases()[phase]
        case things.Cell(column, row):
            return tr("row {row}, {column}", row=row + 1, column=column)
        case things.Setting(path, place):
            return _setting(path, place, experiment)
        case things.Figure():
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
    if isinstance(thing, things.Gradient):
        return tr("gradient of the {name}", name=name)
    if isinstance(thing, things.Moved):
        return tr("update of the {name}", name=name)
    if isinstance(thing, things.Kept):
        kept = _kept().get(thing.name, thing.name)
        if thing.before:
            return tr("{kept} of the {name}, before the update", kept=kept, name=name)
        return tr("{kept} of the {name}", kept=kept, name=name)
    return name


def _kept() -> dict[str, str]:
    return {
        "mean": tr("running mean of the gradient"),
        "square": tr("running mean of the squared gradient"),
        "velocity": tr("velocity"),
        "largest": tr("largest so far"),
        "total": tr("sum of the squared gradients"),
        "moved": tr("running mean of the squared updates"),
        "sizes": tr("step size"),
        "last": tr("last gradient"),
        "average": tr("running average"),
    }


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
    if isinstance(thing, things.Delta):
        return tr("the δ of {name}", name=name)
    if isinstance(thing, things.Slope):
        return tr("f′(z) of {name}", name=name)
    return tr("the z of {name}", name=name) if isinstance(thing, things.Sum) else name


def _of_row(thing: OfRow) -> str:
    if thing.row is None:
        if isinstance(thing, things.Target):
            return tr("target of this row")
        return (
            tr("error of this row")
            if isinstance(thing, things.Residual)
            else tr("loss of this row")
        )
    row = thing.row + 1
    if isinstance(thing, things.Datum):
        return tr("row {row}", row=row)
    if isinstance(thing, things.Residual):
        return tr("error of row {row}", row=row)
    if isinstance(thing, things.Target):
        return tr("target of row {row}", row=row)
    return tr("loss of row {row}", row=row)


def _phases() -> dict[str, str]:
    return {
        "forward": tr("1 Forward"),
        "loss": tr("2 Loss"),
        "backward": tr("3 Backward"),
        "update": tr("4 Update"),
    }


def _setting(path: str, place: int | None, experiment: Experiment) -> str:
    setting = SETTINGS.get(path) or among(experiment).get(path)
    name = path if setting is None else tr(setting.label)
    return name if place is None else f"{name} {place + 1}"


def _figure(thing: things.Figure, experiment: Experiment) -> str:
    of = tr("test rows") if thing.test else tr("training rows")
    if thing.confusion is not None:
        true, said = (experiment.data.classes[place] for place in thing.confusion)
        return tr("rows of {true} called {said}, {rows}", true=true, said=said, rows=of)
    name = _figures().get(thing.name, thing.name)
    if thing.of is not None:
        return tr("{name} of {label}, {rows}", name=name, label=_class(experiment, thing.of),
                  rows=of)  # fmt: skip
    return tr("{name}, {rows}", name=name, rows=of)


def _figures() -> dict[str, str]:
    return {
        "loss": tr("loss"),
        "accuracy": tr("accuracy"),
        "mse": tr("MSE"),
        "mae": tr("MAE"),
        "r2": tr("R²"),
        "precision": tr("precision"),
        "recall": tr("recall"),
        "f1": tr("F1"),
        "area": tr("area under ROC"),
        "average": tr("average precision"),
    }
