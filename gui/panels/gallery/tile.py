"""One function of the gallery, small: its name, its axes and its curve."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QWidget

from engine.frames import FunctionCurve
from engine.frames.gallery import Array
from gui.kit.calm import finite, nice_ceiling
from gui.kit.guard import guarded
from gui.kit.numbers import short
from gui.kit.theme import LIGHT, Theme

SIZE = QSize(138, 128)
HEAD = 20  # pixels of the name
FORMULA = 15  # of the formula below it
EDGE = 6
FIGURE = 0.78  # the figures' size, in parts of the font's


class Tile(QAbstractButton):
    """Pressed, it is shown large."""

    def __init__(self, name: str, formula: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(name)
        self._formula = formula
        self.setToolTip(f"{name}\nf(z) = {formula}")
        self.setAccessibleName(name)
        self.setAccessibleDescription(f"f(z) = {formula}")
        self.setMinimumSize(SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = LIGHT
        self._z: Array = np.empty(0)
        self._value: Array = np.empty(0)
        self._ends = (-1.0, 1.0)

    def show_curve(self, z: Array, curve: FunctionCurve) -> None:
        """Draw a curve; its values' axis ends at round numbers."""
        self._z, self._value = z, finite(curve.value)
        known = self._value[np.isfinite(self._value)]
        low, high = (float(known.min()), float(known.max())) if len(known) else (-1.0, 1.0)
        self._ends = (-nice_ceiling(-low), nice_ceiling(high))
        if self._ends[0] == self._ends[1]:
            self._ends = (-1.0, 1.0)
        self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """As small as it can still be read."""
        return SIZE

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame, the name, the axes and the curve."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(QColor(self._theme.accent if strong else self._theme.border), 1))
        painter.setBrush(QColor(self._theme.window))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setPen(QColor(self._theme.text))
        head = self.rect().adjusted(EDGE, 2, -EDGE, HEAD - self.height())
        name = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, head.width())
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, name)
        self._paint_formula(painter, head.translated(0, HEAD - 4))
        top = HEAD + FORMULA + 4
        self._paint_plot(painter, QRectF(self.rect()).adjusted(EDGE, top, -EDGE, -EDGE))

    def _paint_formula(self, painter: QPainter, room: QRect) -> None:
        painter.setFont(self._small())
        painter.setPen(QColor(self._theme.muted))
        elide = Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(self._formula, elide, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * FIGURE)
        return font

    def _paint_plot(self, painter: QPainter, room: QRectF) -> None:
        if not len(self._z):
            return
        low, high = self._ends
        x = room.left() + (self._z - self._z[0]) / (self._z[-1] - self._z[0]) * room.width()
        y = room.bottom() - (self._value - low) / (high - low) * room.height()
        zero = QPointF(room.center().x(), room.bottom() + low / (high - low) * room.height())
        painter.setPen(QPen(QColor(self._theme.muted), 1))
        painter.drawLine(QPointF(room.left(), zero.y()), QPointF(room.right(), zero.y()))
        painter.drawLine(QPointF(zero.x(), room.top()), QPointF(zero.x(), room.bottom()))
        self._paint_figures(painter, room, zero)
        painter.setPen(QPen(QColor(self._theme.accent), 2))
        points = [QPointF(a, b) for a, b in zip(x, y, strict=True) if np.isfinite(b)]
        painter.drawPolyline(QPolygonF(points))

    def _paint_figures(self, painter: QPainter, room: QRectF, zero: QPointF) -> None:
        """The ends of both axes."""
        painter.setFont(self._small())
        high = painter.fontMetrics().height()
        line = min(zero.y(), room.bottom() - high)
        for text, place, side in (
            (short(float(self._z[0])), QRectF(room.left(), line, 40, high), "left"),
            (short(float(self._z[-1])), QRectF(room.right() - 40, line, 40, high), "right"),
            (short(self._ends[1]), QRectF(zero.x() + 3, room.top() - 4, 60, high), "left"),
        ):
            align = Qt.AlignmentFlag.AlignLeft if side == "left" else Qt.AlignmentFlag.AlignRight
            painter.drawText(place, align, text)
