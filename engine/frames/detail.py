"""What lies open inside one step: its layers row by row, the optimizer's memory, every tensor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.experiment.specs import Outcome
from engine.frames.base import Request, View
from engine.frames.setup import Setup

MOST_WHOLE = 100_000  # numbers of all parameters that are sent whole
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Picked:
    """One number of a tensor that is too large to be sent: the one at ``place``, counted by rows.

    ``value`` is None where another tensor's number was asked for.
    """

    shape: tuple[int, ...]
    place: int = 0
    value: float | None = None


Held = NDArray[np.floating] | Picked
Arrays = Mapping[str, Held]
Memory = Mapping[str, Mapping[str, Held | float]]


def number_at(held: Held | float, place: int) -> float | None:
    """The number at a flat place of a tensor, or its only one; None where it was not sent."""
    if isinstance(held, Picked):
        return held.value if held.place == place else None
    flat = np.ravel(held)
    return float(flat[place if len(flat) > place else 0])


@dataclass(frozen=True, slots=True)
class DetailRequest(Request):
    """The step at hand in detail: ``rows`` rows of its batch, first the one that is ``followed``.

    ``followed`` is a row of the table; where the batch has it not, the batch's first rows come.
    Of a model with more than ``MOST_WHOLE`` parameters only the number at the flat ``place`` of
    the one called ``name`` is sent. ``neuron`` is the one of each layer whose weights are written
    out, the last where a layer has fewer.
    """

    followed: int | None = None
    rows: int = 3
    name: str = "output.weight"
    place: int = 0
    neuron: int = 0


@dataclass(frozen=True, slots=True)
class TensorsRequest(Request):
    """Every tensor of the step at hand, of long ones the first ``rows`` rows."""

    rows: int = 200


@dataclass(frozen=True, slots=True)
class LayerDetail:
    """One linear layer for the rows that are shown, in the numbers that the model sees.

    ``entering`` has shape (rows, inputs), the others (rows, neurons): ``before`` is
    z = W·entering + b, ``after`` is f(z), the same at the output; ``slope`` is f'(z) and ``delta``
    is ∂L/∂z, both None until the backward phase has run. ``weights`` (inputs,) and ``bias`` are
    those of ``neuron``, the first unless another was asked for; ``back`` (neurons,) is the first
    row's ∂L/∂a: what comes back through the next layer's weights, None at the output.
    ``leaving`` (neurons of the next layer,) are the weights through which it comes to ``neuron``.
    """

    name: str
    entering: Array
    before: Array
    after: Array
    slope: Array | None
    delta: Array | None
    weights: Array
    bias: float | None
    back: Array | None
    neuron: int = 0
    leaving: Array | None = None


@dataclass(frozen=True, slots=True)
class Detail(View):
    """The step after ``step`` updates; None is what its phases have not reached yet.

    ``rows`` are indices into the table as it was, ``has_followed`` says whether the first is the
    row asked for. ``targets`` has shape (rows,): numbers, or class indices. ``terms`` are the
    rows' shares of the loss before they are averaged or summed, shape (rows,); ``penalty`` is
    what regularisation adds. ``memory`` is the optimizer's before the update, ``memory_after``
    after it, for each parameter by name. ``beside`` has what torch's own functions make of the
    same batch where the loss is a cross-entropy, by the code that calls them.
    """

    step: int
    rows: NDArray[np.int64]
    has_followed: bool
    batch_rows: int
    targets: Array
    layers: tuple[LayerDetail, ...]
    terms: Array | None
    loss: float | None
    penalty: float
    gradients: Arrays | None
    before: Arrays
    after: Arrays | None
    memory: Memory
    memory_after: Memory | None
    lr: float
    outcome: Outcome
    setup: Setup
    beside: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TensorView:
    """One tensor: its first rows as ``values`` and what torch says of it.

    ``shape`` is the whole tensor's; ``grad`` is None as torch's own is before the first backward,
    and always for what is not a leaf of the graph.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    requires_grad: bool
    is_leaf: bool
    values: NDArray[Any]
    grad: NDArray[np.floating] | None


@dataclass(frozen=True, slots=True)
class Tensors(View):
    """Every tensor of the step at hand, from the batch to the optimizer's memory."""

    tensors: tuple[TensorView, ...]
