"""Parameters with other numbers in some of their places."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

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
