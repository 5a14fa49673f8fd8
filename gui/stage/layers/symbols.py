"""Many points of one look: a scatter item that learns their symbol once instead of once a point."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

from gui.kit.colors import Look
from gui.kit.marks import Marks
from gui.kit.theme import Theme, mixed
from gui.stage.plane.canvas import Array

MOST_OUTLINED = 2_000  # rows


class Symbols(Marks):
    """``setData`` on 10,000 points takes 12 ms; ``put`` makes the same picture.

    In a style that is known it takes a fiftieth, for it only changes the places.
    """

    def __init__(self) -> None:
        super().__init__(pxMode=True)
        self._style_known: dict[str, Any] = {}
        self._room = self.data  # for more points than there are now, in the same style

    def put(self, x: Array, y: Array, **style: Any) -> None:
        """Draw other points, all in one style."""
        if not len(x) or not len(self.data) or style != self._style_known:
            self.setData(x=x[:1], y=y[:1], **style)  # learns the symbol's place in the atlas
            self._style_known, self._room = style, self.data
        if len(x):
            self._place(x, y)

    def _place(self, x: Array, y: Array) -> None:
        self.prepareGeometryChange()
        if len(x) > len(self._room):
            self._room = np.repeat(self.data[:1], max(len(x), 2 * len(self._room)))
        self._room["sourceRect"] = self.data["sourceRect"][0]
        self.data = self._room[: len(x)]
        self.data["x"], self.data["y"], self.data["visible"] = x, y, True
        self.bounds = [None, None]
        self.update()

    def veil(self, rows: NDArray[np.bool_]) -> None:
        """Leave some points out; ``setPointsVisible`` would look up every symbol again."""
        self.data["visible"] = ~rows
        self.update()


def outline(theme: Theme, look: Look, test: bool, rows: int, *, alone: bool) -> Any:
    """What a symbol is drawn around with: hollow ones in their colour, the others of few rows."""
    if test:
        return pg.mkPen(mixed(theme.muted, look.color, 0.0 if alone else 0.5), width=1.5)
    return pg.mkPen(theme.stage, width=1) if rows <= MOST_OUTLINED else pg.mkPen(None)
