"""The answers to requests, as read-only arrays."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.frames.base import View
from engine.frames.requests import PlaneRequest
from engine.frames.setup import Setup

Phase = Literal["forward", "loss", "backward", "update"]
PHASES: tuple[Phase, ...] = ("forward", "loss", "backward", "update")
MOST_NUMBERS = 1000  # of a step's parameters that are sent
Array = NDArray[np.float64]
Arrays = Mapping[str, NDArray[np.floating]]


@dataclass(frozen=True, slots=True)
class Curve(View):
    """``y`` at each ``x``, shape (count,), in the columns' own units.

    For a classification ``y`` has shape (classes, count): each class's probability (for two
    classes only the second one's, shape (1, count)).
    """

    x: Array
    y: Array


@dataclass(frozen=True, slots=True)
class Plane(View):
    """The model over a grid: arrays of shape (size, size), first axis x, second axis y.

    Regression: ``value`` is ŷ in the target's own units, the others are None. Classes: ``winner``
    is the index of the class that is answered and ``value`` its probability, ``second`` is the
    next class, and ``lead`` how far the winner's logit is ahead of it: 0 where they tie.
    """

    request: PlaneRequest
    value: NDArray[np.float32]
    winner: NDArray[np.int8] | None = None
    second: NDArray[np.int8] | None = None
    lead: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class Predictions(View):
    """The answer at each row, in the table's order: ŷ in the target's units, or the class index."""

    values: Array
    is_test: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Metrics(View):
    """Figures by name (mse, mae, r2; accuracy); ``confusion[i, j]`` counts class i called j.

    Of all rows; ``confusion_test`` of the test rows among them, None where there are none.

    All of them, the losses too, are of the parameters after ``step`` updates; ``is_by_hand`` says
    that numbers were put into some since.

    ``in_units`` holds a linear model's parameters mapped back to the columns' own units, where
    the data are scaled.
    """

    train: Mapping[str, float]
    test: Mapping[str, float]
    classes: tuple[str | int, ...] = ()
    confusion: NDArray[np.int64] | None = None
    test_loss: float | None = None
    in_units: Mapping[str, Array] = field(default_factory=dict)
    train_loss: float | None = None
    confusion_test: NDArray[np.int64] | None = None
    step: int | None = None
    is_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Activation(View):
    """An activation's curve: f(z) and f'(z) at each z, and the pre-activations of the last data.

    The ``dots`` are a row's neurons one after the other; ``rows`` are the table's.
    """

    label: str
    z: Array
    value: Array
    derivative: Array
    dots: Array
    rows: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Step(View):
    """The numbers inside the step at hand; None is what its phases have not reached yet.

    ``rows`` are indices into the table as it was at that step; ``inputs`` has shape
    (rows, inputs), ``predictions`` and ``targets`` shape (rows,) or (rows, classes) for logits;
    all in the units the model sees.
    ``before`` are the parameters at the start of the step, ``lr`` the learning rate in force.
    Where the parameters are more than ``MOST_NUMBERS``, no arrays of them are sent; ``shapes`` has
    each one's shape.
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
    setup: Setup
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing(View):
    """A program without most of the rows of a long table; ``phases`` says what each line does.

    Where the style cannot say what the experiment does, there are no lines but the reason.
    """

    digest: str
    lines: tuple[str, ...]
    phases: tuple[Phase | None, ...]
    refused: EngineError | None = None


@dataclass(frozen=True, slots=True)
class ParameterCheck:
    """One parameter's gradient in two ways, at the flat indices ``places`` (shape: checked).

    ``kinks`` marks entries where the loss has no derivative; ``error`` is the norm of the others'
    differences, in parts of the norm of the whole gradient.
    """

    name: str
    places: NDArray[np.int64]
    exact: Array
    numeric: Array
    kinks: NDArray[np.bool_]
    error: float


@dataclass(frozen=True, slots=True)
class GradientCheck(View):
    """Every free parameter's check, of the step after ``step`` updates."""

    step: int
    parameters: tuple[ParameterCheck, ...]

    @property
    def error(self) -> float:
        """The relative error of the whole gradient."""
        return math.hypot(*(check.error for check in self.parameters))

    @property
    def kinks(self) -> int:
        """How many entries could not be compared."""
        return sum(int(check.kinks.sum()) for check in self.parameters)


@dataclass(frozen=True, slots=True)
class TrainLoss(View):
    """The experiment's own loss over all training rows, by the parameters of the same frame."""

    value: float
