"""What can be pointed at: one frozen value each, which a view paints and training explains.

A ``row`` is an index into the table; None means the one that is followed, or the place that is
looked at. Layers are counted from 0, hidden ones first: the last is the output. Places in a
parameter are flat, row by row.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any, get_args

from engine.frames.sights import Sighted
from engine.frames.views import Phase


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a parameter: an edge of the network, or a bias; in a step as it began."""

    parameter: str
    place: int


@dataclass(frozen=True, slots=True)
class Gradient:
    """How the loss of the step at hand grows with one number of a parameter."""

    parameter: str
    place: int


@dataclass(frozen=True, slots=True)
class Moved:
    """What the update of the step at hand makes of one number of a parameter."""

    parameter: str
    place: int


@dataclass(frozen=True, slots=True)
class Input:
    """One input of the first layer, for a row."""

    index: int
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """A neuron's z: what enters times the weights, and the bias, for a row."""

    layer: int
    index: int
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Neuron:
    """What one neuron makes of a row; in the last layer an output of the model."""

    layer: int
    index: int
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The probability of a class that the outputs stand for, for a row; of two the second's."""

    index: int
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What should have come out for a row, as the model sees it; a class by its index."""

    row: int | None = None


@dataclass(frozen=True, slots=True)
class Delta:
    """How the loss of the step at hand grows with a neuron's z, for a row."""

    layer: int
    index: int
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Slope:
    """f'(z) of a hidden neuron in the step at hand, for a row: how much comes back through it."""

    layer: int
    index: int
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What the optimizer keeps for one number of a parameter: ``mean``, ``square``, ``velocity``.

    ``before`` the update of the step at hand, or after it.
    """

    parameter: str
    place: int
    name: str
    before: bool = False


@dataclass(frozen=True, slots=True)
class Datum:
    """A point of the data: a row of the table, and what the model says of it."""

    row: int


@dataclass(frozen=True, slots=True)
class Residual:
    """How far the model's answer is from a row's target: the stick, and with it the square."""

    row: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The model's answer at a place: on its line, on the border between classes, on the plane.

    ``features`` are in the columns' own units, in their order, a category's as its value's place.
    With ``step`` it is the answer as it was after so many updates.
    """

    features: tuple[float, ...]
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Best:
    """The straight line with the smallest squared error over the training rows."""


@dataclass(frozen=True, slots=True)
class Term:
    """What one row adds to the loss."""

    row: int | None = None


@dataclass(frozen=True, slots=True)
class StepLoss:
    """The loss of the step with this number, counted from 1; None is the step at hand."""

    step: int | None = None


@dataclass(frozen=True, slots=True)
class PhaseCard:
    """One of the four phases of the step at hand."""

    phase: Phase


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in the table."""

    column: str
    row: int


@dataclass(frozen=True, slots=True)
class Setting:
    """A number of the experiment, by its path: ``optimizer.lr``; of several by its ``place``."""

    path: str
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of how good the model is: ``accuracy``, ``r2``; of the test rows or the others.

    With ``confusion`` the rows of one class, by their index, that are called another; ``of`` one
    class it is its ``precision``, ``recall``, ``f1``, the ``area`` under its ROC curve, or its
    ``average`` precision.
    """

    name: str
    test: bool = False
    confusion: tuple[int, int] | None = None
    of: int | None = None


Thing = (
    Number
    | Gradient
    | Moved
    | Input
    | Sum
    | Neuron
    | Outcome
    | Target
    | Delta
    | Slope
    | Kept
    | Datum
    | Residual
    | Answer
    | Best
    | Term
    | StepLoss
    | PhaseCard
    | Cell
    | Setting
    | Figure
    | Sighted
)
OfParameter = Number | Gradient | Moved | Kept  # one number of a parameter, and what becomes of it
OfNeuron = Sum | Neuron | Outcome | Delta | Slope
KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Thing)}


def written(thing: Thing) -> str:
    """A thing as text of one line, which ``read`` understands."""
    values = [getattr(thing, field.name) for field in fields(thing)]
    return json.dumps([type(thing).__name__, *values], separators=(",", ":"))


def read(text: str) -> Thing:
    """The thing that ``written`` has written."""
    kind, *values = json.loads(text)
    thing: Thing = KINDS[kind](*map(_frozen, values))
    return thing


def _frozen(value: object) -> object:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
