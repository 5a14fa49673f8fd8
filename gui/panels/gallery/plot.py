"""The large plot of the gallery: one function with its slope, and others laid over it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from engine.frames import FunctionCurve
from engine.frames.gallery import Array
from gui.kit.calm import CalmPlot, finite, line, nice_ceiling, style
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr

MARGIN = 0.04  # of the range, so that a curve along its edge is not cut in half


class FunctionsPlot(CalmPlot):
    """The first curve is solid and has its slope dashed; the others are thinner, in own colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, whole_x=False)
        self.setMouseEnabled(x=False, y=False)
        self.setAccessibleName(tr("Curves of functions"))
        self._theme = LIGHT
        self._z: Array = np.empty(0)
        self._curves: tuple[FunctionCurve, ...] = ()
        self._items: list[pg.PlotCurveItem] = []
        self._slope = pg.PlotCurveItem()
        self._cross = pg.InfiniteLine(angle=90)
        self._cross.hide()
        self._zero = (pg.InfiniteLine(0, angle=0), pg.InfiniteLine(0, angle=90))
        for item in (*self._zero, self._cross, self._slope):
            self.addItem(item)

    def show_curves(self, z: Array, curves: Sequence[FunctionCurve]) -> None:
        """Draw these functions over the same z; those with a problem are left out."""
        self._z, self._curves = z, tuple(curves)
        for item in self._items:
            self.removeItem(item)
        self._items = []
        for curve in self._curves:
            item = pg.PlotCurveItem(antialias=True)
            if len(curve.value):
                item.setData(z, finite(curve.value), connect="finite")
            self.addItem(item)
            self._items.append(item)
        first = self._curves[0]
        self._slope.setData(z, finite(first.slope), connect="finite")
        self._fit()
        self.restyle(self._theme)

    def read(self, z: float) -> list[tuple[float, float]]:
        """Each function's value and slope at ``z``, where a line stands."""
        if not len(self._z):
            return []
        z = min(max(z, float(self._z[0])), float(self._z[-1]))
        self._cross.setPos(z)
        self._cross.show()
        return [
            (float(np.interp(z, self._z, c.value)), float(np.interp(z, self._z, c.slope)))
            if len(c.value)
            else (np.nan, np.nan)
            for c in self._curves
        ]

    def unread(self) -> None:
        """Take the line away."""
        self._cross.hide()

    def color(self, place: int) -> str:
        """The colour of the curve at a place."""
        theme = self._theme
        return theme.accent if place == 0 else theme.classes[1:][(place - 1) % 8]

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        style(self, theme)
        for zero in self._zero:
            zero.setPen(line(theme.border))
        self._cross.setPen(line(theme.muted))
        self._slope.setPen(line(theme.warning, dashed=True))
        for place, item in enumerate(self._items):
            item.setPen(line(self.color(place), width=2 if place == 0 else 1.3))

    def _fit(self) -> None:
        shown = [finite(c.value) for c in self._curves if len(c.value)]
        known = np.concatenate([*shown, finite(self._curves[0].slope), [0.0]])
        known = known[np.isfinite(known)]
        low, high = -nice_ceiling(-float(known.min())), nice_ceiling(float(known.max()))
        room = MARGIN * max(high - low, 1e-9)
        left, right = float(self._z[0]), float(self._z[-1])
        side = MARGIN * (right - left)
        self.set_ranges((left - side, right + side), (low - room, high + room))
