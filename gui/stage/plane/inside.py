"""Which of many places are inside a rectangle or a polygon, all in pixels."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPolygonF

from gui.stage.plane.canvas import Array

MOST_EXACT = 5_000_000  # places times edges


def between(corners: list[QPointF], across: Array, down: Array) -> NDArray[np.bool_]:
    """Which places are in the rectangle between the first and the last corner."""
    x, y = ([corner.x() for corner in corners], [corner.y() for corner in corners])
    inside: NDArray[np.bool_] = (across >= min(x[0], x[-1])) & (across <= max(x[0], x[-1]))
    return inside & (down >= min(y[0], y[-1])) & (down <= max(y[0], y[-1]))


def inside(corners: list[QPointF], across: Array, down: Array) -> NDArray[np.bool_]:
    """Which places are inside the closed polygon, by counting the edges to their right.

    The even-odd rule (Shimrat, 1962); only places within its bounding box are looked at.
    """
    x, y = (np.array([corner.x() for corner in corners]), np.array([c.y() for c in corners]))
    result = np.zeros(len(across), dtype=np.bool_)
    near = np.flatnonzero(
        (across >= x.min()) & (across <= x.max()) & (down >= y.min()) & (down <= y.max())
    )
    exact = len(near) * len(x) <= MOST_EXACT
    result[near] = (_by_edges if exact else _by_picture)(x, y, across[near], down[near])
    return result


def _by_edges(x: Array, y: Array, across: Array, down: Array) -> NDArray[np.bool_]:
    odd = np.zeros(len(across), dtype=np.bool_)
    with np.errstate(over="ignore"):  # of edges that are almost level
        for i in range(len(x)):
            x0, y0, x1, y1 = x[i - 1], y[i - 1], x[i], y[i]
            if y0 != y1:
                crosses = (y0 > down) != (y1 > down)
                odd ^= crosses & (across < (x1 - x0) * (down - y0) / (y1 - y0) + x0)
    return odd


def _by_picture(x: Array, y: Array, across: Array, down: Array) -> NDArray[np.bool_]:
    """To the pixel, for very many places: the polygon is painted, and each looks where it is."""
    left, top = math.floor(x.min()), math.floor(y.min())
    width, height = math.ceil(x.max()) - left + 1, math.ceil(y.max()) - top + 1
    picture = QImage(width, height, QImage.Format.Format_Grayscale8)
    picture.fill(0)
    painter = QPainter(picture)
    painter.setBrush(Qt.GlobalColor.white)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(
        QPolygonF([QPointF(*corner) for corner in zip(x - left, y - top, strict=True)])
    )
    painter.end()
    stride = picture.bytesPerLine()
    pixels = np.frombuffer(picture.constBits(), np.uint8, stride * height).reshape(height, stride)
    covered: NDArray[np.bool_] = pixels[(down - top).astype(int), (across - left).astype(int)] > 0
    return covered
