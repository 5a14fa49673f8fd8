"""Which row of the parameter table shows what: a heading a tensor, and a row for each number."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from math import prod
from typing import NamedTuple

import numpy as np

from gui.kit.parameter_names import cell_names


class Place(NamedTuple):
    """A row: its tensor, and the flat index of its number, or None where it is the heading."""

    name: str
    flat: int | None


class ParameterRows:
    """The rows for tensors of given shapes; tensors of one number each need no headings."""

    def __init__(self, shapes: Mapping[str, tuple[int, ...]]) -> None:
        self.shapes = dict(shapes)
        self._names = list(shapes)
        self._cells = {name: cell_names(name, shape) for name, shape in shapes.items()}
        self._headed = any(prod(shape) > 1 for shape in shapes.values())
        sizes = [prod(shape) + self._headed for shape in shapes.values()]
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
        return max((names[-1] for names in self._cells.values() if names), key=len, default="")

    def place(self, row: int) -> Place:
        """What a row shows."""
        tensor = bisect_right(self._starts, row) - 1
        flat = row - self._starts[tensor] - self._headed
        return Place(self._names[tensor], flat if flat >= 0 else None)

    def label(self, row: int) -> str:
        """What a row is called: a tensor's own name, or ``W₁₂`` as formulas write it."""
        name, flat = self.place(row)
        return name if flat is None else self._cells[name][flat]

    def path(self, row: int) -> str:
        """What a row is called in code: ``hidden1.weight[0,1]``."""
        name, flat = self.place(row)
        if flat is None:
            return name
        indices = np.unravel_index(flat, self.shapes[name])
        return f"{name}[{','.join(str(int(index)) for index in indices)}]"
