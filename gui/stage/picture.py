"""A small image stretched over a part of the plane: regions, heat maps, densities."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsPixmapItem

from gui.stage.canvas import Area, Canvas

Pixels = NDArray[np.uint32]


class Picture:
    """Pixels 0xAARRGGBB (premultiplied) of shape (x, y), the first ones at the bottom left."""

    def __init__(self, canvas: Canvas, z: float) -> None:
        self._canvas = canvas
        self._item = QGraphicsPixmapItem()
        self._item.setShapeMode(QGraphicsPixmapItem.ShapeMode.BoundingRectShape)
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        canvas.add(self._item, z)

    def show(self, pixels: Pixels, area: Area) -> None:
        """Stretch the pixels over an area."""
        width, height = pixels.shape
        rows = np.ascontiguousarray(pixels.T)
        image = QImage(
            rows.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied
        )
        stretch = QTransform.fromTranslate(area.left, area.bottom)
        stretch.scale((area.right - area.left) / width, (area.top - area.bottom) / height)
        self._item.setTransform(stretch)
        self._item.setPixmap(QPixmap.fromImage(image))  # copies the pixels
        self._item.show()

    def hide(self) -> None:
        """Show nothing."""
        self._item.hide()

    def remove(self) -> None:
        """Leave the canvas."""
        self._canvas.remove(self._item)


def mixed(first: str, second: str, part: float) -> str:
    """A colour on the way from the first (0) to the second (1)."""
    one, two = QColor(first), QColor(second)
    channels = (QColor.red, QColor.green, QColor.blue)
    return "#" + "".join(
        f"{round(channel(one) + (channel(two) - channel(one)) * part):02x}" for channel in channels
    )


def ramp(colors: list[str], count: int) -> Pixels:
    """``count`` opaque pixels that go evenly through the colours."""
    stops = np.linspace(0.0, 1.0, len(colors))
    at = np.linspace(0.0, 1.0, count)
    red, green, blue = (
        np.rint(np.interp(at, stops, [channel(QColor(color)) for color in colors])).astype(
            np.uint32
        )
        for channel in (QColor.red, QColor.green, QColor.blue)
    )
    return packed(np.full(count, 255, dtype=np.uint32), red, green, blue)


def packed(alpha: Pixels, red: Pixels, green: Pixels, blue: Pixels) -> Pixels:
    """Pixels of their four channels, each from 0 to 255."""
    return np.asarray(alpha << 24 | red << 16 | green << 8 | blue, dtype=np.uint32)
