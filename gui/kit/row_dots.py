"""Dots of rows in a plot: which is closest to a place, which is at a pixel, where each is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from gui.kit.things import around

HALF, REACH = 4.0, 7.0  # pixels of a dot, and beside it
MOST, MOST_NEAR = 300, 40  # dots that are named one by one, and compared


@dataclass(frozen=True, slots=True, eq=False)
class RowDots:
    """Dots at ``x`` and ``y`` of a view, shape (rows,) each; what is not finite is not there."""

    view: pg.ViewBox
    x: NDArray[np.float64]
    y: NDArray[np.float64]

    @property
    def few(self) -> list[int]:
        """The places of the first dots, as many as one would go through by keys."""
        known = np.isfinite(self.x) & np.isfinite(self.y)
        places: list[int] = np.flatnonzero(known)[:MOST].tolist()
        return places

    def closest(self, x: float, y: float) -> int | None:
        """The place of the dot that is closest to a point of the plot, by shares of its axes."""
        (left, right), (bottom, top) = self.view.viewRange()
        with np.errstate(all="ignore"):
            away = ((self.x - x) / (right - left)) ** 2 + ((self.y - y) / (top - bottom)) ** 2
        known = np.isfinite(away)
        return int(np.where(known, away, np.inf).argmin()) if known.any() else None

    def at_pixel(self, at: QPointF) -> int | None:
        """The place of the dot at a pixel of the plot."""
        corner, far = (self.view.mapSceneToView(at + QPointF(d, d)) for d in (-REACH, REACH))
        near = (self.x >= corner.x()) & (self.x <= far.x())
        near &= (self.y >= far.y()) & (self.y <= corner.y())
        places: list[int] = np.flatnonzero(near)[:MOST_NEAR].tolist()

        def apart(place: int) -> float:
            return (self.box(place).center() - at).manhattanLength()

        return min(places, key=apart, default=None)

    def box(self, place: int) -> QRectF:
        """Where a dot is, in pixels."""
        at = QPointF(float(self.x[place]), float(self.y[place]))
        return around(self.view.mapViewToScene(at), HALF)
