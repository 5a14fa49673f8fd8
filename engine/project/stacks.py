"""Many small arrays in few members: those of one type and shape lie on one stack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from engine.project.arrays import Numbers
from engine.project.limits import misfit

Place = list[int]  # the stack, and the place on it
FOLDER = "run/arrays"


class Stacks:
    """Puts arrays away, equal ones once, and says where each of them lies."""

    def __init__(self) -> None:
        self._stacks: dict[tuple[str, tuple[int, ...]], list[Numbers]] = {}
        self._places: dict[tuple[str, tuple[int, ...], bytes], Place] = {}

    def put(self, array: Numbers) -> Place:
        """Where the array lies from now on."""
        kind = (array.dtype.str, array.shape)
        key = (*kind, array.tobytes())
        if key not in self._places:
            stack = self._stacks.setdefault(kind, [])
            number = list(self._stacks).index(kind)
            self._places[key] = [number, len(stack)]
            stack.append(array)
        return self._places[key]

    def members(self) -> dict[str, Numbers]:
        """The stacks by the names of their members."""
        stacks = enumerate(self._stacks.values())
        return {f"{FOLDER}/{number}.npy": np.stack(arrays) for number, arrays in stacks}


class Stacked:
    """The arrays that a file's stacks hold."""

    def __init__(self, members: Mapping[str, Numbers]) -> None:
        self._members = members

    def get(self, place: Any, where: str) -> Numbers:
        """The array at a place, as a copy of its own."""
        if not _is_place(place):
            raise misfit(where)
        name = f"{FOLDER}/{place[0]}.npy"
        stack = self._members.get(name)
        if stack is None or stack.ndim < 1 or not place[1] < len(stack):
            raise misfit(where)
        return np.array(stack[place[1]])


def _is_place(place: object) -> bool:
    return (
        isinstance(place, Sequence)
        and len(place) == 2
        and all(type(part) is int and part >= 0 for part in place)
    )
