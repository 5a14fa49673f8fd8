"""What kept runs would answer, beside the one at hand: their figures, their lines, their ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.experiment import Experiment
from engine.frames.base import Request, View
from engine.frames.snapshot import Snapshot
from engine.frames.surface import Array, Ground


@dataclass(frozen=True, slots=True, eq=False)
class Companion:
    """A kept run: from ``fork``, or its experiment's start, it has gone on to ``steps``.

    ``mark`` is a check sum of its losses after the fork's ``base``; two with the same number and
    mark are the same.
    """

    number: int
    experiment: Experiment
    steps: int
    mark: int
    fork: Snapshot | None = None


@dataclass(frozen=True, slots=True)
class BesideRequest(Request):
    """What each of these runs, by their numbers, answers to a request at its own end."""

    numbers: tuple[int, ...]
    request: Request


@dataclass(frozen=True, slots=True)
class Beside(View):
    """The answers by number, as far as they are known while not ``complete``.

    ``astray`` are the runs whose losses do not come again: something was changed on their way.
    """

    views: Mapping[int, View]
    astray: tuple[int, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class WaysBesideRequest(Request):
    """Where these runs have been in the plane of the one at hand, in its own coordinates."""

    numbers: tuple[int, ...]
    ground: Ground


@dataclass(frozen=True, slots=True)
class Trail:
    """The places after ``steps``, the last one its end, and how far they lie from the plane."""

    steps: NDArray[np.int64]
    x: Array
    y: Array
    away: Array


@dataclass(frozen=True, slots=True)
class WaysBeside(View):
    """The ways by number; those ``elsewhere`` have other parameters, or another loss over them."""

    ways: Mapping[int, Trail]
    astray: tuple[int, ...]
    elsewhere: tuple[int, ...]
    complete: bool = True
