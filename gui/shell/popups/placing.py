"""Where a popup stands: beside what it is about, and over it only where there is no room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize

GAP = 8  # pixels between a thing and its popup


def beside(thing: QRect, size: QSize, room: QRect) -> QPoint:
    """The upper left corner of a popup of this size: right of the thing, left, below, above."""
    wide, high = size.width(), size.height()
    level = _held(thing.center().y() - high // 3, room.top(), room.bottom() - high)
    middle = _held(thing.center().x() - wide // 2, room.left(), room.right() - wide)
    places = (
        QPoint(thing.right() + GAP, level),
        QPoint(thing.left() - GAP - wide, level),
        QPoint(middle, thing.bottom() + GAP),
        QPoint(middle, thing.top() - GAP - high),
    )
    for place in places:
        if room.contains(QRect(place, size)):
            return place
    return max(places, key=lambda place: _seen(QRect(place, size), thing, room))


def grown(now: QRect, size: QSize, thing: QRect, room: QRect) -> QRect:
    """A popup of another size that stays at its corner; one above its thing, at its lower edge."""
    above = now.bottom() < thing.top()
    corner = QPoint(now.left(), now.bottom() + 1 - size.height()) if above else now.topLeft()
    return QRect(held(corner, size, room), size)


def quiet(thing: QRect, size: QSize, room: QRect, others: Sequence[QRect]) -> QPoint:
    """Where a sentence on a thing hides as little as can be of the others: below, above, beside."""
    wide, high = size.width(), size.height()
    level = thing.center().y() - high // 2
    places = (
        QPoint(thing.left(), thing.bottom() + GAP),
        QPoint(thing.left(), thing.top() - GAP - high),
        QPoint(thing.right() + GAP, level),
        QPoint(thing.left() - GAP - wide, level),
    )

    def hidden(place: QPoint) -> int:
        box = QRect(place, size)
        over = [box.intersected(other) for other in (thing, *others)]
        return sum(part.width() * part.height() for part in over if not part.isEmpty())

    return min((held(place, size, room) for place in places), key=hidden)


def held(place: QPoint, size: QSize, room: QRect) -> QPoint:
    """The nearest place where all of it is in the room."""
    return QPoint(
        _held(place.x(), room.left(), room.right() - size.width()),
        _held(place.y(), room.top(), room.bottom() - size.height()),
    )


def _seen(popup: QRect, thing: QRect, room: QRect) -> tuple[int, int]:
    """How much room is left of the thing once the popup is pushed into the window."""
    inside = QRect(held(popup.topLeft(), popup.size(), room), popup.size())
    over = inside.intersected(thing)
    pushed = (inside.topLeft() - popup.topLeft()).manhattanLength()
    return -over.width() * over.height(), -pushed


def _held(value: int, low: int, high: int) -> int:
    return max(low, min(value, high))
