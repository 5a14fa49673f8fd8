"""The result of two tensors as a picture: a cell a number, shaded by its value."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.data.shapes import Array
from gui.kit.guard import guarded
from gui.kit.numbers import number
from gui.kit.theme import LIGHT, Theme, mixed
from gui.kit.words import tr

SIDE = 190  # pixels of the longer side
SHADES = 64


class Grid(QWidget):
    """Blue below nought, orange above; the diagonal, where rows meet themselves, is outlined."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._values: Array = np.zeros((0, 0))
        self._diagonal = False
        self._image: QImage | None = None
        self.setAccessibleName(tr("The result, a cell a number"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_values(self, values: Array, *, diagonal: bool) -> None:
        """Show one number, a row of them, or a matrix."""
        matrix = values.reshape(1, -1) if values.ndim < 2 else values
        if matrix.shape != self._values.shape:
            self.updateGeometry()
        same = matrix.shape == self._values.shape and np.array_equal(matrix, self._values)
        if not same or diagonal != self._diagonal:
            self._values, self._diagonal, self._image = matrix, diagonal, None
            self.update()

    @property
    def cells(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self._values.shape
        return rows, columns

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme, self._image = theme, None
        self.update()

    def sizeHint(self) -> QSize:
        """Square cells, the longer side as long as there is room for."""
        rows, columns = self._values.shape
        cell = SIDE / max(rows, columns, 8)
        return QSize(SIDE, round(cell * rows) + 2)

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Say the number under the pointer."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.sentence(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def sentence(self, at: QPointF) -> str:
        """The cell at a place, in words; empty beside the grid."""
        box = self._box()
        if self._values.size == 0 or not box.contains(at):
            return ""
        rows, columns = self._values.shape
        row = min(int((at.y() - box.top()) / box.height() * rows), rows - 1)
        column = min(int((at.x() - box.left()) / box.width() * columns), columns - 1)
        value = number(float(self._values[row, column]))
        return tr("row {row}, column {column}: {value}", row=row, column=column, value=value)

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Stretch the picture, and outline the diagonal."""
        if self._values.size == 0:
            return
        if self._image is None:
            self._image = _image(_shades(self._values), self._theme)
        painter, box = QPainter(self), self._box()
        painter.drawImage(box, self._image)
        if self._diagonal:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.text), 1.5, Qt.PenStyle.SolidLine))
            painter.drawLine(box.topLeft(), box.bottomRight())
        painter.setPen(QColor(self._theme.border))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)

    def _box(self) -> QRectF:
        rows, columns = self._values.shape
        cell = SIDE / max(rows, columns, 8)
        return QRectF(0.5, 0.5, cell * columns, cell * rows)


def _shades(values: Array) -> NDArray[np.uint8]:
    """Each value's place between minus and plus the largest size; what is not finite is nought."""
    clean = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    largest = float(np.abs(clean).max(initial=0.0)) or 1.0
    return np.rint((clean / largest + 1) / 2 * (SHADES - 1)).astype(np.uint8)


def _image(shades: NDArray[np.uint8], theme: Theme) -> QImage:
    rows, columns = shades.shape
    padded = np.ascontiguousarray(shades)
    image = QImage(padded.data, columns, rows, columns, QImage.Format.Format_Indexed8).copy()
    low, middle, high = theme.classes[0], theme.panel, theme.classes[1]
    image.setColorTable([QColor(_shade(i, low, middle, high)).rgb() for i in range(SHADES)])
    return image


def _shade(index: int, low: str, middle: str, high: str) -> str:
    part = 2 * index / (SHADES - 1) - 1
    return mixed(middle, low if part < 0 else high, abs(part))
