"""The layers of a model of one feature: its curves, and the residuals between them and the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from engine.data.moments import is_constant, mean
from engine.experiment.prepare import scale_of
from gui.kit.calm import finite, line
from gui.kit.theme import Theme, mixed
from gui.stage.plane.canvas import Area, Array, Canvas

MOST_STICKS = 2_000
MOST_WIDE_STICKS = 40  # more of them are drawn thin and fainter, or they hide the data
FAINT = 0.45
MOST_SQUARES = 30
SQUARE_OPACITY = 34
WIDTH = 3
FURTHEST = 1e30  # in the columns' units
FAR = 100  # heights of the plane
SQUARES_Z, STICKS_Z, OPTIMUM_Z, CURVES_Z = 4, 5, 7, 8


def drawable(values: ArrayLike) -> Array:
    """A copy without what is not finite and beyond what Qt can draw on a plane."""
    return np.clip(finite(values), -FURTHEST, FURTHEST)


def reachable(x: ArrayLike, y: ArrayLike, area: Area) -> tuple[Array, Array]:
    """A curve that ends where it is far from what is seen: Qt paints pieces of what is not."""
    x, y = drawable(x), drawable(y)
    beyond = FAR * (area.top - area.bottom)
    lowest, highest = area.bottom - beyond, area.top + beyond
    for level in (lowest, highest):
        change = np.diff((y > level).astype(np.int8)) != 0
        last = np.flatnonzero(change & np.isfinite(np.diff(y)))  # before each place where it leaves
        share = (level - y[last]) / (y[last + 1] - y[last])
        x = np.insert(x, last + 1, x[last] + share * (x[last + 1] - x[last]))
        y = np.insert(y, last + 1, level)
    return x, np.clip(y, lowest, highest)


class Curves:
    """Antialiased curves over one feature, one a class or only one."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._items: list[Any] = []
        self.x = self.y = np.empty(0)  # of the first curve, as drawn

    def show(self, x: Array, curves: Sequence[Array], colors: Sequence[str]) -> None:
        """Draw the curves, each in its colour."""
        while len(self._items) < len(curves):
            item = pg.PlotCurveItem(antialias=True)
            self._canvas.add(item, CURVES_Z)
            self._items.append(item)
        self.x, self.y = drawable(x), drawable(curves[0])
        for item, y, color in zip(self._items, curves, colors, strict=False):
            seen = reachable(self.x, y, self._canvas.area)
            item.setData(*seen, pen=line(color, width=WIDTH), connect="finite")
        for index, item in enumerate(self._items):
            item.setVisible(index < len(curves))

    def recolor(self, colors: Sequence[str]) -> None:
        """Draw what is drawn in other colours."""
        for item, color in zip(self._items, colors, strict=False):
            item.setPen(line(color, width=WIDTH))

    def shown(self) -> list[tuple[Array, Array]]:
        """The places of every curve that is drawn."""
        return [item.getData() for item in self._items if item.isVisible() and len(self.x)]

    def at(self, x: float) -> float:
        """The first curve's height at a place; NaN beyond what is drawn."""
        if not len(self.x):
            return float("nan")
        return float(np.interp(x, self.x, self.y, left=np.nan, right=np.nan))

    def near(self, area: Area) -> Array:
        """The first curve's heights over an area, as far as they are not far from it."""
        inside = (self.x >= area.left) & (self.x <= area.right)
        heights = self.y[inside & np.isfinite(self.y)]
        room = area.top - area.bottom
        return heights[(heights > area.bottom - room) & (heights < area.top + room)]

    def hide(self) -> None:
        """Show nothing."""
        self.x = self.y = np.empty(0)
        for item in self._items:
            item.hide()

    def remove(self) -> None:
        """Leave the canvas."""
        for item in self._items:
            self._canvas.remove(item)


class Optimum:
    """The straight line with the smallest squared error, for comparison."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._item = pg.PlotCurveItem(antialias=True)
        canvas.add(self._item, OPTIMUM_Z)

    def show(self, x: Array, y: Array) -> None:
        """Draw the line through these points as far as is seen, where they have one."""
        self._item.setVisible(not is_constant(x))
        if self._item.isVisible():
            scale = scale_of(x[:, None], "standardize")
            ends = np.array(self._canvas.area[:2])
            with np.errstate(over="ignore", invalid="ignore"):
                slope = float(np.mean(scale.scaled(x[:, None])[:, 0] * (y - mean(y))))
                heights = mean(y) + slope * scale.scaled(ends[:, None])[:, 0]
            self._item.setData(*reachable(ends, heights, self._canvas.area))

    @property
    def is_shown(self) -> bool:
        """Whether it is drawn."""
        return self._item.isVisible()

    def ends(self) -> tuple[Array, Array]:
        """The two places between which it is drawn."""
        x, y = self._item.getData()
        return (np.empty(0), np.empty(0)) if x is None or y is None else (x, y)

    def hide(self) -> None:
        """Show nothing."""
        self._item.hide()

    def remove(self) -> None:
        """Leave the canvas."""
        self._canvas.remove(self._item)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._item.setPen(dotted(theme.muted))


def dotted(color: str, width: float = 1.5) -> QPen:
    """A pen for what is there for comparison only."""
    pen = line(color, width=width)
    pen.setDashPattern([2.0, 3.0])
    return pen


class Residuals:
    """A stick from each point to the model's answer, and the square over it."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._sticks = pg.PlotCurveItem(connect="pairs")
        self._squares = QGraphicsPathItem()
        self._squares.setPen(Qt.PenStyle.NoPen)
        self._wide = self._thin = line("gray")
        canvas.add(self._squares, SQUARES_Z)
        canvas.add(self._sticks, STICKS_Z)

    def show(self, x: Array, y: Array, answers: Array, sticks: bool, squares: bool) -> None:
        """Draw what lies between the points and the answers at the same places."""
        count = len(x)
        self._sticks.setVisible(sticks and 0 < count <= MOST_STICKS)
        self._squares.setVisible(squares and 0 < count <= MOST_SQUARES)
        answers = self._near(drawable(answers))
        if self._sticks.isVisible():
            ends = np.column_stack([y, answers]).ravel()
            pen = self._wide if count <= MOST_WIDE_STICKS else self._thin
            self._sticks.setData(np.repeat(x, 2), ends, pen=pen)
        if self._squares.isVisible():
            self._squares.setPath(self._square_path(x, y, answers))

    @property
    def shows(self) -> tuple[bool, bool]:
        """Whether there are sticks, and squares."""
        return self._sticks.isVisible(), self._squares.isVisible()

    def hide(self) -> None:
        """Show nothing."""
        self._sticks.hide()
        self._squares.hide()

    def remove(self) -> None:
        """Leave the canvas."""
        self._canvas.remove(self._sticks)
        self._canvas.remove(self._squares)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._wide = line(theme.warning, width=2)
        self._thin = line(mixed(theme.warning, theme.stage, FAINT))
        fill = QColor(theme.warning)
        fill.setAlpha(SQUARE_OPACITY)
        self._squares.setBrush(fill)

    def _near(self, answers: Array) -> Array:
        """Answers far from what is seen, brought so close that Qt can draw the way there."""
        _, _, bottom, top = self._canvas.area
        beyond = FAR * (top - bottom)
        return np.clip(answers, bottom - beyond, top + beyond)

    def _square_path(self, x: Array, y: Array, answers: Array) -> QPainterPath:
        """Squares on the screen: as many pixels wide as the residual is high."""
        x_size, y_size = self._canvas.pixel_size()
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for left, low, height in zip(x, np.minimum(y, answers), abs(y - answers), strict=True):
            if np.isfinite(height):
                path.addRect(QRectF(left, low, height / y_size * x_size, height))
        return path


def mean_square(y: Array, answers: Array) -> float | None:
    """The mean area of the squares; None where there are none, or too many to be drawn."""
    if not 0 < len(y) <= MOST_SQUARES:
        return None
    with np.errstate(all="ignore"):  # what is too large is written as infinite
        return float(np.mean((y - answers) ** 2))
