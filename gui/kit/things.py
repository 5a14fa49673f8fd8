"""Where things are painted: what of a view can be pointed at, and what is at a place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import hypot, inf
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from engine.frames.things import Thing

LINE = 24.0  # pixels: what is no further apart stands in one line
ASIDE = 2.0  # how much more a way across counts than one straight ahead


@dataclass(frozen=True, slots=True)
class Painted:
    """A thing and where it is on its view, in the view's own coordinates.

    ``path`` is its shape where that is not the whole ``box``: an edge is pointed at near its line.
    """

    thing: Thing
    box: QRectF
    path: QPainterPath | None = None

    def is_at(self, at: QPointF) -> bool:
        """Whether a place belongs to it."""
        return self.box.contains(at) and (self.path is None or self.path.contains(at))


def moved(one: Painted, inner: QWidget, outer: QWidget) -> Painted:
    """The same in the coordinates of a widget that it lies in."""
    by = QPointF(inner.mapTo(outer, QPoint(0, 0)))
    path = None if one.path is None else one.path.translated(by)
    return replace(one, box=one.box.translated(by), path=path)


def found_in(
    inner: QWidget, outer: QWidget, at: QPointF, find: Callable[[QPointF], Painted | None]
) -> Painted | None:
    """What a widget paints at a place of one that it lies in, both in that one's coordinates."""
    inside = at - QPointF(inner.mapTo(outer, QPoint(0, 0)))
    found = find(inside) if QRectF(inner.rect()).contains(inside) else None
    return None if found is None else moved(found, inner, outer)


def around(at: QPointF, half: float) -> QRectF:
    """The box of a dot."""
    return QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half)


def apart(one: Painted, at: QPointF) -> float:
    """How far a place is from the middle of a thing."""
    way = one.box.center() - at
    return hypot(way.x(), way.y())


def topmost(painted: Iterable[Painted], at: QPointF) -> Painted | None:
    """What was painted last of all that is at a place."""
    found = [one for one in painted if one.is_at(at)]
    return found[-1] if found else None


def reading_order(painted: Iterable[Painted]) -> list[Painted]:
    """From the upper left on, line by line."""
    return sorted(painted, key=lambda one: (one.box.center().y() // LINE, one.box.center().x()))


def nearest_towards(
    painted: Sequence[Painted], start: Painted, towards: tuple[int, int]
) -> Painted:
    """What is next in a direction; the same where there is nothing."""
    here = start.box.center()

    def cost(one: Painted) -> float:
        way = one.box.center() - here
        along = way.x() * towards[0] + way.y() * towards[1]
        across = abs(way.x() * towards[1]) + abs(way.y() * towards[0])
        return along + ASIDE * across if along > 0 and along * 3 >= across else inf

    best = min(painted, key=cost, default=start)
    return best if cost(best) < inf else start
