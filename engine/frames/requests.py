"""What a panel can ask of the training: each request names a view that it draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.frames.base import Request

Style = Literal["module", "scratch", "formula"]  # how a program is written


@dataclass(frozen=True, slots=True)
class CurveRequest(Request):
    """The model's answer along the only feature, from ``low`` to ``high`` in its own units."""

    low: float
    high: float
    count: int = 300


@dataclass(frozen=True, slots=True)
class PlaneRequest(Request):
    """The model's answer over two features; others are held where ``held`` says, or at their mean.

    A category is held at the place of one of its values.
    """

    x_feature: str
    y_feature: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    size: int = 128
    held: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class PredictionsRequest(Request):
    """The model's answer at ``every`` so-manieth row of the table, at most at ``limit`` of them."""

    limit: int = 20_000
    every: int = 1


@dataclass(frozen=True, slots=True)
class MetricsRequest(Request):
    """How good the model is now, on training and on test rows."""


@dataclass(frozen=True, slots=True)
class ActivationRequest(Request):
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
class StepRequest(Request):
    """The numbers inside the step at hand, for at most ``rows`` rows of its batch."""

    rows: int = 6


@dataclass(frozen=True, slots=True)
class ListingRequest(Request):
    """The experiment as a program, unless it is the one with the digest ``known``.

    ``language`` is that of its comments: ``en`` or ``ko``.
    """

    style: Style = "module"
    known: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class GradientCheckRequest(Request):
    """The step's gradient by differences of the loss; another ``serial`` is another question."""

    serial: int


@dataclass(frozen=True, slots=True)
class TrainLossRequest(Request):
    """The loss over all training rows with the parameters as they are now."""
