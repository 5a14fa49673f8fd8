"""A small picture of an experiment, painted from its own data in the theme's colours."""

from __future__ import annotations

import pyqtgraph as pg
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.colors import class_look, heat_colors, ramp
from gui.kit.guard import guarded
from gui.kit.theme import Theme, of
from gui.model.sketches import Sketch

INSET = 12
POINT = 7.0  # pixels; many points are drawn smaller
MANY, SMALL = 60, 5.0
RADIUS = 6
SHADES = 24


class Thumbnail(QWidget):
    """As wide as there is room, and not high."""

    def __init__(self, sketch: Sketch, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sketch = sketch
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """The width is the card's."""
        return QSize(120, self.height())

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the stage with its points, and the line through them."""
        theme, painter = of(self.palette()), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QPainterPath()
        whole.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        painter.fillPath(whole, QColor(theme.stage))
        painter.setClipPath(whole)
        box = QRectF(self.rect()).adjusted(INSET, INSET, -INSET, -INSET)
        if self._sketch.line is not None:
            low, high = self._sketch.line
            painter.setPen(QPen(QColor(theme.accent), 2.5))
            painter.drawLine(_place(box, -0.2, low - 0.2 * (high - low)), _end(box, low, high))
        self._draw_points(painter, theme, box)
        painter.end()

    def _draw_points(self, painter: QPainter, theme: Theme, box: QRectF) -> None:
        sketch = self._sketch
        size = POINT if len(sketch.x) <= MANY else SMALL
        heat = [f"#{color & 0xFFFFFF:06x}" for color in ramp(heat_colors(theme), SHADES).tolist()]
        edge = QPen(QColor(theme.stage), 0.8 / size)
        for x, y, shade in zip(sketch.x, sketch.y, sketch.shades, strict=True):
            look = class_look(theme, int(shade))
            is_heat = sketch.look == "heat"
            color = heat[int(shade * (SHADES - 1))] if is_heat else look.color
            painter.save()
            painter.translate(_place(box, x, y))
            drawSymbol(painter, "o" if is_heat else look.symbol, size, edge, pg.mkBrush(color))
            painter.restore()


def _place(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.bottom() - y * box.height())


def _end(box: QRectF, low: float, high: float) -> QPointF:
    """Where the line leaves the picture on the right."""
    return _place(box, 1.2, high + 0.2 * (high - low))
