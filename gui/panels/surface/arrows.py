"""An arrow on a plane, long enough to be seen however short the way is that it stands for."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF

from engine.frames.surface import Place
from gui.kit.calm import CalmPlot, line

LEAST, MOST = 28.0, 160.0  # pixels
HEAD = 8.0  # pixels
WIDE = 0.45  # radians, on each side of the head


class Arrow:
    """From a place along a direction."""

    def __init__(self, plot: CalmPlot) -> None:
        self._plot = plot
        self._item = pg.PlotCurveItem(connect="finite", antialias=True)
        self._item.setZValue(9)
        self.times = 1.0  # how much longer it is drawn than the way is
        plot.addItem(self._item)

    def show(self, start: Place | None, way: Place | None) -> None:
        """Draw it; a way to nowhere has none."""
        if start is None or way is None or not any(way):
            self._item.setData(np.empty(0), np.empty(0))
            self.times = 1.0
            return
        view = self._plot.view
        foot = view.mapViewToScene(QPointF(*start))
        tip = view.mapViewToScene(QPointF(start[0] + way[0], start[1] + way[1]))
        x, y = tip.x() - foot.x(), tip.y() - foot.y()
        length = math.hypot(x, y)
        if not math.isfinite(length) or length == 0:
            self._item.setData(np.empty(0), np.empty(0))
            return
        self.times = min(max(length, LEAST), MOST) / length
        x, y, angle = x * self.times, y * self.times, math.atan2(y, x)
        tip = QPointF(foot.x() + x, foot.y() + y)
        sides = [
            QPointF(
                tip.x() - HEAD * math.cos(angle + turn), tip.y() - HEAD * math.sin(angle + turn)
            )
            for turn in (WIDE, -WIDE)
        ]
        points = [view.mapSceneToView(point) for point in (foot, tip, sides[0], tip, sides[1])]
        self._item.setData(
            np.array([point.x() for point in points]), np.array([point.y() for point in points])
        )

    def restyle(self, color: str, *, dashed: bool) -> None:
        """Take on a colour."""
        self._item.setPen(line(color, dashed=dashed, width=2))
