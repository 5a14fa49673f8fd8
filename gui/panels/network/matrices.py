"""Weights of large layers, as pictures that can be zoomed until numbers stand in them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from engine.frames import Matrix, MatrixRequest
from gui.kit.numbers import short
from gui.panels.network.looks import Looks
from gui.panels.network.pictures import colored

ROOM_FOR_NUMBER = (34.0, 12.0)  # pixels of a cell from which its number stands in it
STEP = 2  # how much more or less one turn of the wheel shows
FEWEST = 4  # rows and columns that are shown


@dataclass(frozen=True, slots=True)
class Region:
    """The rows and columns of a matrix that are shown."""

    name: str
    shape: tuple[int, int]
    top: int = 0
    left: int = 0
    rows: int = 0
    columns: int = 0

    @classmethod
    def whole(cls, name: str, shape: tuple[int, int]) -> Region:
        """All of them."""
        return cls(name, shape, 0, 0, *shape)

    @property
    def request(self) -> MatrixRequest:
        """What asks for its numbers."""
        return MatrixRequest(self.name, self.top, self.left, self.rows, self.columns)

    def zoomed(self, share: tuple[float, float], closer: bool) -> Region:
        """Half as much around a place, given in parts of what is shown, or twice as much."""
        starts, counts = [], []
        for start, count, whole, at in zip(
            (self.left, self.top), (self.columns, self.rows), self.shape[::-1], share, strict=True
        ):
            wanted = max(min(FEWEST, whole), count // STEP) if closer else min(whole, count * STEP)
            first = round(start + at * count - at * wanted)
            starts.append(max(0, min(first, whole - wanted)))
            counts.append(wanted)
        return replace(self, left=starts[0], top=starts[1], columns=counts[0], rows=counts[1])

    def place(self, share: tuple[float, float]) -> int:
        """The flat place of the weight at a place of the picture."""
        column = self.left + min(int(share[0] * self.columns), self.columns - 1)
        row = self.top + min(int(share[1] * self.rows), self.rows - 1)
        return row * self.shape[1] + column


def share(box: QRectF, at: QPointF) -> tuple[float, float]:
    """A place as parts of a box's width and height."""
    return (at.x() - box.left()) / box.width(), (at.y() - box.top()) / box.height()


def paint_matrix(painter: QPainter, box: QRectF, view: Matrix, scale: float, looks: Looks) -> None:
    """The matrix: rows are the neurons of this layer, columns those of the one before."""
    pixels = np.ascontiguousarray(colored(view.values, (-scale, scale), looks.heat))
    high, wide = pixels.shape
    picture = QImage(pixels.data, wide, high, 4 * wide, QImage.Format.Format_RGB32)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(box, picture)
    painter.setPen(looks.outline)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    cell = box.width() / wide, box.height() / high
    if view.exact and cell[0] >= ROOM_FOR_NUMBER[0] and cell[1] >= ROOM_FOR_NUMBER[1]:
        _write(painter, box, view, cell, looks)


def _write(
    painter: QPainter, box: QRectF, view: Matrix, cell: tuple[float, float], looks: Looks
) -> None:
    font = QFont(painter.font())
    font.setPixelSize(9)
    painter.setFont(font)
    for row, numbers in enumerate(view.values.tolist()):
        for column, number in enumerate(numbers):
            room = QRectF(
                box.left() + column * cell[0], box.top() + row * cell[1], cell[0], cell[1]
            )
            painter.fillRect(room.adjusted(2, cell[1] / 2 - 6, -2, 6 - cell[1] / 2),
                             QColor(looks.theme.window))  # fmt: skip
            painter.setPen(looks.text)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, short(number))
