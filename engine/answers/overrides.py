"""A pass through the network in which some numbers on the way are thought of as others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from engine.frames.pointed import Changed
from engine.frames.things import (
    Delta,
    Gradient,
    Input,
    Neuron,
    Outcome,
    Residual,
    Slope,
    Sum,
    Target,
    Term,
)
from engine.training.network import Network

Traced = list[tuple[Tensor, Tensor]]
Place = tuple[int | None, int, float]  # a row, an index in it, and the number put there
Rows = NDArray[np.int64]
T = TypeVar("T")
ON_THE_WAY = (Input, Sum, Neuron, Outcome, Residual)  # through the network
OF_ROWS = (*ON_THE_WAY, Target, Term, Delta, Slope)


@dataclass(frozen=True, slots=True)
class Overrides:
    """Numbers of single rows and of gradients; a thing without a row is of the row ``first``."""

    changes: tuple[Changed, ...] = ()
    first: int = -1

    @property
    def bends(self) -> bool:
        """Whether a row's answer is another than the model's own."""
        return any(isinstance(change.thing, ON_THE_WAY) for change in self.changes)

    @property
    def row(self) -> int | None:
        """The row whose answer is another."""
        found = [c.thing for c in self.changes if isinstance(c.thing, ON_THE_WAY)]
        return self._row(found[0].row) if found else None

    def inputs(self, inputs: Tensor, rows: Rows) -> Tensor:
        """What enters the first layer."""
        return self._put(inputs, rows, [(t.row, t.index, value) for t, value in self._of(Input)])

    def targets(self, targets: Tensor, rows: Rows) -> Tensor:
        """What should come out."""
        flat = targets.reshape(len(targets), -1)
        put = self._put(flat, rows, [(t.row, 0, value) for t, value in self._of(Target)])
        return put.reshape(targets.shape)

    def trace(self, network: Network, inputs: Tensor, targets: Tensor, rows: Rows) -> Traced:
        """Each layer's pre-activations and outputs, from inputs that are changed already."""
        if not self.bends:
            return network.trace(inputs)
        layers: Traced = []
        for place, (weight, bias) in enumerate(network.layers[:-1]):
            before = self._put(F.linear(inputs, weight, bias), rows, self._in(Sum, place))
            inputs = network.activations[place](before)
            inputs = self._put(inputs, rows, self._in(Neuron, place))
            layers.append((before, inputs))
        weight, bias = network.layers[-1]
        z = self._put(F.linear(inputs, weight, bias), rows, self._in(Sum, len(layers)))
        z = self._put(z, rows, self._in(Neuron, len(layers)))
        z = self._outputs(z, targets, rows)
        return [*layers, (z, z)]

    def added(self, terms: Mapping[int, float]) -> float:
        """What the changed terms of rows add to the sum of all; ``terms`` are those rows' own."""
        found = [(self._row(term.row), value) for term, value in self._of(Term)]
        return sum(value - terms[row] for row, value in found if row in terms)

    @property
    def judged(self) -> list[int]:
        """The rows that add another number to the loss."""
        return [self._row(term.row) for term, _ in self._of(Term)]

    def deltas(
        self, found: Sequence[Tensor], rows: Rows, back: Callable[[int], Tensor]
    ) -> list[tuple[int, Tensor]]:
        """What is added to ∂L/∂z of layers, each with its layer; ``back`` is a layer's ∂L/∂a."""
        added = []
        changed: list[tuple[Delta | Slope, float]] = [*self._of(Delta), *self._of(Slope)]
        for thing, value in changed:
            here, delta = np.flatnonzero(rows == self._row(thing.row)), found[thing.layer]
            if len(here):
                place, more = (here[0], thing.index), torch.zeros_like(delta)
                wanted = value * back(thing.layer)[place] if isinstance(thing, Slope) else value
                more[place] = wanted - delta[place]
                added.append((thing.layer, more))
        return added

    def slopes(self, found: Sequence[Tensor], rows: Rows) -> list[Tensor]:
        """f'(z) of the layers."""
        put = list(found)
        for thing, value in self._of(Slope):
            here = np.flatnonzero(rows == self._row(thing.row))
            put[thing.layer] = put[thing.layer].clone()
            put[thing.layer][here, thing.index] = value
        return put

    def gradients(self, found: dict[str, Tensor]) -> dict[str, Tensor]:
        """The gradients by which the update goes."""
        for thing, value in self._of(Gradient):
            if thing.parameter in found:
                gradient = found[thing.parameter].clone()
                gradient.view(-1)[thing.place] = value
                found = {**found, thing.parameter: gradient}
        return found

    def _outputs(self, z: Tensor, targets: Tensor, rows: Rows) -> Tensor:
        """The outputs whose probability or error is thought of as another one."""
        places: list[Place] = []
        for outcome, value in self._of(Outcome):
            index = outcome.index if z.shape[1] > 1 else 0
            for here in np.flatnonzero(rows == self._row(outcome.row)):
                others = [place for place in range(z.shape[1]) if place != index]
                rest = z[here, others].logsumexp(0).item() if others else 0.0
                share = torch.tensor(value, dtype=torch.float64)
                places.append((outcome.row, index, torch.logit(share).item() + rest))
        for error, value in self._of(Residual):
            found = np.flatnonzero(rows == self._row(error.row))
            places += [(error.row, 0, targets[here].item() + value) for here in found]
        return self._put(z, rows, places)

    def _of(self, kind: type[T]) -> list[tuple[T, float]]:
        return [(c.thing, c.value) for c in self.changes if isinstance(c.thing, kind)]

    def _in(self, kind: type[Sum] | type[Neuron], layer: int) -> list[Place]:
        return [(t.row, t.index, value) for t, value in self._of(kind) if t.layer == layer]

    def _put(self, values: Tensor, rows: Rows, places: list[Place]) -> Tensor:
        """The values of a layer, (rows, neurons), with some of them exchanged."""
        for row, index, value in places:
            mask = torch.zeros(values.shape, dtype=torch.bool, device=values.device)
            mask[np.flatnonzero(rows == self._row(row)), index] = True
            values = values.masked_fill(mask, value)
        return values

    def _row(self, row: int | None) -> int:
        return self.first if row is None else row


NONE = Overrides()


def of_rows(changes: Sequence[Changed], first: int) -> Overrides:
    """Those of some changes that are no numbers of the model, the data or the experiment."""
    kinds = (*OF_ROWS, Gradient)
    return Overrides(tuple(c for c in changes if isinstance(c.thing, kinds)), first)
