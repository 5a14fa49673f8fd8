"""How far each row is from the slice that a plane of two features is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.data.moments import moments
from engine.experiment.specs import Data
from gui.stage.layers.fading import FADES

STEPS = (0.5, 1.0, 1.5)  # standard deviations from which a point is fainter, and ever more
assert len(STEPS) == len(FADES) - 1


def distance(data: Data, axes: tuple[str, str], held: Mapping[str, float]) -> NDArray[np.float64]:
    """√(mean of ((x − x₀) / s)²) over the numbers of the features that no axis shows.

    s is a number's standard deviation over all rows, x₀ where it is held: by hand, else its mean.
    Numbers that never change are left out.
    """
    encoding = data.encoding
    rows = encoding.matrix({name: data.table.columns[name] for name in data.features})
    middle, spread = moments(rows)
    at = middle[None, :].copy()
    for name, value in held.items():
        encoding.put(at, name, np.array([value]))
    used = np.array([owner not in axes for owner in encoding.owners]) & (spread > 0)
    if not used.any():
        return np.zeros(len(rows))
    with np.errstate(all="ignore"):
        away = (rows[:, used] - at[:, used]) / spread[used]
        found: NDArray[np.float64] = np.sqrt(np.mean(away**2, axis=1))
    return found


def fades(data: Data, axes: tuple[str, str], held: Mapping[str, float]) -> NDArray[np.int64]:
    """Each row's place in the steps by which points fade."""
    return np.digitize(distance(data, axes, held), STEPS).astype(np.int64)
