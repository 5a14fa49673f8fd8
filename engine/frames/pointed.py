"""A thing that is pointed at, with the numbers that its formula is made of; and what if."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.data.table import Cell
from engine.frames.base import Request, View
from engine.frames.detail import Detail
from engine.frames.sights import Sight
from engine.frames.things import Thing

Array = NDArray[np.float64]
AT_HAND = 0


@dataclass(frozen=True, slots=True)
class Where:
    """For which row, or at which place, and with which parameters a thing is looked at.

    ``features`` are those of a place, in the columns' own units. ``step`` None is with the
    parameters as they are now; ``AT_HAND`` is within the step at hand or, where there is none, in
    the next one; else it is the step with this number, counted from 1.
    """

    row: int | None = None
    features: tuple[float, ...] | None = None
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A number that is thought of as another one."""

    thing: Thing
    value: float


@dataclass(frozen=True, slots=True)
class PointRequest(Request):
    """What a thing is made of; with ``changes``, as it would be."""

    thing: Thing
    where: Where = Where()
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A row or a place as the model sees it, and its answer.

    ``numbers`` are the features' in the columns' own units, ``scaled`` the same after
    ``(number - shift) / factor``, all of shape (numbers,); ``inputs`` is what is made of them.
    ``target`` is a number in its own units or a class index, NaN at a place; ``output`` is the
    answer in the target's own units or each class's probability. ``cells`` are those of the
    ``row``, which is None at a place.
    """

    numbers: Array
    shift: Array
    factor: Array
    scaled: Array
    inputs: Array
    target: float
    target_shift: float
    target_factor: float
    output: Array
    called: int | None
    cells: Mapping[str, Cell] = field(default_factory=dict)
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of how good the model is: ``share`` of ``whole`` rows, or of what it is about."""

    value: float
    share: float
    whole: float


@dataclass(frozen=True, slots=True)
class Squares:
    """Least squares over one feature: ``products`` are Σ(x − x̄)(y − ȳ), ``squares`` Σ(x − x̄)²."""

    products: float
    squares: float
    x_mean: float
    y_mean: float


@dataclass(frozen=True, slots=True)
class Pointed(View):
    """The answer: ``detail`` lays open the row, or the step, that was asked for.

    ``beside`` is the step at hand, where the thing is a number that it moves; ``number`` what that
    is now, ``sight`` what a thing of a single kind of view comes to. With ``ahead`` the step, or
    the rest of it, is still to come.
    """

    thing: Thing
    where: Where
    detail: Detail
    seen: Seen | None = None
    beside: Detail | None = None
    number: float | None = None
    counted: Counted | None = None
    best: Squares | None = None
    ahead: bool = False
    sight: Sight | None = None


@dataclass(frozen=True, slots=True)
class WhatIfRequest(Request):
    """What other views would show if some numbers were others."""

    where: Where
    changes: tuple[Changed, ...]
    requests: tuple[Request, ...]


@dataclass(frozen=True, slots=True)
class WhatIf(View):
    """The views as they would be, and the loss over all training rows.

    ``loss`` is that of ``where``'s step, if it is in one. ``row`` is the one whose answer is no
    longer that of the model alone, and ``answer`` what it would be, as ``Seen.output`` has it.
    """

    views: Mapping[Request, View]
    loss: float
    row: int | None = None
    answer: Array | None = None
