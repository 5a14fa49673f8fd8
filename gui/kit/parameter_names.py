"""Short names for single parameters: ``W``, ``b``, ``W₂``, ``W₁₂``, as formulas write them."""

from __future__ import annotations

import math
from itertools import product

LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def cell_names(name: str, shape: tuple[int, ...]) -> list[str]:
    """A name for each number of the parameter ``name``, in the order of its rows.

    Only indices that tell numbers apart are written; the layer is left to whoever needs it.
    """
    letter = "b" if name.endswith("bias") else "W"
    indices = product(*(range(1, size + 1) for size in shape))
    separator = "," if max(shape, default=1) > 9 else ""
    return [letter + _index(index, shape, separator) for index in indices]


def layer_of(name: str) -> str:
    """The layer that a parameter belongs to: ``hidden1`` of ``hidden1.weight``."""
    return name.partition(".")[0]


def count(shapes: dict[str, tuple[int, ...]]) -> int:
    """How many numbers the parameters are together."""
    return sum(math.prod(shape) for shape in shapes.values())


def _index(index: tuple[int, ...], shape: tuple[int, ...], separator: str) -> str:
    told = [str(i) for i, size in zip(index, shape, strict=True) if size > 1]
    return separator.join(told).translate(LOWERED)
