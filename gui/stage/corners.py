"""What lies over the plane in its corners, and the room that fitting leaves for it."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from gui.stage.canvas import Canvas
from gui.stage.points import Points

GAP = 14  # pixels to the plane's edge
MOST_ROOM = 0.35  # the most of the plane that may stay empty


class Corners:
    """One widget in the plane's top left corner and one in its top right."""

    def __init__(self, canvas: Canvas, left: QWidget, right: QWidget) -> None:
        self._canvas = canvas
        self._left = left
        self._right = right

    def arrange(self) -> None:
        """Put both into their corners."""
        rect = self._canvas.pixels.toRect().translated(self._canvas.pos())
        self._left.move(rect.left() + GAP, rect.top() + GAP)
        self._right.move(rect.right() - GAP - self._right.width(), rect.top() + GAP)

    def make_room(self, points: Points) -> None:
        """Where a widget covers points, show a little more on the side that costs less."""
        covering = [
            rect
            for widget in (self._left, self._right)
            if not widget.isHidden() and points.any_under(rect := self._place(widget))
        ]
        if not covering:
            return
        pixels, area = self._canvas.pixels, self._canvas.area
        down = (max(rect.bottom() for rect in covering) - pixels.top()) / pixels.height()
        aside = (pixels.right() - min(rect.left() for rect in covering)) / pixels.width()
        if min(down, aside) > MOST_ROOM:
            return
        if down <= aside:
            area = area._replace(top=area.top + (area.top - area.bottom) * down)
        else:
            area = area._replace(right=area.right + (area.right - area.left) * aside)
        self._canvas.show_area(area)

    def _place(self, widget: QWidget) -> QRect:
        return widget.geometry().translated(-self._canvas.pos())
