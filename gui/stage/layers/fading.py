"""How points fade with their distance."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

FADES = (1.0, 0.6, 0.35, 0.15)  # how much is seen of points that are near, and ever farther away


def by_distance(
    rows: NDArray[np.bool_], far: NDArray[np.int64] | None, has_faded: bool
) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    """Some rows in parts that fade alike; every part that was ever drawn is among them."""
    if far is None or len(far) != len(rows):
        yield 0, rows
        far = np.zeros(len(rows), np.int64)
    else:
        yield 0, rows & (far == 0)
    for place in range(1, len(FADES)):
        if has_faded:
            yield place, rows & (far == place)
