"""Crosses on the points whose class the model gets wrong."""

from __future__ import annotations

import pyqtgraph as pg

from gui.kit.calm import line
from gui.kit.marks import Marks
from gui.kit.theme import Theme
from gui.stage.plane.canvas import Array, Canvas

WRONG_Z = 13
LARGER = 3.0  # pixels than a point


class Wrong:
    """A cross lies over a point, so that it is told by its form and not by colour alone."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._item = Marks(pxMode=True, symbol="x", pen=None)
        canvas.add(self._item, WRONG_Z)

    def show(self, x: Array, y: Array, size: float) -> None:
        """Mark these places, of points of this size."""
        self._item.setData(x=x, y=y, size=size + LARGER)

    def count(self) -> int:
        """How many are marked."""
        return len(self._item.data)

    def hide(self) -> None:
        """Mark nothing."""
        if len(self._item.data):
            self._item.setData(x=[], y=[])

    def remove(self) -> None:
        """Leave the canvas."""
        self._canvas.remove(self._item)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._item.setBrush(pg.mkBrush(theme.text))
        self._item.setPen(line(theme.stage, width=1))
