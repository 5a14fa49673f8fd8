"""Which row of the parameter table shows what: a heading a tensor, and a row for each number."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from math import prod
from typing import NamedTuple

import numpy as np

from gui.kit.numbers import count
from gui.kit.parameter_names import cell_name, input_mark

MOST = 100_000  # rows of one tensor


class Place(NamedTuple):
    """A row: its tensor, and the flat index of its number, or None where it is the heading."""

    name: str
    flat: int | None


class ParameterRows:
    """The rows for tensors of given shapes; tensors of one number each need no headings.

    Of a tensor with very many numbers the first ``MOST`` have rows, as its heading says.
    """

    def __init__(self, shapes: Mapping[str, tuple[int, ...]], inputs: tuple[str, ...] = ()) -> None:
        self.shapes, self.inputs = dict(shapes), inputs
        self._names = list(shapes)
        self._headed = any(prod(shape) > 1 for shape in shapes.values())
        sizes = [min(prod(shape), MOST) + self._headed for shape in shapes.values()]
        self._starts = [0, *accumulate(sizes)]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._starts[-1]

    @property
    def headings(self) -> list[int]:
        """The rows that are headings."""
        return self._starts[:-1] if self._headed else []

    @property
    def longest(self) -> str:
        """The longest name of a number."""
        widest = max(range(len(self.inputs)), key=lambda at: len(self.inputs[at]), default=0)
        ends = (
            cell_name(name, shape, prod(shape) - 1)
            + input_mark(name, self.shapes, self.inputs, widest)
            for name, shape in self.shapes.items()
            if prod(shape)
        )
        return max(ends, key=len, default="")

    def place(self, row: int) -> Place:
        """What a row shows."""
        tensor = bisect_right(self._starts, row) - 1
        flat = row - self._starts[tensor] - self._headed
        return Place(self._names[tensor], flat if flat >= 0 else None)

    def label(self, row: int) -> str:
        """What a row is called: a tensor's own name, or ``W₂ (x)``: a weight and its input."""
        name, flat = self.place(row)
        if flat is None:
            many = prod(self.shapes[name]) > MOST
            return f"{name} (… {count(MOST)})" if many else name
        mark = input_mark(name, self.shapes, self.inputs, flat)
        return cell_name(name, self.shapes[name], flat) + mark

    def meaning(self, row: int) -> str:
        """The input that a row's weight multiplies, in full; empty where there is none."""
        name, flat = self.place(row)
        first = next(iter(self.shapes), "")
        if flat is None or name != first or not self.inputs:
            return ""
        return self.inputs[flat % len(self.inputs)]

    def path(self, row: int) -> str:
        """What a row is called in code: ``hidden1.weight[0,1]``."""
        name, flat = self.place(row)
        if flat is None:
            return name
        indices = np.unravel_index(flat, self.shapes[name])
        return f"{name}[{','.join(str(int(index)) for index in indices)}]"
