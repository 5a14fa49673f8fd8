"""What can be done with a layer or a neuron, as menus."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QMenu, QWidget

from engine.catalog import ACTIVATIONS
from engine.edits import layers as edits
from engine.edits.parts import with_frozen
from engine.experiment import Experiment
from engine.experiment.specs import Choice
from engine.frames.things import Input, Neuron, Number, Thing
from gui.kit.parameter_names import layer_of
from gui.kit.wishes import SwitchWeights, Wish
from gui.kit.words import tr

Change = Callable[[Experiment], Experiment]
Wanted = Callable[[str, Change], object]
Weights = tuple[str, tuple[int, ...]]
Off = Mapping[str, NDArray[np.bool_]]
Wishing = Callable[[Wish], object]


def layer_menu(
    parent: QWidget, experiment: Experiment, layer: int, wanted: Wanted, *, whole: bool
) -> QMenu:
    """Of a hidden layer: its activation, and with ``whole`` everything else; of the output less."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    if layer == len(experiment.model.hidden) and whole:
        _add_before(menu, layer, wanted)
        menu.addSeparator()
        add_freezing(menu, experiment, "output", wanted)
        return menu
    if not 0 <= layer < len(experiment.model.hidden):
        return menu  # it has gone since it was drawn
    curves = menu.addMenu(tr("Activation")) if whole else menu
    _add_activations(curves, experiment, layer, wanted)
    if not whole:
        return menu
    _add_before(menu, layer, wanted)
    menu.addAction(tr("Add a layer after it")).triggered.connect(
        lambda: wanted(tr("Add a layer"), lambda old: edits.with_layer(old, layer + 1))
    )
    menu.addAction(tr("Remove this layer")).triggered.connect(
        lambda: wanted(tr("Remove a layer"), lambda old: edits.without_layer(old, layer))
    )
    menu.addSeparator()
    add_freezing(menu, experiment, f"hidden{layer + 1}", wanted)
    return menu


def _add_before(menu: QMenu, layer: int, wanted: Wanted) -> None:
    menu.addAction(tr("Add a layer before it")).triggered.connect(
        lambda: wanted(tr("Add a layer"), lambda old: edits.with_layer(old, layer))
    )


def add_freezing(menu: QMenu, experiment: Experiment, layer: str, wanted: Wanted) -> None:
    """A switch for each parameter of a layer that training may leave as it is."""
    labels = {"weight": tr("Freeze the weights"), "bias": tr("Freeze the biases")}
    for kind, label in labels.items():
        name = f"{layer}.{kind}"
        if name not in experiment.parameter_shapes():
            continue
        action = menu.addAction(label)
        action.setCheckable(True)
        action.setChecked(name in experiment.model.frozen)
        action.triggered.connect(
            lambda on, name=name: wanted(tr("Freeze"), lambda old: with_frozen(old, name, on))
        )


def outgoing(experiment: Experiment, layer: int, neuron: int) -> tuple[str, tuple[int, ...]]:
    """The weights through which a neuron is heard: their parameter, and their flat places.

    The inputs are layer -1.
    """
    hidden = experiment.model.hidden
    name = f"hidden{layer + 2}.weight" if layer + 1 < len(hidden) else "output.weight"
    count, sources = experiment.parameter_shapes()[name]
    return name, tuple(row * sources + neuron for row in range(count))


def add_switching(menu: QMenu, weights: Weights, off: Off, wish: Wishing) -> None:
    """Off for a while, or on again, where all of the weights are off."""
    name, places = weights
    mask = off.get(name)
    is_off = mask is not None and bool(mask.ravel()[list(places)].all())
    action = menu.addAction(tr("Switch on again") if is_off else tr("Switch off for a while"))
    action.setToolTip(
        tr("Counts as 0 until it is switched on again, or Reset; no file and no program has it.")
    )
    action.triggered.connect(lambda: wish(SwitchWeights(name, places, not is_off)))


def _add_removing(
    menu: QMenu, experiment: Experiment, layer: int, neuron: int, wanted: Wanted
) -> None:
    remove = menu.addAction(tr("Remove this neuron"))
    remove.setEnabled(experiment.model.hidden[layer] > 1)
    remove.triggered.connect(
        lambda: wanted(tr("Remove a neuron"), lambda old: edits.without_neuron(old, layer, neuron))
    )


def _add_activations(menu: QMenu, experiment: Experiment, layer: int, wanted: Wanted) -> None:
    now = experiment.model.activations[layer]
    for name, entry in ACTIVATIONS.items():
        action = menu.addAction(tr(entry.label))
        action.setCheckable(True)
        action.setChecked(name == now.name)
        choice = Choice.of(entry)
        action.triggered.connect(
            lambda _=False, choice=choice: wanted(
                tr("Activation"), lambda old: edits.with_layer_activation(old, layer, choice)
            )
        )


def menu_of(
    parent: QWidget, experiment: Experiment, thing: Thing, off: Off, wanted: Wanted, wish: Wishing
) -> QMenu | None:
    """Of what is pointed at: a hidden neuron, an input or a weight; None of anything else."""
    is_hidden = isinstance(thing, Neuron) and thing.layer < len(experiment.model.hidden)
    if not is_hidden and not isinstance(thing, Input | Number):
        return None
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    if isinstance(thing, Neuron):
        _add_removing(menu, experiment, thing.layer, thing.index, wanted)
        add_switching(menu, outgoing(experiment, thing.layer, thing.index), off, wish)
    elif isinstance(thing, Input):
        add_switching(menu, outgoing(experiment, -1, thing.index), off, wish)
    elif isinstance(thing, Number):
        add_switching(menu, (thing.parameter, (thing.place,)), off, wish)
        add_freezing(menu, experiment, layer_of(thing.parameter), wanted)
    return menu
