"""All that is painted of a network: where it stands, its pictures, its numbers, what flows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QImage, QPolygonF

from engine.frames import Matrix, Phase
from gui.kit.calm import nice_ceiling
from gui.kit.colors import Pixels
from gui.kit.fonts import tabular
from gui.panels.network.looks import Looks
from gui.panels.network.pictures import Span
from gui.panels.network.plan import Plan
from gui.panels.network.sprites import Sprites

SIZE = 10  # pixels of the letters of numbers
Arrays = Sequence[NDArray[np.floating] | None]


@dataclass(frozen=True, slots=True)
class Flow:
    """How far a phase is on its way, from 0 to 1; at 1 it stands until the next one.

    ``activations`` are the followed row's, by layer from the first hidden one to the output;
    ``gradients`` and ``changes`` are those of the weights into each layer.
    """

    phase: Phase
    progress: float
    activations: Arrays = ()
    gradients: Arrays = ()
    changes: Arrays = ()

    def reached(self, layer: int, last: int) -> float:
        """How much of the way into a layer is done."""
        before = layer - 1 if self.phase == "forward" else last - layer
        return min(max(self.progress * last - before, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Pictures:
    """What every neuron makes of the axes, ready to be painted: one entry a layer."""

    maps: tuple[list[QImage], ...] = ()
    pixels: tuple[Pixels, ...] = ()  # the maps' own memory
    curves: tuple[list[list[QPolygonF]], ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """The parameters of the drawn layers, and the sizes that are drawn largest."""

    layers: tuple[tuple[NDArray[np.floating] | None, NDArray[np.floating] | None], ...] = ()
    weight_scale: float = 1.0
    bias_scale: float = 1.0
    gradients: tuple[NDArray[np.floating] | None, ...] = ()  # of the weights
    changes: tuple[NDArray[np.floating] | None, ...] = ()

    def of(self, layer: int, plan: Plan) -> NDArray[np.floating] | None:
        """The weights into a layer, where they are known and are those of the plan's lines."""
        if not self.layers:
            return None
        values = self.layers[layer - 1][0]
        shape = plan.columns[layer].count, plan.columns[layer - 1].count
        return values if values is not None and values.shape == shape else None

    def bias(self, layer: int) -> NDArray[np.floating] | None:
        """The biases of a layer, where they are known."""
        return self.layers[layer - 1][1] if layer and self.layers else None


def largest(arrays: Sequence[NDArray[np.floating] | None]) -> float:
    most = max((_size(each) for each in arrays if each is not None and each.size), default=0.0)
    return nice_ceiling(most) or 1.0


def _size(array: NDArray[np.floating]) -> float:
    """That of the largest number; what is not finite is left out."""
    most = max(float(array.max()), -float(array.min()))
    if np.isfinite(most):
        return most
    known = array[np.isfinite(array)]
    return float(np.abs(known).max(initial=0.0))


@dataclass(slots=True)
class Scene:
    """All that is painted."""

    plan: Plan
    looks: Looks
    font: QFont
    small: QFont  # of the numbers in the picture
    pictures: Pictures = field(default_factory=Pictures)
    weights: Weights = field(default_factory=Weights)
    matrices: dict[int, Matrix] = field(default_factory=dict)  # by layer
    flow: Flow | None = None
    off: dict[int, NDArray[np.bool_] | None] = field(default_factory=dict)  # by layer
    names: tuple[tuple[QRectF, str], ...] = ()  # of the inputs, where there is room for them
    sprites: Sprites | None = None  # of the last painting

    def unheard(self, layer: int) -> list[QRectF]:
        """The boxes of the neurons of which every weight on is off."""
        mask, boxes = self.off.get(layer + 1), self.plan.columns[layer].boxes
        if mask is None or mask.shape[1] != len(boxes):
            return []
        return [boxes[place] for place in np.flatnonzero(mask.all(axis=0)).tolist()]

    @property
    def matrix_scale(self) -> float:
        """The size of the weights that have the strongest colours."""
        return max((largest([view.values]) for view in self.matrices.values()), default=1.0)


def small(font: QFont) -> QFont:
    """The letters of the numbers in the picture."""
    found = QFont(tabular(font))
    found.setPixelSize(SIZE)
    return found
