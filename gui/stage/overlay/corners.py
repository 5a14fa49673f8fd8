"""What lies over the plane in its corners, and the room that fitting leaves for it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtWidgets import QWidget

from gui.stage.layers.points import Points
from gui.stage.overlay.folding import Folding
from gui.stage.plane.canvas import Area, Array, Canvas
from gui.stage.plane.room import NO_ROOM, Room, covered, least_room

GAP = 14  # pixels to the plane's edge
MOST_POINTS = 2_000  # that are looked at; of more, so many at equal distances
BETWEEN = 8  # pixels between two of them
LEAST_LEFT = 0.6  # of the plane for the data: where the legend would take more, it folds
TALLEST = 0.6  # part of the plane's height that the legend may take


class Corners:
    """A widget at the plane's top left, the legend at its top right, and cards at its foot."""

    def __init__(self, canvas: Canvas, points: Points, left: QWidget, right: Folding) -> None:
        self._canvas = canvas
        self._points = points
        self._left = left
        self._right = right
        self._cards: list[QWidget] = []
        self._slot = 0  # where at the foot the cards are: left, right, middle

    def add_card(self, card: QWidget) -> None:
        """Keep a card at the plane's foot; ``place_cards`` when it is shown or hidden."""
        self._cards.append(card)

    def arrange(self) -> None:
        """Put all into their places; where two would meet, the legend goes below."""
        plane = self._plane()
        width = min(self._left.sizeHint().width(), plane.width() - 2 * GAP)
        self._left.resize(width, self._left.sizeHint().height())
        self._left.move(plane.topLeft() + QPoint(GAP, GAP))
        at = QPoint(plane.right() - GAP - self._right.width(), plane.top() + GAP)
        meets = not self._left.isHidden() and self._left.geometry().right() + BETWEEN > at.x()
        if meets:
            at.setY(self._left.geometry().bottom() + BETWEEN)
        self._right.move(at)
        foot = self._foot(self._slot)
        for card in self._shown_cards():
            card.move(foot.topLeft())
            foot.setTop(foot.top() + card.height() + BETWEEN)

    def place_cards(self) -> None:
        """Put the cards where they cover the fewest points of what is shown now."""
        if self._shown_cards():
            x, y = self._seen(self._canvas.area)
            free = self._free_slots()
            self._slot = min(free, key=lambda slot: covered(x, y, self._part(self._foot(slot))))
        self.arrange()

    def fit(self, bounds: Area) -> None:
        """Show an area with room around it, so that nothing here covers a point."""
        area = self._canvas.fitted(bounds)
        x, y = self._seen(area)
        self._right.suggest(False)
        room = self._room(x, y)
        if self._too_large() or room is None or room.left_over < LEAST_LEFT:
            self._right.suggest(True)
            room = self._room(x, y)
        self._canvas.show_area((room or NO_ROOM).around(area))

    def _room(self, x: Array, y: Array) -> Room | None:
        """The least room that helps, with the cards at the best place of the foot for it."""
        self.arrange()
        tops = [self._part(top.geometry()) for top in self._tops()]
        if not self._shown_cards():
            return least_room(x, y, tops)
        rooms = {}
        for slot in self._free_slots():
            found = least_room(x, y, [*tops, self._part(self._foot(slot))], low=True)
            if found is not None:
                rooms[slot] = found
        if not rooms:
            return None
        self._slot = max(rooms, key=lambda slot: rooms[slot].left_over)
        self.arrange()
        return rooms[self._slot]

    def _too_large(self) -> bool:
        return self._right.height() > TALLEST * self._plane().height()

    def _tops(self) -> list[QWidget]:
        return [widget for widget in (self._left, self._right) if not widget.isHidden()]

    def _shown_cards(self) -> list[QWidget]:
        return [card for card in self._cards if not card.isHidden()]

    def _free_slots(self) -> list[int]:
        """The places of the foot that no widget above reaches down to; or the first."""
        tops = [top.geometry() for top in self._tops()]
        free = [slot for slot in range(3) if not any(map(self._foot(slot).intersects, tops))]
        return free or [0]

    def _foot(self, slot: int) -> QRect:
        """Where the cards above each other are, at the foot's left, right or middle."""
        plane, cards = self._plane(), self._shown_cards()
        width = max((card.width() for card in cards), default=0)
        height = sum(card.height() + BETWEEN for card in cards) - BETWEEN
        spare = plane.width() - width
        left = (GAP, spare - GAP, spare // 2)[slot]
        return QRect(plane.left() + left, plane.bottom() - GAP - height, width, height)

    def _plane(self) -> QRect:
        return self._canvas.pixels.toRect().translated(self._canvas.pos())

    def _seen(self, area: Area) -> tuple[Array, Array]:
        """The points in sight, of very many some: parts of an area to the right and downwards."""
        cloud = self._points.cloud
        some = slice(None, None, len(cloud) // MOST_POINTS + 1)
        shown = ~self._points.hidden[some]
        x = (cloud.x[some][shown] - area.left) / (area.right - area.left)
        y = (area.top - cloud.y[some][shown]) / (area.top - area.bottom)
        return x, y

    def _part(self, place: QRect) -> QRectF:
        """A rectangle of pixels, and half a symbol around it, as parts of the plane."""
        plane, room = self._plane(), self._points.size / 2 + 2
        around = QRectF(place).adjusted(-room, -room, room, room).translated(-plane.topLeft())
        width, height = max(plane.width(), 1), max(plane.height(), 1)
        return QRectF(
            around.left() / width, around.top() / height,
            around.width() / width, around.height() / height,
        )  # fmt: skip
