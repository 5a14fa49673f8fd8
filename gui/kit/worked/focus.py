"""Which single parameter the backward and the update formulas are about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.frames import Detail
from engine.frames.detail import number_at
from gui.kit.worked.names import cell

FEW = 3  # parameters of a small model are all worked out


@dataclass(frozen=True, slots=True)
class Focus:
    """One number of a parameter, by its flat place."""

    name: str = "output.weight"
    place: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A single parameter of the step: where it is, and what it is called."""

    name: str
    place: int
    latex: str

    def of(self, arrays: object) -> float | None:
        """Its number among parameters, gradients or an optimizer's memory; None where it is not."""
        found = arrays.get(self.name) if isinstance(arrays, dict) else None
        return None if found is None else number_at(found, self.place)


def cells(shapes: dict[str, tuple[int, ...]], focus: Focus) -> list[Cell]:
    """The parameters to work out: all of a small model, else the one that is looked at."""
    layers = layer_names(shapes)
    counts = {name: int(np.prod(shape)) for name, shape in shapes.items()}
    if sum(counts.values()) <= FEW:
        return [
            Cell(name, place, cell(name, place, shapes[name], layers))
            for name, count in counts.items()
            for place in range(count)
        ]
    name = focus.name if focus.name in shapes else next(iter(shapes))
    place = min(focus.place, counts[name] - 1)
    return [Cell(name, place, cell(name, place, shapes[name], layers))]


def layer_names(shapes: dict[str, tuple[int, ...]]) -> list[str]:
    """The layers in their order."""
    return [name.removesuffix(".weight") for name in shapes if name.endswith(".weight")]


def is_reached(detail: Detail | None) -> bool:
    """Whether the step has its gradients."""
    return detail is not None and detail.gradients is not None
