"""Edits of a network's layers: one neuron or one layer more or less, the others as they are."""

from __future__ import annotations

from dataclasses import replace

from engine.edits.parts import with_hidden, with_model
from engine.errors import EngineError
from engine.experiment import Experiment, reshaping
from engine.experiment.reshaping import Reshaping
from engine.experiment.settings import NEURONS
from engine.experiment.specs import Choice

FIRST = 4  # neurons of the first layer that is added


def with_neurons(experiment: Experiment, layer: int, count: int) -> Experiment:
    """So many neurons in a hidden layer: the last ones go, or are new."""
    hidden = list(experiment.model.hidden)
    hidden[layer] = _count(layer, count)
    return with_hidden(experiment, tuple(hidden))


def without_neuron(experiment: Experiment, layer: int, neuron: int) -> Experiment:
    """One neuron of a hidden layer less."""
    before = experiment.model.hidden
    _count(layer, before[layer] - 1)
    smaller = with_neurons(experiment, layer, before[layer] - 1)
    return _meant(smaller, reshaping.without_neuron(before, layer, neuron))


def with_layer(experiment: Experiment, at: int) -> Experiment:
    """One more hidden layer before the one at a place, as large and bent as the one before it."""
    model = experiment.model
    hidden, choices = list(model.hidden), list(model.activations)
    size = hidden[max(at - 1, 0)] if hidden else FIRST
    choice = choices[max(at - 1, 0)] if choices else _first(model.activation)
    hidden.insert(at, size)
    choices.insert(at, choice)
    larger = _with(experiment, tuple(hidden), tuple(choices))
    return _meant(larger, reshaping.with_layer(model.hidden, at, size))


def without_layer(experiment: Experiment, layer: int) -> Experiment:
    """One hidden layer less."""
    model = experiment.model
    hidden, choices = list(model.hidden), list(model.activations)
    del hidden[layer], choices[layer]
    smaller = _with(experiment, tuple(hidden), tuple(choices))
    return _meant(smaller, reshaping.without_layer(model.hidden, layer))


def with_layer_activation(experiment: Experiment, layer: int, choice: Choice) -> Experiment:
    """Another activation for one hidden layer."""
    choices = list(experiment.model.activations)
    choices[layer] = choice
    return _with(experiment, experiment.model.hidden, tuple(choices))


def _with(given: Experiment, hidden: tuple[int, ...], choices: tuple[Choice, ...]) -> Experiment:
    """These layers; one activation for all stays one where all are alike."""
    model = given.model
    activation: Choice | tuple[Choice, ...] = choices
    if not isinstance(model.activation, tuple) and len(set(choices)) < 2:
        activation = choices[0] if choices else model.activation
    return with_model(given, replace(model, hidden=hidden, activation=activation, reshaped=None))


def _meant(experiment: Experiment, meant: Reshaping) -> Experiment:
    return replace(experiment, model=replace(experiment.model, reshaped=meant))


def _count(layer: int, count: int) -> int:
    where = f"model.hidden[{layer}]"
    if count < 1:
        raise EngineError("needs at least one neuron", where, "remove the layer instead")
    if count > (NEURONS.high or count):
        raise EngineError("must be at most {most}", where, most=NEURONS.high or count)
    return count


def _first(activation: Choice | tuple[Choice, ...]) -> Choice:
    return Choice("tanh") if isinstance(activation, tuple) else activation
