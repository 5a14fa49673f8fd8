"""How two tensors of different shapes meet: broadcasting, and the trap that it sets."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Shape = tuple[int, ...]
Operation = Literal["-", "+", "*", "@"]
OPERATIONS: tuple[Operation, ...] = ("-", "+", "*", "@")
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of both tensors, from the right; None where a tensor has none or none fits."""

    left: int | None
    right: int | None
    result: int | None

    @property
    def stretches_left(self) -> bool:
        """Whether the left tensor is repeated along it."""
        return self.result is not None and (self.left or 1) < self.result

    @property
    def stretches_right(self) -> bool:
        """Whether the right tensor is repeated along it."""
        return self.result is not None and (self.right or 1) < self.result


def broadcast(left: Shape, right: Shape) -> tuple[Dimension, ...]:
    """The dimensions of both, aligned at the right as torch and NumPy do it, the first one first.

    Two fit where they are equal, where one is 1, or where one is missing.
    """
    pairs = list(zip_longest(reversed(left), reversed(right)))
    return tuple(Dimension(one, other, _joined(one, other)) for one, other in reversed(pairs))


def shape_of(left: Shape, operation: Operation, right: Shape) -> Shape | None:
    """The shape of the result; None where the two do not fit."""
    if operation == "@":
        return _product(left, right)
    sizes = [dimension.result for dimension in broadcast(left, right)]
    return None if None in sizes else tuple(size for size in sizes if size is not None)


def compute(left: Array, operation: Operation, right: Array) -> Array | None:
    """The result; None where the two do not fit."""
    if shape_of(left.shape, operation, right.shape) is None:
        return None
    functions = {"-": np.subtract, "+": np.add, "*": np.multiply, "@": np.matmul}
    with np.errstate(all="ignore"):
        return np.asarray(functions[operation](left, right), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to write the mean squared error: what it subtracts, and the number it gives."""

    code: str
    shape: Shape  # of the differences
    loss: float
    is_right: bool


def six_ways(target: Array, prediction: Array) -> tuple[Way, ...]:
    """The mean squared error of y, shape (n,), and ŷ, shape (n, 1), by hand and by ``MSELoss``.

    Subtracted as they are, every target meets every prediction: n² differences, of which only the
    n on the diagonal are meant. Flattening ŷ cures it, and so does making y a column.
    """
    count = len(target)
    meant = float(np.mean((target - prediction) ** 2))
    # The mean over all pairs, without making n² of them.
    distance = (float(target.mean()) - float(prediction.mean())) ** 2
    mixed = distance + float(target.var()) + float(prediction.var())
    pairs = (
        ("y", "y_hat", (count, count), mixed, count == 1),
        ("y", "y_hat.flatten()", (count,), meant, True),
        ("y.reshape(-1, 1)", "y_hat", (count, 1), meant, True),
    )
    return (
        *(Way(f"(({y} - {p})**2).mean()", s, loss, good) for y, p, s, loss, good in pairs),
        *(Way(f"nn.MSELoss()({p}, {y})", s, loss, good) for y, p, s, loss, good in pairs),
    )


def _joined(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    if one == other or 1 in (one, other):
        return other if one == 1 else one
    return None


def _product(left: Shape, right: Shape) -> Shape | None:
    """Of matrices and vectors: the last dimension of the left meets the first of the right."""
    if not 1 <= len(left) <= 2 or not 1 <= len(right) <= 2 or left[-1] != right[0]:
        return None
    return (*left[:-1], *right[1:])
