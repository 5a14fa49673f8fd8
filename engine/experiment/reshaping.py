"""Which layers and neurons of a network are those of the one before, where it was reshaped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

Sizes = tuple[int, ...]
Places = tuple[int | None, ...]


class Part(NamedTuple):
    """Of one linear layer: which it was before, and the rows and columns that its numbers had.

    None stands for what is new; ``layer`` counts from 0, the last is the output's.
    """

    layer: int | None
    rows: Places
    columns: Places


@dataclass(frozen=True, slots=True)
class Reshaping:
    """From hidden layers of the sizes ``before`` to others.

    ``layers`` says of each hidden layer which one it was, ``neurons`` of each of its neurons which
    of that layer's; None is new. What comes after a layer that is new, or gone, keeps its weights
    by their places.
    """

    before: Sizes
    layers: Places
    neurons: tuple[Places, ...]

    @property
    def after(self) -> Sizes:
        """The sizes that it leads to."""
        return tuple(map(len, self.neurons))

    def parts(self, inputs: int, outputs: int) -> tuple[Part, ...]:
        """Where the numbers of each linear layer come from."""
        layers = (*self.layers, len(self.before))
        rows = (*self.neurons, tuple(range(outputs)))
        entering = (inputs, *self.before)
        return tuple(
            Part(layer, rows[place], self._columns(place, layer, inputs, entering))
            for place, layer in enumerate(layers)
        )

    def _columns(self, place: int, layer: int | None, inputs: int, entering: Sizes) -> Places:
        """Which columns of the layer before those of the one at ``place`` were."""
        if layer is None:
            return ()
        if place and layer and self.layers[place - 1] == layer - 1:
            return self.neurons[place - 1]
        count = len(self.neurons[place - 1]) if place else inputs
        return _positions(count, entering[layer])


def usual(before: Sizes, after: Sizes) -> Reshaping:
    """Layers and neurons by their places: the last ones go, or are new."""
    layers = _positions(len(after), len(before))
    neurons = tuple(
        _positions(count, 0 if layer is None else before[layer])
        for count, layer in zip(after, layers, strict=True)
    )
    return Reshaping(before, layers, neurons)


def without_neuron(before: Sizes, layer: int, neuron: int) -> Reshaping:
    """One neuron of a hidden layer less."""
    neurons = list(_all(before))
    neurons[layer] = tuple(place for place in neurons[layer] if place != neuron)
    return Reshaping(before, _range(len(before)), tuple(neurons))


def with_layer(before: Sizes, at: int, size: int) -> Reshaping:
    """A new hidden layer before the one at a place, or before the output."""
    neurons = list(_all(before))
    neurons.insert(at, (None,) * size)
    layers: list[int | None] = list(_range(len(before)))
    layers.insert(at, None)
    return Reshaping(before, tuple(layers), tuple(neurons))


def without_layer(before: Sizes, at: int) -> Reshaping:
    """One hidden layer less."""
    neurons, layers = list(_all(before)), list(_range(len(before)))
    del neurons[at], layers[at]
    return Reshaping(before, tuple(layers), tuple(neurons))


def is_small(before: Sizes, after: Sizes) -> bool:
    """Whether no more than one neuron or one layer lies between two networks."""
    if len(before) == len(after):
        return sum(abs(a - b) for a, b in zip(before, after, strict=True)) == 1
    long, short = sorted((before, after), key=len, reverse=True)
    gaps: Iterable[Sizes] = (long[:at] + long[at + 1 :] for at in range(len(long)))
    return len(long) == len(short) + 1 and short in gaps


def _positions(count: int, known: int) -> Places:
    return tuple(place if place < known else None for place in range(count))


def _range(count: int) -> Places:
    return tuple(range(count))


def _all(sizes: Sizes) -> tuple[Places, ...]:
    return tuple(_range(count) for count in sizes)
