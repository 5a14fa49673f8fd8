"""What is larger than its room: moved in an area, and brought into sight."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

ROOM = 4  # pixels around it
MOST_SEEN = 100.0  # pixels to each side that are brought into view


def scrolled(inside: QWidget, *, sideways: bool = True, has_focus: bool = True) -> QScrollArea:
    """An area without a frame in which something is as large as it needs to be."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    if not has_focus:
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if not sideways:
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area


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
