"""The numbers of a step that is laid open, each knowing what it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.experiment import Experiment
from engine.frames import Array, Detail, LayerDetail
from engine.frames.things import (
    Delta,
    Input,
    Neuron,
    Number,
    Outcome,
    Setting,
    Slope,
    Sum,
    Target,
    Term,
    Thing,
)
from gui.kit.worked.links import Linked

OfNeuron = type[Sum] | type[Neuron] | type[Delta]


def row_of(detail: Detail, place: int) -> int | None:
    """The table's row of a row that is laid open; the first is the one that is followed."""
    return None if place == 0 else int(detail.rows[place])


def weights(layer: LayerDetail) -> list[Linked]:
    """Those of the neuron that is written out."""
    into = len(layer.weights)
    name, first = f"{layer.name}.weight", layer.neuron * into
    return [Linked(w, Number(name, first + place)) for place, w in enumerate(layer.weights)]


def bias(layer: LayerDetail, outputs: int) -> Linked | None:
    """That of the neuron that is written out; ``outputs`` is how many biases its layer has."""
    if layer.bias is None:
        return None
    return Linked(layer.bias, Number(f"{layer.name}.bias", min(layer.neuron, outputs - 1)))


def entering(detail: Detail, index: int, row: int = 0) -> list[Linked]:
    """What enters a layer, for one of the rows that are laid open."""
    of = row_of(detail, row)
    values = detail.layers[index].entering[row]
    if index == 0:
        return [Linked(value, Input(place, of)) for place, value in enumerate(values)]
    return [Linked(value, Neuron(index - 1, place, of)) for place, value in enumerate(values)]


def sums(detail: Detail, index: int, row: int = 0) -> list[Linked]:
    """Each neuron's z in a layer."""
    return _each(detail.layers[index].before, Sum, detail, index, row)


def outputs(detail: Detail, index: int, row: int = 0) -> list[Linked]:
    """What each neuron of a layer makes of its z."""
    return _each(detail.layers[index].after, Neuron, detail, index, row)


def deltas(detail: Detail, index: int, row: int = 0) -> list[Linked]:
    """∂L/∂z of each neuron in a layer."""
    values = detail.layers[index].delta
    assert values is not None
    return _each(values, Delta, detail, index, row)


def slopes(detail: Detail, index: int) -> list[Linked]:
    """f'(z) of each neuron in a layer, for the row that is followed."""
    values = detail.layers[index].slope
    assert values is not None
    return [Linked(value, Slope(index, place)) for place, value in enumerate(values[0])]


def target(detail: Detail, row: int = 0) -> Linked:
    """What should have come out."""
    return Linked(float(detail.targets[row]), Target(row_of(detail, row)))


def terms(detail: Detail) -> list[Linked]:
    """What each row that is laid open adds to the loss."""
    assert detail.terms is not None
    return [Linked(term, Term(row_of(detail, row))) for row, term in enumerate(detail.terms)]


def outcome(value: float, index: int, of: object) -> float:
    """A probability of the row that an output is of, where that is known."""
    thing: Thing | None = getattr(of, "thing", None)
    row = thing.row if isinstance(thing, Sum | Neuron) else None
    return Linked(value, Outcome(index, row)) if thing is not None else value


def settings(section: str, values: Iterable[tuple[str, object]]) -> dict[str, Any]:
    """The numbers of a choice, each knowing where it is set."""
    found: dict[str, Any] = {}
    for name, value in values:
        several = value if isinstance(value, tuple) else ()
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            found[name] = Linked(float(value), Setting(f"{section}.{name}"))
        if several:
            path = f"{section}.{name}"
            found[name] = tuple(
                Linked(float(one), Setting(path, place)) for place, one in enumerate(several)
            )
    return found


def rate(detail: Detail) -> float:
    """The learning rate of a step, which is the one that was set unless a schedule changes it."""
    same = detail.lr == detail.setup.optimizer.number("lr")
    return Linked(detail.lr, Setting("optimizer.lr")) if same else detail.lr


def biases(experiment: Experiment, layer: str) -> int:
    """How many biases a layer has."""
    shape = experiment.parameter_shapes().get(f"{layer}.bias", (1,))
    return shape[0]


def _each(
    values: Array,
    kind: type[Sum] | type[Neuron] | type[Delta],
    detail: Detail,
    index: int,
    row: int,
) -> list[Linked]:
    of = row_of(detail, row)
    return [Linked(value, kind(index, place, of)) for place, value in enumerate(values[row])]
