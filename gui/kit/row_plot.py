"""A plot with a dot for each row, which can be read and pointed at."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from engine.frames.things import Thing
from gui.kit.calm import CalmPlot, dots
from gui.kit.row_dots import RowDots
from gui.kit.things import Painted


class RowPlot(CalmPlot):
    """Marks the row that is read with a ring, so large in pixels, that is drawn over all others.

    Which rows there are, and what each is, says the plot that is made of it: Qt's metaclass allows
    no abstract class.
    """

    def __init__(self, mark: float, parent: QWidget | None = None) -> None:
        super().__init__(parent, whole_x=False)
        self._mark = dots(mark)

    def places(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Where each row's dot is."""
        raise NotImplementedError

    def thing(self, place: int) -> Thing:
        """What the dot at a place of those is."""
        raise NotImplementedError

    def read(self, x: float, y: float) -> int | None:
        """The place of the row whose dot is closest to a point of the plot; it is marked."""
        rows = self._dots()
        place = rows.closest(x, y)
        if place is not None:
            self._mark.setData(rows.x[place : place + 1], rows.y[place : place + 1])
        return place

    def unread(self) -> None:
        """Mark no row."""
        self._mark.clear()

    def things(self) -> list[Painted]:
        """A dot a row, as far as they are few."""
        return [self._painted(place) for place in self._dots().few]

    def thing_at(self, at: QPointF) -> Painted | None:
        """The row whose dot is at a pixel."""
        place = self._dots().at_pixel(at)
        return None if place is None else self._painted(place)

    def _dots(self) -> RowDots:
        return RowDots(self.view, *self.places())

    def _painted(self, place: int) -> Painted:
        return Painted(self.thing(place), self._dots().box(place))
