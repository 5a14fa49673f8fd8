"""The largest learning rate that holds: exactly where the loss is a parabola, else locally."""

from __future__ import annotations

from dataclasses import dataclass

from engine.frames.base import Request, View


@dataclass(frozen=True, slots=True)
class EdgeRequest(Request):
    """The bound of gradient descent on a parabola."""


@dataclass(frozen=True, slots=True)
class Edge(View):
    """``largest`` is the rate above which steps lead ever further away; None where there is none.

    ``curvature`` is the largest eigenvalue of the Hessian that it comes from.
    """

    largest: float | None
    curvature: float | None


@dataclass(frozen=True, slots=True)
class SharpnessRequest(Request):
    """How steep the loss is at most around the parameters as they are now."""


@dataclass(frozen=True, slots=True)
class Sharpness(View):
    """The largest eigenvalue of the loss's Hessian after ``step``, as far as it has ``settled``."""

    step: int
    value: float
    settled: bool
