"""Bringing a part of a view into sight."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtWidgets import QScrollArea, QWidget

ROOM = 4  # pixels around it
MOST_SEEN = 100.0  # pixels to each side that are brought into view


def bring_into_view(view: QWidget, box: QRectF) -> None:
    """Scroll whatever a view lies in so far that a part of it is seen."""
    area = view.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if isinstance(area, QScrollArea) and area.widget() is not None:
        inner = area.widget()
        middle = QPointF(view.mapTo(inner, QPoint(0, 0))) + box.center()
        wide, high = (int(min(size, MOST_SEEN)) for size in (box.width() / 2, box.height() / 2))
        x, y = (round(value) for value in (middle.x(), middle.y()))
        area.ensureVisible(x, y, wide + ROOM, high + ROOM)
