"""The layer of the data: a symbol a row, or their density where they are too many to tell apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

from gui.kit.colors import Look
from gui.kit.marks import Marks
from gui.kit.theme import Theme
from gui.stage.layers.cloud import NOBODY, Cloud
from gui.stage.layers.fading import FADES, by_distance
from gui.stage.layers.halo import Halo
from gui.stage.layers.symbols import Symbols, outline
from gui.stage.plane.canvas import Array, Canvas

if TYPE_CHECKING:
    from gui.stage.layers.crowd import Crowd

MOST_SYMBOLS = 20_000  # above it a picture of the density is faster and says more
MOST_MARKED = 1_000  # of more than have symbols
MOST_FADED = 200_000
SIZES = ((60, 14.0), (200, 12.0), (2_000, 9.0), (MOST_SYMBOLS, 6.0))  # rows at most, pixels
POINTS_Z, HELD_Z = 10, 12
NO_TEST = np.empty(0, dtype=np.bool_)
Part = tuple[int, bool, int]  # a group, whether it is kept for testing, how far it has faded


class Points:
    """One scatter item a group with one brush each, changed in place."""

    def __init__(self, canvas: Canvas, theme: Theme) -> None:
        self._canvas = canvas
        self._theme = theme
        self._items: dict[Part, Symbols] = {}
        self._rows: dict[Part, NDArray[np.int64]] = {}
        self._far: NDArray[np.int64] | None = None  # each row's place in FADES
        self._has_faded = False
        self._veiled: NDArray[np.bool_] | None = None
        self._few = True  # single symbols are drawn
        self._crowd: Crowd | None = None
        self._halo = Halo(canvas)
        self._held = Marks(pxMode=True)
        canvas.add(self._held, HELD_Z)
        self._looks: Sequence[Look] = ()
        self.lifted: int | None = None  # the row in the hand
        self._hand: tuple[int | None, float, float] | None = None
        self.cloud = NOBODY
        self.is_test = NO_TEST
        self.test_shown = True

    @property
    def size(self) -> float:
        """A symbol's size in pixels; many points are drawn smaller."""
        return next((size for most, size in SIZES if len(self.cloud) <= most), SIZES[-1][1])

    @property
    def crowded(self) -> bool:
        """Whether there are too many points to draw each, or to search them at every move."""
        return len(self.cloud) > MOST_SYMBOLS

    @property
    def thinning(self) -> int:
        """Which points are marked one by one: every so-manieth, so that marks are told apart."""
        return -(-len(self.cloud) // MOST_MARKED) if self.crowded else 1

    @property
    def hidden(self) -> NDArray[np.bool_]:
        """The rows that are neither drawn nor can be hit."""
        return np.zeros_like(self.is_test) if self.test_shown else self.is_test

    def show_test(self, shown: bool) -> None:
        """Draw the rows kept for testing, or leave them out."""
        if shown != self.test_shown:
            self.test_shown = shown
            self._draw()

    def show(self, cloud: Cloud, looks: Sequence[Look]) -> None:
        """Draw other points. Those held in the hand are let go."""
        self.cloud = cloud
        self._looks, self._veiled = looks, None
        if len(self.is_test) != len(cloud):
            self.is_test = np.zeros(len(cloud), dtype=np.bool_)
        self.lifted = self._hand = None
        self._held.setData(x=[], y=[])
        self._draw()

    def fade(self, far: NDArray[np.int64] | None) -> None:
        """Let some points be fainter: each row's place in ``FADES``; None is all in full."""
        before, self._far = self._far, far
        self._has_faded |= far is not None
        if before is not far:
            self._draw()

    @property
    def can_fade(self) -> bool:
        """Whether how far all points are is worked out at once; of more it would be waited for."""
        return len(self.cloud) <= MOST_FADED

    def places(self) -> tuple[Array, Array]:
        """Where the points are, with the one in the hand where it is held."""
        x, y = self.cloud.x, self.cloud.y
        if self._hand is None:
            return x, y
        row, held_x, held_y = self._hand
        if row is None:
            return np.append(x, held_x), np.append(y, held_y)
        x, y = x.copy(), y.copy()
        x[row], y[row] = held_x, held_y
        return x, y

    def mark_test(self, is_test: NDArray[np.bool_]) -> None:
        """Draw the rows kept for testing hollow; costs nothing where they are known."""
        if len(is_test) == len(self.cloud) and not np.array_equal(is_test, self.is_test):
            self.is_test = is_test.copy()
            self._draw()

    def hold(self, row: int | None, x: float, y: float, group: int) -> None:
        """Show a point in the hand at a place: a row lifted off the plane, or (None) a new one."""
        if row is not None and row != self.lifted:
            self.lifted = row
            if not self.crowded:
                self._draw()
        self._hand = (row, x, y)
        look = self._looks[group % len(self._looks)]
        self._held.setData(
            x=[x], y=[y], symbol=look.symbol, size=self.size + 3,
            brush=pg.mkBrush(look.color), pen=pg.mkPen(self._theme.text, width=1.5),
        )  # fmt: skip

    def let_go(self) -> None:
        """Put a lifted point back, or forget a new one."""
        self._held.setData(x=[], y=[])
        self._hand = None
        if self.lifted is not None:
            self.lifted = None
            if not self.crowded:
                self._draw()

    def veil(self, rows: NDArray[np.bool_] | None) -> None:
        """Leave some rows out for a while, or none; quicker than drawing the others again."""
        if self.crowded or (rows is None and self._veiled is None):
            return
        before, self._veiled = self._veiled, None if rows is None else rows.copy()
        for key, item in self._items.items():
            held = self._rows.get(key)
            if held is None or not len(held) or len(held) != len(item.data):
                continue
            now = np.zeros(len(held), np.bool_) if rows is None else rows[held]
            last = np.zeros(len(held), np.bool_) if before is None else before[held]
            if not np.array_equal(now, last):
                item.veil(now)

    def style(self, group: int) -> dict[str, Any]:
        """How the points of a group are drawn, as a scatter item is told."""
        look = self._looks[group % len(self._looks)]
        pen, brush = self._pen(look, False), pg.mkBrush(look.color)
        return {"symbol": look.symbol, "size": self.size, "pen": pen, "brush": brush}

    def halo(self, x: Array, y: Array) -> None:
        """Draw halos around the selected points, or none: rings are the batch's."""
        self._halo.show(x, y, self.size, self._theme, over=self.crowded)

    def nearest(self, x: float, y: float, reach: float) -> int | None:
        """The row closest to a pixel, at most ``reach`` pixels away; the topmost of equals."""
        if not len(self.cloud):
            return None
        across, down = self._canvas.to_pixels(self.cloud.x, self.cloud.y)
        distance = (across - x) ** 2 + (down - y) ** 2
        distance[self.hidden] = np.inf
        row = len(distance) - 1 - int(distance[::-1].argmin())
        return row if distance[row] <= reach**2 else None

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme; ``show`` brings the looks."""
        self._theme = theme

    def _draw(self) -> None:
        if self.crowded:
            far, seen = self._far, None
            if far is not None and len(far) == len(self.cloud):
                seen = np.array(FADES, np.float32)[far]
            if self._crowd is None:
                from gui.stage.layers.crowd import Crowd  # few have so many points

                self._crowd = Crowd(self._canvas, self._draw_few)
            self._crowd.show(self.cloud, self._looks, self.hidden, seen)
            return
        if self._crowd is not None:
            self._crowd.hide()
        self._few = True
        self._draw_rows(~self.hidden)

    def _draw_few(self, rows: NDArray[np.int64]) -> None:
        """Symbols for some rows of very many."""
        if len(rows):
            shown = np.zeros(len(self.cloud), dtype=np.bool_)
            shown[rows] = True
            self._draw_rows(shown)
        elif self._few:
            self._rows.clear()
            for item in self._items.values():
                item.setData(x=[], y=[])
        self._few = len(rows) > 0

    def _draw_rows(self, shown: NDArray[np.bool_]) -> None:
        if self.lifted is not None:
            shown[self.lifted] = False
        for group in range(len(self._looks)):
            rows = shown & (self.cloud.group == group)
            for far, some in by_distance(rows, self._far, self._has_faded):
                self._draw_part((group, False, far), some & ~self.is_test)
                self._draw_part((group, True, far), some & self.is_test)
        for key, item in self._items.items():
            is_there = key[0] < len(self._looks)
            item.setVisible(is_there)
            if not is_there:
                self._rows.pop(key, None)  # of other points

    def _draw_part(self, part: Part, rows: NDArray[np.bool_]) -> None:
        group, test, far = part
        if part not in self._items:
            if not rows.any():
                return
            item = self._items[part] = Symbols()
            item.setOpacity(FADES[far])
            # The points stand still while the model moves beneath them: painting 10,000 again
            # takes 4.5 ms, copying their picture 1.5.
            item.setCacheMode(item.CacheMode.DeviceCoordinateCache)
            self._canvas.add(item, POINTS_Z)
        self._rows[part] = np.flatnonzero(rows)
        look = self._looks[group]
        pen, brush = self._pen(look, test), self._theme.stage if test else look.color
        self._items[part].put(
            self.cloud.x[rows], self.cloud.y[rows], symbol=look.symbol,
            size=self.size, pen=pen, brush=pg.mkBrush(brush),
        )  # fmt: skip

    def _pen(self, look: Look, test: bool) -> Any:
        return outline(self._theme, look, test, len(self.cloud), alone=len(self._looks) < 2)
