"""The lines that training would come to with other values, faint, each in a colour of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pyqtgraph as pg

from gui.kit.calm import line
from gui.kit.run_pens import ahead_color
from gui.kit.theme import Theme
from gui.stage.layers.curves import drawable, reachable
from gui.stage.plane.canvas import Array, Canvas

if TYPE_CHECKING:
    from engine.frames import Frame

AHEAD_Z = 6  # under the line that there is
WIDTH = 2


class Ahead:
    """Colours and dashes are those of the curves beside the losses."""

    def __init__(self, canvas: Canvas, theme: Theme) -> None:
        self._canvas = canvas
        self._theme = theme
        self._items: list[Any] = []

    def show(self, x: Array, curves: Sequence[Array]) -> None:
        """Draw these, and no others."""
        while len(self._items) < len(curves):
            item = pg.PlotCurveItem(antialias=True)
            self._canvas.add(item, AHEAD_Z)
            self._items.append(item)
        for place, item in enumerate(self._items):
            item.setVisible(place < len(curves) and len(curves[place]) > 0)
            if item.isVisible():
                seen = reachable(x, curves[place], self._canvas.area)
                item.setData(*seen, connect="finite")
        self.restyle(self._theme)

    def take(self, frame: Frame) -> None:
        """Draw what a frame has of them."""
        from engine.frames import Futures  # loaded with the first frame

        ahead = next((v for v in frame.views.values() if isinstance(v, Futures)), None)
        if ahead is None:
            self.hide()
        else:
            self.show(ahead.along, [future.answers for future in ahead.futures])

    @property
    def count(self) -> int:
        """How many are drawn."""
        return sum(item.isVisible() for item in self._items)

    def hide(self) -> None:
        """Draw none."""
        self.show(drawable([]), ())

    def remove(self) -> None:
        """Leave the canvas."""
        for item in self._items:
            self._canvas.remove(item)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        for place, item in enumerate(self._items):
            item.setPen(line(ahead_color(place, theme), dashed=True, width=WIDTH))
