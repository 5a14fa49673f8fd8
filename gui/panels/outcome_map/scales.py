"""What stands around the cells of a map: names and figures of its axes, and what colours mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from engine.frames.outcome_map import CONVERGED, DIVERGED, SLOW
from gui.kit.fonts import tabular
from gui.kit.theme import Theme
from gui.kit.variants import shown
from gui.kit.words import tr

LEFT, ABOVE, BELOW = 44, 22, 20  # pixels around the cells
SWATCH, GAP = 10, 6
ALIGN = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True)
class Scales:
    """The two numbers that a map is of, and their values."""

    across: str
    up: str
    x: tuple[Any, ...]
    y: tuple[Any, ...]


def paint_scales(
    painter: QPainter, field: QRect, scales: Scales, theme: Theme, colors: Mapping[int, str]
) -> None:
    """Paint them around the field of the cells."""
    painter.save()
    painter.setFont(tabular(painter.font(), 0.85))
    painter.setPen(QColor(theme.muted))
    _paint_across(painter, field, scales)
    _paint_up(painter, field, scales)
    _paint_key(painter, field, scales, colors)
    painter.restore()


def _paint_across(painter: QPainter, field: QRect, scales: Scales) -> None:
    row = QRect(field.left(), field.bottom() + 2, field.width(), BELOW - 2)
    first, last = shown(scales.x[0]), shown(scales.x[-1])
    painter.drawText(row, ALIGN.AlignLeft | ALIGN.AlignVCenter, first)
    painter.drawText(row, ALIGN.AlignRight | ALIGN.AlignVCenter, last)
    metrics = painter.fontMetrics()
    beside = 2 * (max(map(metrics.horizontalAdvance, (first, last))) + GAP)
    name = _cut(painter, f"{scales.across} →", row.width() - beside)
    painter.drawText(row, ALIGN.AlignCenter, name)


def _paint_up(painter: QPainter, field: QRect, scales: Scales) -> None:
    column = QRect(0, field.top(), LEFT - 4, field.height())
    places = {ALIGN.AlignTop: -1, ALIGN.AlignBottom: 0}
    if field.height() > 4 * painter.fontMetrics().height():
        places[ALIGN.AlignVCenter] = len(scales.y) // 2
    for side, place in places.items():
        painter.drawText(column, ALIGN.AlignRight | side, shown(scales.y[place]))


def _paint_key(painter: QPainter, field: QRect, scales: Scales, colors: Mapping[int, str]) -> None:
    """From the right what the colours mean; the rest of the row is the upward axis's name's."""
    metrics, right = painter.fontMetrics(), field.right()
    kinds = {CONVERGED: tr("converged"), SLOW: tr("slow"), DIVERGED: tr("diverged")}
    for kind in reversed(kinds):
        right -= metrics.horizontalAdvance(kinds[kind])
        row = QRect(right, 0, metrics.horizontalAdvance(kinds[kind]) + 1, ABOVE - 2)
        painter.drawText(row, ALIGN.AlignLeft | ALIGN.AlignVCenter, kinds[kind])
        right -= SWATCH + 4
        square = QRect(right, (ABOVE - 2 - SWATCH) // 2, SWATCH, SWATCH)
        painter.fillRect(square, QColor(colors[kind]))
        painter.drawRect(square)
        right -= 2 * GAP
    row = QRect(0, 0, max(right, 0), ABOVE - 2)
    name = _cut(painter, f"↑ {scales.up}", row.width())
    painter.drawText(row, ALIGN.AlignLeft | ALIGN.AlignVCenter, name)


def _cut(painter: QPainter, text: str, room: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0))
