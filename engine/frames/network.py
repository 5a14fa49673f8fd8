"""The network as it is drawn: what every neuron makes of the data's axes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.experiment.specs import Model
from engine.frames.base import Request, View

Map = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Axis:
    """A feature from ``low`` to ``high``, in its own units."""

    feature: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class NetworkRequest(Request):
    """Every neuron's output over one axis, as a curve, or over two, as a map.

    Features that have no axis are ``held`` at a value, else at their mean. ``size`` is the number
    of pixels along each axis, ``output_size`` that of the outputs. Layers of more than ``most``
    neurons have no maps.
    """

    axes: tuple[Axis, ...]
    size: int = 46
    output_size: int = 92
    most: int = 16
    held: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Network(View):
    """The state after ``step`` updates of the network that ``model`` describes.

    Every array has shape (neurons, size) for curves, (neurons, size, size) for maps, from top to
    bottom and from left to right; a value is that in the middle of its pixel. ``inputs`` are what
    the first layer sees, ``hidden`` what each hidden layer passes on. ``output`` is the answer: in
    the target's own units, or a probability (of two classes the second's, of more each one's).
    ``off`` says which numbers of a parameter count as 0 for a while.
    """

    step: int
    model: Model
    inputs: Map
    hidden: tuple[Map, ...]
    output: Map
    off: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MatrixRequest(Request):
    """Some rows and columns of a weight matrix that is too large to be drawn as lines.

    Where they are more than ``most``, what stands out of each block of them.
    """

    name: str
    top: int
    left: int
    rows: int
    columns: int
    most: int = 96


@dataclass(frozen=True, slots=True)
class Matrix(View):
    """``values`` are the numbers asked for where ``exact``; ``shape`` is the whole matrix's."""

    request: MatrixRequest
    shape: tuple[int, int]
    values: NDArray[np.floating]
    exact: bool
