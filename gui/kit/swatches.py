"""Small samples for the legend: a line, a patch, a point's symbol, a scale of colours."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QLinearGradient,
    QPainter,
    QPen,
    QPixmap,
)

WIDTH, HEIGHT = 18, 14
BAR_WIDTH, BAR_HEIGHT = 88, 6  # of a scale with figures
FINENESS = 3  # drawn larger than shown, so that fine screens get sharp samples


def line_sample(
    color: str, width: float = 2.5, style: Qt.PenStyle = Qt.PenStyle.SolidLine
) -> QPixmap:
    """A piece of a curve."""
    pixmap, painter = _blank()
    painter.setPen(QPen(QColor(color), width, style, Qt.PenCapStyle.FlatCap))
    painter.drawLine(QPointF(1, HEIGHT / 2), QPointF(WIDTH - 1, HEIGHT / 2))
    painter.end()
    return pixmap


def handles_sample(color: str) -> QPixmap:
    """A line with a handle at either end."""
    pixmap, painter = _blank()
    painter.setPen(QPen(QColor(color), 1.5))
    low, high = QPointF(4, HEIGHT - 4), QPointF(WIDTH - 4, 4)
    painter.drawLine(low, high)
    painter.setBrush(QColor(color))
    for end in (low, high):
        painter.drawEllipse(end, 2.5, 2.5)
    painter.end()
    return pixmap


def stick_sample(color: str) -> QPixmap:
    """A residual."""
    pixmap, painter = _blank()
    painter.setPen(QPen(QColor(color), 2))
    painter.drawLine(QPointF(WIDTH / 2, 1), QPointF(WIDTH / 2, HEIGHT - 1))
    painter.end()
    return pixmap


def patch_sample(color: str, opacity: float) -> QPixmap:
    """A filled area."""
    pixmap, painter = _blank()
    fill = QColor(color)
    fill.setAlphaF(opacity)
    painter.fillRect(QRectF((WIDTH - HEIGHT) / 2 + 1, 1, HEIGHT - 2, HEIGHT - 2), fill)
    painter.end()
    return pixmap


def symbol_sample(color: str, symbol: str, fill: str = "") -> QPixmap:
    """A point; with ``fill`` it is drawn hollow over that ground."""
    pixmap, painter = _blank()
    painter.translate(WIDTH / 2, HEIGHT / 2)
    pen = QPen(QColor(color), 1.5 / 10) if fill else QPen(Qt.PenStyle.NoPen)
    drawSymbol(painter, symbol, 10, pen, pg.mkBrush(fill or color))
    painter.end()
    return pixmap


def cross_sample(color: str) -> QPixmap:
    """A cross."""
    pixmap, painter = _blank()
    painter.setPen(QPen(QColor(color), 2))
    middle, arm = QPointF(WIDTH / 2, HEIGHT / 2), 4.5
    for side in (QPointF(arm, arm), QPointF(arm, -arm)):
        painter.drawLine(middle - side, middle + side)
    painter.end()
    return pixmap


def rings_sample(color: str) -> QPixmap:
    """Two lines of equal value."""
    pixmap, painter = _blank()
    painter.setPen(QPen(QColor(color), 1))
    for arm in (6.0, 3.0):
        painter.drawEllipse(QPointF(WIDTH / 2, HEIGHT / 2), 1.3 * arm, arm)
    painter.end()
    return pixmap


def ringed_sample(color: str, point: str) -> QPixmap:
    """A point with a ring around it."""
    pixmap, painter = _blank()
    middle = QPointF(WIDTH / 2, HEIGHT / 2)
    painter.setPen(QPen(QColor(color), 1.5))
    painter.drawEllipse(middle, 6, 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(point))
    painter.drawEllipse(middle, 3, 3)
    painter.end()
    return pixmap


def scale_sample(colors: Sequence[str], width: int, height: int) -> QPixmap:
    """A scale of colours from low to high."""
    pixmap, painter = _blank(width, height)
    gradient = QLinearGradient(0, 0, width, 0)
    for index, color in enumerate(colors):
        gradient.setColorAt(index / (len(colors) - 1), QColor(color))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(gradient))
    painter.drawRoundedRect(QRectF(0, 0, width, height), 2, 2)
    painter.end()
    return pixmap


def bar_sample(
    colors: Sequence[str], ticks: Sequence[tuple[float, str]], ink: str, font: QFont
) -> QPixmap:
    """A scale of colours with figures under it, each at its part of the way from low to high."""
    metrics = QFontMetricsF(font)
    room = max((metrics.horizontalAdvance(text) for _, text in ticks), default=0.0) / 2 + 1
    width, height = BAR_WIDTH + 2 * room, BAR_HEIGHT + metrics.height()
    pixmap, painter = _blank(int(width) + 1, int(height) + 1)
    painter.drawPixmap(QPointF(room, 0), scale_sample(colors, BAR_WIDTH, BAR_HEIGHT))
    painter.setPen(QColor(ink))
    painter.setFont(font)
    for share, text in ticks:
        x = room + share * BAR_WIDTH
        painter.drawLine(QPointF(x, BAR_HEIGHT - 3), QPointF(x, BAR_HEIGHT + 2))
        box = QRectF(x - width, BAR_HEIGHT, 2 * width, metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, text)
    painter.end()
    return pixmap


def bar_room(pixmap: QPixmap) -> tuple[float, float]:
    """Where the colours of such a scale begin and end, in pixels from its left."""
    left = (pixmap.width() / pixmap.devicePixelRatio() - 1 - BAR_WIDTH) / 2
    return left, left + BAR_WIDTH


def faded(pixmap: QPixmap) -> QPixmap:
    """The same sample of something that is not shown now."""
    result = QPixmap(pixmap.size())
    result.setDevicePixelRatio(pixmap.devicePixelRatio())
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setOpacity(0.3)
    painter.drawPixmap(0, 0, pixmap)
    painter.end()
    return result


def _blank(width: int = WIDTH, height: int = HEIGHT) -> tuple[QPixmap, QPainter]:
    pixmap = QPixmap(width * FINENESS, height * FINENESS)
    pixmap.setDevicePixelRatio(FINENESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return pixmap, painter
