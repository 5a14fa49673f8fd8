"""Where points that are moved may stand: at places without needless digits, or on a round grid."""

from __future__ import annotations

import math

import numpy as np

from gui.stage.plane.canvas import Array
from gui.stage.plane.ticks import round_step

SNAP = 12.0  # pixels between two places to snap to, at least


def grid(pixel: float) -> float:
    """The way between two places to snap to; ``pixel`` is how much of the axis one pixel is."""
    return round_step(SNAP * pixel)


def snapped(value: float, pixel: float) -> float:
    """The nearest place of the grid."""
    step = grid(pixel)
    return float(f"{round(value / step) * step:.12g}")


def tidy(value: float, pixel: float) -> float:
    """The value without the digits that no pixel can mean."""
    return round(value, _digits(pixel))


def moved(values: Array, by: float, pixel: float) -> Array:
    """Places moved along an axis, without the digits that no pixel can mean."""
    return np.round(values + by, _digits(pixel)) if by else values


def stride(way: float, pixel: float) -> float:
    """A way in pixels as whole steps of the grid, in pixels: at least one."""
    step = grid(pixel) / pixel
    return math.copysign(max(1, round(abs(way) / step)) * step, way) if way else 0.0


def _digits(pixel: float) -> int:
    return math.ceil(-math.log10(pixel / 10))
