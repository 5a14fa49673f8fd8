"""Points of a numeric target in groups by their value, each in one colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.experiment.specs import Data
from gui.kit.colors import Look, heat_colors, ramp
from gui.kit.theme import Theme

BINS = 12  # groups, one brush each


def span(data: Data) -> tuple[float, float]:
    """The targets' range, which the colours stand for whatever the model answers."""
    found = _targets(data)
    low, high = (float(found.min()), float(found.max())) if len(found) else (0.0, 1.0)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def group_of(data: Data, value: float) -> int:
    """The group of a value, within them or beyond."""
    low, high = span(data)
    return int(np.clip((value - low) / (high - low) * BINS, 0, BINS - 1))


def groups(data: Data) -> NDArray[np.int64]:
    """The group of each row."""
    low, high = span(data)  # a new point gets the mean, near the middle of the groups
    scaled = _targets(data) - low
    scaled *= BINS / (high - low)  # in place: fresh memory for a million rows takes its time
    return np.clip(scaled, 0, BINS - 1, out=scaled).astype(np.int64)


def looks(theme: Theme) -> tuple[Look, ...]:
    """How each group is drawn."""
    colors = ramp(heat_colors(theme), BINS)
    return tuple(Look(f"#{color & 0xFFFFFF:06x}") for color in colors.tolist())


def _targets(data: Data) -> NDArray[np.float64]:
    """As they are in the table: a copy of a million takes its time."""
    return data.table.columns[data.target].astype(np.float64, copy=False)
