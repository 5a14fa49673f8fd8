"""The two handles of a line with the loss beside them: where they stand, and what they say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel, QWidget

from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.stage.hand.handle import SIZE, Handle
from gui.stage.modes.straight_line import StraightLine
from gui.stage.plane.canvas import Area, Canvas

Place = tuple[float, float]
ENDS = (0.2, 0.8)  # where the handles stand at first, as parts of what is seen of the line
CLOSEST = 0.15  # of the plane between two handles that nobody has put so
FAR = 1e4  # pixels, out of sight
LARGER = 1.35  # the loss beside the hand


class Grips:
    """Two widgets over the canvas, so that the mouse, Tab and screen readers find them."""

    def __init__(self, canvas: Canvas, theme: Theme) -> None:
        self._canvas = canvas
        self.handles = (Handle(canvas, theme), Handle(canvas, theme))
        help = tr("Drag it, or use the arrow keys: the line goes through both handles.")
        going_on = tr("Moving it pauses training.")
        for handle, name in zip(self.handles, (tr("Left handle"), tr("Right handle")), strict=True):
            handle.setAccessibleName(name)
            handle.setToolTip(f"{help} {going_on}")
        QWidget.setTabOrder(canvas, self.handles[0])
        QWidget.setTabOrder(*self.handles)
        self._label = _label(canvas)

    @property
    def held(self) -> bool:
        """Whether one is in the hand."""
        return any(handle.held for handle in self.handles)

    def put(self, places: Sequence[Place]) -> None:
        """Show both at their places."""
        x, y = self._canvas.to_pixels(*np.array(places).T)
        for handle, across, down in zip(self.handles, x, y, strict=True):
            handle.put(QPointF(np.clip(across, -FAR, FAR), np.clip(down, -FAR, FAR)))
            if handle.isHidden():
                handle.show()
                handle.raise_()
        self._place_label()

    def hide(self) -> None:
        """Show nothing."""
        for handle in self.handles:
            handle.hide()
        self._label.hide()

    def tell(self, text: str) -> None:
        """Say something beside the one in use."""
        self._label.setText(text)
        self._place_label()

    def place(self, at: QPointF) -> Place:
        """What is under a pixel; the plane's edge holds the hand back."""
        rect = self._canvas.pixels
        x = min(max(at.x(), rect.left()), rect.right())
        y = min(max(at.y(), rect.top()), rect.bottom())
        return self._canvas.to_data(QPointF(x, y))

    def on(self, line: StraightLine, data: Area) -> list[Place]:
        """Two places on what is seen of the line over the data, else on all that is seen of it."""
        left, right, bottom, top = self._canvas.area
        if max(left, data.left) < min(right, data.right):
            left, right = max(left, data.left), min(right, data.right)
        if line.slope:
            low, high = sorted((edge - line.offset) / line.slope for edge in (bottom, top))
            low, high = max(left, low), min(right, high)
            left, right = (low, high) if low < high else (left, right)
        return [(x, line.at(x)) for x in (left + (right - left) * part for part in ENDS)]

    def are_close(self, places: Sequence[Place]) -> bool:
        """Whether so little lies between two places that a small pull would turn the line over."""
        (one, _), (other, _) = places
        left, right, _, _ = self._canvas.area
        return abs(one - other) < CLOSEST * (right - left)

    def is_seen(self, place: Place) -> bool:
        """Whether a place is on the part of the plane that is shown."""
        area = self._canvas.area
        return area.left <= place[0] <= area.right and area.bottom <= place[1] <= area.top

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        for handle in self.handles:
            handle.restyle(theme)

    def _place_label(self) -> None:
        """Beside the handle in use, above it where there is room."""
        used = next((one for one in self.handles if one.held or one.hasFocus()), None)
        self._label.setVisible(used is not None and bool(self._label.text()))
        if used is None:
            return
        self._label.adjustSize()
        rect, at, width = self._canvas.pixels, used.middle, self._label.width()
        x = max(min(at.x() - width / 2, rect.right() - width), rect.left())
        above = at.y() - SIZE - self._label.height()
        y = above if above > rect.top() else at.y() + SIZE
        self._label.move(QPointF(x, y).toPoint() + self._canvas.pos())
        self._label.raise_()


def _label(canvas: Canvas) -> QLabel:
    label = QLabel(canvas.parentWidget())
    label.setObjectName("Card")
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    label.setContentsMargins(8, 3, 8, 3)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * LARGER)
    label.setFont(font)
    label.hide()
    return label
