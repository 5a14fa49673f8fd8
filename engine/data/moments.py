"""Mean and standard deviation of columns, right for constant and for extreme numbers too."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LEAST = float(np.finfo(np.float64).tiny)  # squares below it have lost digits
NEAR = 2.0**-26  # of their mean, within which sums of numbers lose half of what tells them apart
SMALLEST = float(np.nextafter(0, 1))


def is_constant(values: NDArray[Any]) -> bool:
    """Whether all numbers are the same; decided by the numbers, as a deviation may be rounded."""
    return not len(values) or bool(values.min() == values.max())


def mean(column: NDArray[Any]) -> float:
    """The mean of a column of shape (rows,); 0 without rows."""
    return float(moments(column[:, None])[0][0])


def deviation(column: NDArray[Any]) -> float:
    """The population standard deviation of a column of shape (rows,): 0 where it is constant."""
    return float(moments(column[:, None])[1][0])


def moments(values: NDArray[Any]) -> tuple[Array, Array]:
    """Means and population standard deviations of columns, (rows, columns) to (columns,) each."""
    if not len(values):
        return np.zeros(values.shape[1]), np.zeros(values.shape[1])
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        middle, spread = values.mean(axis=0), values.std(axis=0)
        ordinary = np.isfinite(middle) & np.isfinite(spread) & (spread * spread >= LEAST)
        ordinary &= np.abs(middle) * NEAR < spread
    constant = values.min(axis=0) == values.max(axis=0)
    middle, spread = np.where(constant, values[0], middle), np.where(constant, 0.0, spread)
    for place in np.flatnonzero(~ordinary & ~constant):
        middle[place], spread[place] = _of_extremes(values[:, place])
    return middle, spread


def _of_extremes(column: NDArray[Any]) -> tuple[float, float]:
    """The same where sums or squares leave the range of numbers, or lie far from nought.

    Powers of two change no digit. The numbers are taken from the first one and over the largest
    distance, so that the squares that count are neither too large nor too small.
    """
    _, power = np.frexp(np.abs(column).max())
    near_one = np.ldexp(column, -(power + 1))  # one more: a distance is up to twice as large
    away = near_one - near_one[0]
    reach = np.abs(away).max()
    away = away / reach
    middle = float(np.ldexp(away.mean() * reach + near_one[0], power + 1))
    return middle, max(float(np.ldexp(away.std() * reach, power + 1)), SMALLEST)
