"""Halos around the selected points."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtGui import QColor

from gui.kit.marks import Marks
from gui.kit.theme import Theme
from gui.stage.plane.canvas import Array, Canvas

UNDER_POINTS_Z, OVER_CROWD_Z = 8, 11
SHARE = 0.4  # how much of the accent lies around a selected point


class Halo:
    """One item for all of them; none is drawn while nothing is selected."""

    def __init__(self, canvas: Canvas) -> None:
        self.marks = Marks(pxMode=True, symbol="o")
        canvas.add(self.marks, UNDER_POINTS_Z)

    def show(self, x: Array, y: Array, size: float, theme: Theme, *, over: bool) -> None:
        """Around symbols of a size; ``over`` a picture of very many, which would hide them."""
        accent = QColor(theme.accent)
        pen = pg.mkPen(accent, width=1.5) if len(x) == 1 else pg.mkPen(None)
        accent.setAlphaF(SHARE)
        room = 12 if len(x) == 1 else 9  # many must leave the points in sight
        self.marks.setData(x=x, y=y, size=size + room, pen=pen, brush=pg.mkBrush(accent))
        self.marks.setZValue(OVER_CROWD_Z if over else UNDER_POINTS_Z)
