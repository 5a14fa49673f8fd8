"""What travels between training and whoever watches it: requests for views, and frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError

Phase = Literal["forward", "loss", "backward", "update"]
Unit = Literal["phase", "step", "epoch"]
PHASES: tuple[Phase, ...] = ("forward", "loss", "backward", "update")
Style = Literal["module", "scratch", "formula"]  # how a program is written
Array = NDArray[np.float64]
Arrays = Mapping[str, NDArray[np.floating]]


# ---- requests: a panel names the views that it draws -------------------------------------------


@dataclass(frozen=True, slots=True)
class CurveRequest:
    """The model's answer along the only feature, from ``low`` to ``high`` in its own units."""

    low: float
    high: float
    count: int = 300


@dataclass(frozen=True, slots=True)
class PlaneRequest:
    """The model's answer over two features; any others are held at their mean."""

    x_feature: str
    y_feature: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    size: int = 128


@dataclass(frozen=True, slots=True)
class PredictionsRequest:
    """The model's answer at each row of the table (at most ``limit`` rows, the first ones)."""

    limit: int = 20_000


@dataclass(frozen=True, slots=True)
class MetricsRequest:
    """How good the model is now, on training and on test rows."""


@dataclass(frozen=True, slots=True)
class ActivationRequest:
    """The curve of one hidden layer's activation, and where this model's neurons stand on it.

    ``layer`` counts hidden layers from 0. Without a hidden layer the curve is that of ``name``.
    """

    layer: int = 0
    low: float = -6.0
    high: float = 6.0
    count: int = 241
    dots: int = 400
    name: str = "tanh"
    values: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class NeuronsRequest:
    """Every neuron's output, over a range (one feature) or a grid (two)."""

    x_range: tuple[float, float]
    y_range: tuple[float, float] | None = None
    x_feature: str = ""
    y_feature: str = ""
    size: int = 32


@dataclass(frozen=True, slots=True)
class StepRequest:
    """The numbers inside the step at hand, for at most ``rows`` rows of its batch."""

    rows: int = 6


@dataclass(frozen=True, slots=True)
class ListingRequest:
    """The experiment as a program, unless it is the one with the digest ``known``."""

    style: Style = "module"
    known: str = ""


Request = (
    CurveRequest
    | PlaneRequest
    | PredictionsRequest
    | MetricsRequest
    | ActivationRequest
    | NeuronsRequest
    | StepRequest
    | ListingRequest
)


# ---- views: the answers, as read-only arrays ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Curve:
    """``y`` at each ``x``, shape (count,), in the columns' own units.

    For a classification ``y`` has shape (classes, count): each class's probability (for two
    classes only the second one's, shape (1, count)).
    """

    x: Array
    y: Array


@dataclass(frozen=True, slots=True)
class Plane:
    """The model over a grid: arrays of shape (size, size), first axis x, second axis y.

    Regression: ``value`` is ŷ in the target's own units and ``winner`` is None. Two classes:
    ``value`` is the probability of the second class. More: ``winner`` is the index of the most
    probable class and ``value`` its probability.
    """

    request: PlaneRequest
    value: NDArray[np.float32]
    winner: NDArray[np.int8] | None


@dataclass(frozen=True, slots=True)
class Predictions:
    """The answer at each row, in the table's order: ŷ in the target's units, or the class index."""

    values: Array
    is_test: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Metrics:
    """Figures by name (mse, mae, r2; accuracy); ``confusion[i, j]`` counts class i called j.

    ``in_units`` holds a linear model's parameters mapped back to the columns' own units, where
    the data are scaled.
    """

    train: Mapping[str, float]
    test: Mapping[str, float]
    classes: tuple[str | int, ...] = ()
    confusion: NDArray[np.int64] | None = None
    test_loss: float | None = None
    in_units: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Activation:
    """An activation's curve: f(z) and f'(z) at each z, and the pre-activations of the last data."""

    label: str
    z: Array
    value: Array
    derivative: Array
    dots: Array


@dataclass(frozen=True, slots=True)
class Neurons:
    """One array a layer, shape (neurons, size) or (neurons, size, size)."""

    layers: tuple[NDArray[np.float32], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """The numbers inside the step at hand; None is what its phases have not reached yet.

    ``rows`` are indices into the table as it was at that step; ``inputs`` has shape
    (rows, inputs), ``predictions`` and ``targets`` shape (rows,) or (rows, classes) for logits;
    all in the units the model sees.
    ``before`` are the parameters at the start of the step, ``lr`` the learning rate in force.
    """

    rows: NDArray[np.int64]
    batch_rows: int
    inputs: Array
    targets: Array
    predictions: Array | None
    loss: float | None
    gradients: Arrays | None
    before: Arrays
    after: Arrays | None
    lr: float


@dataclass(frozen=True, slots=True)
class Listing:
    """A program without most of the rows of a long table; ``phases`` says what each line does.

    Where the style cannot say what the experiment does, there are no lines but the reason.
    """

    digest: str
    lines: tuple[str, ...]
    phases: tuple[Phase | None, ...]
    refused: EngineError | None = None


View = Curve | Plane | Predictions | Metrics | Activation | Neurons | Step | Listing


@dataclass(frozen=True, slots=True)
class Stop:
    """Why training stands still, and a sentence whose placeholders ``values`` fill in."""

    reason: Literal["finished", "diverged"]
    message: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.values)


@dataclass(frozen=True, slots=True)
class Frame:
    """One look at the training, taken between two steps.

    ``run`` changes whenever the losses start anew. ``new_losses`` are the losses of the steps
    from ``losses_from`` on (0 is the first step); whoever keeps a history cuts it there and adds
    them. ``phase`` is the last phase that ran (None before the first), ``loss`` the newest loss.
    ``changes`` is what the last update did to each parameter. From ``earliest`` to ``furthest``
    every step can be gone to without training for it; None is as far as ``step``.
    """

    run: int
    step: int
    epoch: int
    phase: Phase | None
    running: bool
    losses_from: int
    new_losses: Array
    loss: float | None
    parameters: Arrays
    gradients: Mapping[str, NDArray[np.floating] | None]
    changes: Mapping[str, NDArray[np.floating] | None]
    views: Mapping[Request, View]
    stopped: Stop | None = None
    steps_per_second: float = 0.0
    earliest: int = 0
    furthest: int | None = None
