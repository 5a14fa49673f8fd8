"""A small image stretched over a part of the plane: regions, heat maps, densities."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsPixmapItem

from gui.kit.colors import Pixels
from gui.stage.plane.canvas import Area, Canvas


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
