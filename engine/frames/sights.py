"""Things that a single kind of view paints: a bar of a histogram, a place of the ground, a mark.

They are things like those of ``things``, where they are gathered; what they come to is worked out
in ``engine/answers/sights.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.frames.detail import Detail
from engine.frames.health import LayerHealth
from engine.frames.surface import Ground

Numbers = Literal["before", "after", "weights", "gradients"]


@dataclass(frozen=True, slots=True)
class Cutoff:
    """A class against the rest at a threshold, on training or test rows.

    A ``threshold`` of None is what the model answers now.
    """

    positive: int
    threshold: float | None = None
    test: bool = False


@dataclass(frozen=True, slots=True)
class Remainder:
    """What a row's target is more than the model's answer, in the target's own units."""

    row: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How some numbers of a layer are spread; with ``bar``, those in one bar of their histogram."""

    layer: int
    numbers: Numbers
    bar: int | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """How large the gradient is that reaches a layer's weights: √(mean of squares)."""

    layer: int


@dataclass(frozen=True, slots=True)
class Asleep:
    """How many neurons of a layer are dead, and how many are saturated."""

    layer: int


@dataclass(frozen=True, slots=True)
class Bend:
    """An activation at a number: a hidden ``layer``'s own, or the one that is named."""

    z: float
    layer: int | None = None
    name: str = ""
    values: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Height:
    """The training loss at a place of a plane through the parameters.

    Of a way over it the place after ``step`` updates; on a contour, which ``level`` it has.
    """

    kind: Literal["cells", "random", "path"]
    across: str
    up: str
    seed: int
    centre: int | None
    x: float
    y: float
    step: int | None = None
    level: float | None = None

    @property
    def ground(self) -> Ground:
        """The plane."""
        return Ground(self.kind, self.across, self.up, self.seed, self.centre)


@dataclass(frozen=True, slots=True)
class Moment:
    """A mark on the way of training, after ``step`` updates; ``said`` tells what was there."""

    step: int
    said: str


@dataclass(frozen=True, slots=True)
class Shade:
    """A value, as a colour of the plane shows it, between the ends of its scale."""

    value: float
    low: float
    high: float


Sighted = Cutoff | Remainder | Spread | Flow | Asleep | Bend | Height | Moment | Shade


@dataclass(frozen=True, slots=True)
class Calls:
    """Rows that are called a class at a threshold, those of them that are of it, and all."""

    threshold: float
    called: int
    hits: int
    positives: int
    negatives: int


@dataclass(frozen=True, slots=True)
class Bent:
    """f(z) and f'(z) of an activation."""

    name: str
    value: float
    slope: float


@dataclass(frozen=True, slots=True)
class Terrain:
    """The training loss with other parameters, laid open; ``penalty`` is a part of ``loss``.

    ``numbers`` are those of the two parameters that the plane is of.
    """

    loss: float
    detail: Detail
    numbers: tuple[tuple[str, int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Areas:
    """Pairs of a row of a class and one of the rest: all, and those that are in the right order."""

    pairs: int
    area: float | None
    average: float | None


Sight = Calls | LayerHealth | Bent | Terrain | Areas
