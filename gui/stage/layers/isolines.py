"""Lines of equal value through a grid, each with its value on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gui.kit.calm import line
from gui.kit.numbers import short
from gui.kit.theme import Theme
from gui.stage.plane.canvas import Array, Canvas

LINES_Z, TEXT_Z = 2, 4
LEAST = 6  # pieces of a line that has room for its value
EDGE = 0.08  # of the grid, where no value is written


class Isolines:
    """Thin lines over the picture, under the points."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._lines = pg.PlotCurveItem(connect="pairs")
        self._texts: list[pg.TextItem] = []
        self._theme: Theme | None = None
        self.levels: tuple[float, ...] = ()  # that are drawn
        canvas.add(self._lines, LINES_Z)

    def show(
        self, values: NDArray[np.floating], levels: Sequence[float], x: Array, y: Array
    ) -> None:
        """Draw the lines of these levels through values at the nodes (x, y)."""
        pieces = [isoline(values, level) for level in levels]
        self.levels = tuple(
            level for level, found in zip(levels, pieces, strict=True) if len(found)
        )
        ends = np.concatenate([*pieces, np.empty((0, 4))]).reshape(-1, 2)
        across, up = self._placed(ends, x, y)
        self._lines.setVisible(len(across) > 0)
        if len(across):
            self._lines.setData(across, up)
        self._label([found for found in pieces if len(found)], x, y)

    @classmethod
    def ends(
        cls, values: NDArray[np.floating], levels: Sequence[float], x: Array, y: Array
    ) -> tuple[Array, Array]:
        """The ends of all pieces of these lines in pairs, on the axes."""
        pieces = [isoline(values, level) for level in levels]
        return cls._placed(np.concatenate([*pieces, np.empty((0, 4))]).reshape(-1, 2), x, y)

    def hide(self) -> None:
        """Show nothing."""
        self.levels = ()
        self._lines.hide()
        for text in self._texts:
            text.hide()

    def remove(self) -> None:
        """Leave the canvas."""
        for item in (self._lines, *self._texts):
            self._canvas.remove(item)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        color = QColor(theme.text)
        color.setAlpha(130)
        self._lines.setPen(line(color.name(QColor.NameFormat.HexArgb)))
        for text in self._texts:
            self._color(text, theme)

    def texts(self) -> list[str]:
        """The values that are written on the lines."""
        return [text.toPlainText() for text in self._texts if text.isVisible()]

    @staticmethod
    def _placed(ends: Array, x: Array, y: Array) -> tuple[Array, Array]:
        """From steps of the grid to places on the axes."""
        nodes = np.arange(len(x))
        return np.interp(ends[:, 0], nodes, x), np.interp(ends[:, 1], nodes, y)

    def _label(self, pieces: Sequence[Array], x: Array, y: Array) -> None:
        for text in self._texts:
            text.hide()
        for place, (level, found) in enumerate(zip(self.levels, pieces, strict=True)):
            inside = found[_away_from_edges(found, len(x), len(y))]
            if len(inside) < LEAST:
                continue
            self._made(place)
            # Each on another part of its line, so that neighbours do not stand side by side.
            middle = inside[int(len(inside) * (0.3 + 0.4 * (place % 2)))].reshape(2, 2)
            across, up = self._placed(middle, x, y)
            self._texts[place].setText(short(level))
            self._texts[place].setPos(float(across.mean()), float(up.mean()))
            self._texts[place].show()

    def _made(self, place: int) -> None:
        while len(self._texts) <= place:
            text = pg.TextItem(anchor=(0.5, 0.5))
            if self._theme is not None:
                self._color(text, self._theme)
            text.hide()
            self._canvas.add(text, TEXT_Z)
            self._texts.append(text)

    @staticmethod
    def _color(text: pg.TextItem, theme: Theme) -> None:
        text.setColor(theme.text)
        text.fill = pg.mkBrush(theme.stage)


def _away_from_edges(pieces: Array, width: int, height: int) -> NDArray[np.bool_]:
    """Where a figure has room on all sides."""
    x, y = pieces[:, 0] / (width - 1), pieces[:, 1] / (height - 1)
    return (np.minimum(x, 1 - x) > EDGE) & (np.minimum(y, 1 - y) > EDGE)


def isoline(values: NDArray[np.floating], level: float) -> Array:
    """Pieces of the line on which a grid's values are ``level``: x, y, x, y in steps of the grid.

    Between two nodes the value goes straight from one to the other. Where a cell is entered on all
    four sides its middle decides which belong together. Cells with a value that is no number have
    no line.
    """
    above = values >= level
    corners = above[:-1, :-1], above[1:, :-1], above[1:, 1:], above[:-1, 1:]
    mixed = (corners[0] != corners[1]) | (corners[1] != corners[2]) | (corners[2] != corners[3])
    i, j = np.nonzero(mixed)
    ring = [values[i, j], values[i + 1, j], values[i + 1, j + 1], values[i, j + 1]]
    known = np.isfinite(ring).all(axis=0)
    i, j, around = i[known], j[known], [corner[known].astype(np.float64) for corner in ring]
    starts = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
    sides, crossed = np.empty((len(i), 4, 2)), np.empty((len(i), 4), np.bool_)
    for side in range(4):
        one, other = around[side], around[(side + 1) % 4]
        crossed[:, side] = (one >= level) != (other >= level)
        share = (level - one) / np.where(crossed[:, side], other - one, 1.0)
        way = starts[(side + 1) % 4] - starts[side]
        sides[:, side] = np.column_stack([i, j]) + starts[side] + share[:, None] * way
    return _joined(sides, crossed, around, level)


def _joined(sides: Array, crossed: NDArray[np.bool_], ring: Sequence[Array], level: float) -> Array:
    """Two sides of a cell become a piece; of four the middle of the cell says which two."""
    rows = np.arange(len(sides))
    first, last = crossed.argmax(axis=1), 3 - crossed[:, ::-1].argmax(axis=1)
    two = crossed.sum(axis=1) == 2
    pieces = [np.hstack([sides[rows, first], sides[rows, last]])[two]]
    four = np.flatnonzero(crossed.all(axis=1))
    # Side 0 goes from corner 0 to 1. Where corner 0 belongs to the middle, corner 1 is cut off.
    with_first = (np.mean(ring, axis=0) >= level) == (ring[0] >= level)
    pairs = np.where(with_first[four, None], [[0, 1, 2, 3]], [[3, 0, 1, 2]])
    for one, other in ((0, 1), (2, 3)):
        pieces.append(np.hstack([sides[four, pairs[:, one]], sides[four, pairs[:, other]]]))
    return np.concatenate(pieces)
