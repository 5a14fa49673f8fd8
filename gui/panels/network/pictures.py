"""Neurons' outputs as pictures: a map by its colours, a curve by its heights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPolygonF

from gui.kit.calm import finite, nice_ceiling
from gui.kit.colors import Pixels

Values = NDArray[np.floating]
Span = tuple[float, float]


def even(values: Values) -> Span:
    """From as far below zero as above it: one layer's maps have one scale, in calm steps."""
    if not values.size:
        return -1.0, 1.0
    most = max(float(values.max()), -float(values.min()))
    if not np.isfinite(most):
        known = values[np.isfinite(values)]
        most = float(np.abs(known).max()) if known.size else 0.0
    most = nice_ceiling(most) if most else 0.0
    return (-most, most) if most else (-1.0, 1.0)


def colored(values: Values, span: Span, table: Pixels) -> Pixels:
    """Each value's pixel, of the same shape: from the first colour at ``span``'s low end."""
    low, high = span
    last = len(table) - 1
    with np.errstate(invalid="ignore", over="ignore"):
        places = values * (last / (high - low))
        places += 0.5 - low * (last / (high - low))
        np.clip(places, 0, last, out=places)
        if not np.isfinite(places.sum()):  # of what is clipped only NaN is left
            np.nan_to_num(places, copy=False, nan=last / 2)
    found: Pixels = table.take(places.astype(np.uint8))
    return found


def images(pixels: Pixels) -> list[QImage]:
    """A picture a neuron, from pixels of shape (neurons, height, width)."""
    whole = np.ascontiguousarray(pixels)
    _, height, width = whole.shape
    return [
        QImage(each.data, width, height, 4 * width, QImage.Format.Format_RGB32) for each in whole
    ]


def curve(values: Values, span: Span, box: QRectF) -> list[QPolygonF]:
    """A neuron's curve in its box, in pieces where it is not finite."""
    low, high = span
    heights = finite(values)
    step = box.width() / max(len(heights), 1)
    across = box.left() + (np.arange(len(heights)) + 0.5) * step
    down = box.bottom() - np.clip((heights - low) / (high - low), -0.05, 1.05) * box.height()
    known = np.isfinite(down)
    pieces = np.split(np.arange(len(down)), np.flatnonzero(np.diff(known)) + 1)
    return [
        QPolygonF([QPointF(x, y) for x, y in zip(across[p], down[p], strict=True)])
        for p in pieces
        if len(p) and known[p[0]]
    ]
