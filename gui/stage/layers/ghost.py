"""What would be if some numbers were others: dashed lines, and a hollow point, over what is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg

from gui.kit.calm import line
from gui.kit.marks import Marks
from gui.kit.theme import Theme
from gui.stage.layers.curves import reachable
from gui.stage.plane.canvas import Array, Canvas

GHOST_Z = 13
WIDTH = 2
DASHES = [5.0, 4.0]
DASH = 7.0  # pixels of a square
SIZE = 13  # pixels of the point


class Ghost:
    """Drawn while a number is thought of as another one."""

    def __init__(self, canvas: Canvas, theme: Theme) -> None:
        self._canvas = canvas
        self._curves: list[Any] = []
        self._border = pg.PlotCurveItem(connect="pairs", antialias=True)
        self._dot = Marks(pxMode=True, symbol="o", size=SIZE, brush=None)
        self._theme = theme
        canvas.add(self._border, GHOST_Z)
        canvas.add(self._dot, GHOST_Z)
        self.restyle(theme)
        self.hide()

    def show_curves(self, x: Array, curves: Sequence[Array]) -> None:
        """Where the model's lines would be."""
        while len(self._curves) < len(curves):
            item = pg.PlotCurveItem(antialias=True)
            self._canvas.add(item, GHOST_Z)
            self._curves.append(item)
        self.restyle(self._theme)
        for place, item in enumerate(self._curves):
            item.setVisible(place < len(curves))
            if place < len(curves):
                seen = reachable(x, curves[place], self._canvas.area)
                item.setData(*seen, connect="finite")

    def show_border(self, x: Array, y: Array) -> None:
        """Where the border between classes would be: ends of pieces in pairs.

        Pieces in every other square of the screen are left out: a pen's dashes would be longer.
        """
        across, down = self._canvas.to_pixels(x[0::2], y[0::2])
        kept = np.repeat((across // DASH + down // DASH).astype(np.int64) % 2 == 0, 2)
        self._border.setVisible(len(x) > 0)
        if len(x):
            self._border.setData(x[kept], y[kept])

    def show_point(self, x: float | None, y: float | None) -> None:
        """Where one row's answer would be; None where it is no place of the plane."""
        known = x is not None and y is not None and bool(np.isfinite(y))
        self._dot.setData(x=[x], y=[y]) if known else self._dot.clear()

    @property
    def is_shown(self) -> bool:
        """Whether anything of it is drawn."""
        lines = any(item.isVisible() for item in (*self._curves, self._border))
        return lines or len(self._dot.data) > 0

    def hide(self) -> None:
        """Show nothing."""
        for item in (*self._curves, self._border):
            item.hide()
        self._dot.clear()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        pen = line(theme.warning, width=WIDTH)
        self._border.setPen(pen)
        pen = line(theme.warning, width=WIDTH)
        pen.setDashPattern(DASHES)
        for item in self._curves:
            item.setPen(pen)
        self._dot.setPen(line(theme.warning, width=WIDTH))
