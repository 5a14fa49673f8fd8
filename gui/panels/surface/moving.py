"""Parameters with other numbers in some of their places, and the window that places need."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.frames.surface import Array, Window

MARGIN = 0.2  # of the places' size, on each side of a window that shows them
Values = Mapping[str, NDArray[np.floating]]


def moved(parameters: Values, numbers: Mapping[str, float]) -> dict[str, NDArray[np.floating]]:
    """The arrays that ``numbers`` by their names, ``output.weight[0,0]``, are in, with them."""
    found: dict[str, NDArray[np.floating]] = {}
    for cell, number in numbers.items():
        name, _, index = cell.rstrip("]").partition("[")
        if name not in parameters:
            return {}
        array = found.setdefault(name, np.array(parameters[name]))
        array[tuple(map(int, index.split(",")))] = number
    return found


def around(places: Array) -> Window | None:
    """A window with room around places of shape (places, 2); None where none is known."""
    known = places[np.isfinite(places).all(axis=1)]
    if not len(known):
        return None
    low, high = known.min(axis=0), known.max(axis=0)
    room = np.where(high > low, (high - low) * MARGIN, np.maximum(np.abs(low) / 2, 1.0))
    (left, bottom), (right, top) = (low - room).tolist(), (high + room).tolist()
    return left, right, bottom, top
