"""How far the view has to grow so that no point lies behind what covers the plane's corners."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF

from gui.stage.plane.canvas import Area, Array

PARTS = tuple(step * 0.035 for step in range(12))  # of the plane that may stay empty on a side


class Room(NamedTuple):
    """The parts of the plane's height and width that stay empty; all from 0 to below 1."""

    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0

    @property
    def left_over(self) -> float:
        """The part of the plane that the data keep."""
        return (1 - self.right) * (1 - self.top - self.bottom)

    def around(self, area: Area) -> Area:
        """The area grown so that what it shows keeps off the sides by these parts."""
        high = (area.top - area.bottom) / (1 - self.top - self.bottom)
        wide = (area.right - area.left) / (1 - self.right)
        return Area(
            area.left, area.left + wide,
            area.bottom - high * self.bottom, area.top + high * self.top,
        )  # fmt: skip


NO_ROOM = Room()


def least_room(x: Array, y: Array, covers: Sequence[QRectF], low: bool = False) -> Room | None:
    """The room that costs least and leaves no point covered; None where none does.

    ``x`` to the right and ``y`` downwards are parts of the plane, as ``covers`` are; ``low`` says
    that some of them lie at the plane's foot.
    """
    if not _any_covered(x, y, covers, NO_ROOM):
        return NO_ROOM
    return next((room for room in _rooms(low) if not _any_covered(x, y, covers, room)), None)


def covered(x: Array, y: Array, cover: QRectF) -> int:
    """How many points lie behind a cover."""
    across = (x > cover.left()) & (x < cover.right())
    return int(np.count_nonzero(across & (y > cover.top()) & (y < cover.bottom())))


@lru_cache
def _rooms(low: bool) -> list[Room]:
    """What may be tried, the cheapest first."""
    feet = PARTS[:8] if low else PARTS[:1]
    rooms = [Room(top, right, bottom) for top, right, bottom in product(PARTS, PARTS, feet)]
    return sorted(rooms, key=lambda room: -room.left_over)


def _any_covered(x: Array, y: Array, covers: Sequence[QRectF], room: Room) -> bool:
    x = x * (1 - room.right)
    y = room.top + y * (1 - room.top - room.bottom)
    return any(covered(x, y, cover) for cover in covers)
