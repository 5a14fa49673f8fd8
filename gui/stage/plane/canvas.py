"""The plane itself: axes in the columns' own units that move only when somebody moves them."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QVBoxLayout, QWidget

from gui.kit.axes import drawable, fitted
from gui.kit.calm import line
from gui.kit.focus import FocusRing
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.stage.plane.ticks import ticks

Array = NDArray[np.float64]
Tick = tuple[float, str]
Ticks = list[Tick] | Callable[[float, float, int], list[Tick]]  # those of any stretch

LEFT_WIDTH = 58
RIGHT_MARGIN = 22  # what a figure may flow past the plane
FIGURES_WIDTH = 42  # of it, beside the column's name
SMALLEST = 0.6  # how far the figures' letters shrink
BOTTOM_HEIGHT = 46
PIXELS_A_TICK = (72, 48)
LONGEST_NAME = 60
GRID_Z = -45


class Area(NamedTuple):
    """A part of the plane, in the columns' units."""

    left: float
    right: float
    bottom: float
    top: float

    def moved(self, x: float, y: float) -> Area:
        """The area somewhere else."""
        return Area(self.left + x, self.right + x, self.bottom + y, self.top + y)

    def scaled(self, x: float, y: float, x_factor: float, y_factor: float) -> Area:
        """The area made larger by factors around a place."""
        return Area(
            x + (self.left - x) * x_factor, x + (self.right - x) * x_factor,
            y + (self.bottom - y) * y_factor, y + (self.top - y) * y_factor,
        )  # fmt: skip

    def grown(self, by: float) -> Area:
        """The area with a margin, as a part of its size, on every side."""
        x, y = (self.right - self.left) * by, (self.top - self.bottom) * by
        return Area(self.left - x, self.right + x, self.bottom - y, self.top + y)


class Canvas(QWidget):
    """A plot without habits of its own. Layers put their items on it."""

    range_changed = Signal()  # another part of the plane is shown
    shape_changed = Signal()  # the same part, on more or fewer pixels

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Stage"))
        self.plot = pg.PlotWidget(self, enableMenu=False)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._item = self.plot.getPlotItem()
        self._view = self._item.getViewBox()
        self._grid = QGraphicsPathItem()
        self._ticks: tuple[Ticks | None, Ticks | None] = (None, None)
        self._fonts: dict[str, QFont] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        self._ring = FocusRing(self)
        self._arrange()
        self.show_area(Area(0.0, 10.0, 0.0, 10.0))

    @property
    def area(self) -> Area:
        """What is shown now."""
        (left, right), (bottom, top) = self._view.viewRange()
        return Area(left, right, bottom, top)

    @property
    def pixels(self) -> QRectF:
        """Where on the widget the plane is, without the axes."""
        rect: QRectF = self._view.sceneBoundingRect()
        return rect

    def add(self, item: QGraphicsItem, z: float) -> None:
        """Put an item on the plane; higher ``z`` lies over lower."""
        self._view.addItem(item, ignoreBounds=True)
        item.setZValue(z)

    def remove(self, item: QGraphicsItem) -> None:
        """Take an item off the plane."""
        self._view.removeItem(item)

    def name_axes(
        self, x: str, y: str, y_ticks: Ticks | None = None, x_ticks: Ticks | None = None
    ) -> None:
        """Write the columns' names; ticks that are given stand instead of round numbers."""
        for side, name in (("bottom", x), ("left", y)):
            short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
            self._item.getAxis(side).setLabel(html.escape(short))
        self._ticks = (x_ticks, y_ticks)
        self._rule()

    def show_area(self, area: Area) -> None:
        """Show this part of the plane, corrected where it is too small or too large to draw."""
        x, y = drawable(area.left, area.right), drawable(area.bottom, area.top)
        self._view.setRange(xRange=x, yRange=y, padding=0)

    def fitted(self, bounds: Area) -> Area:
        """An area that can be drawn, with some room around it."""
        return Area(*fitted(bounds.left, bounds.right), *fitted(bounds.bottom, bounds.top))

    def zoom(self, factor: float, around: tuple[float, float] | None = None) -> None:
        """Show ``factor`` times as much of both axes around a place, or around the middle."""
        area = self.area
        middle = (area.left + area.right) / 2, (area.bottom + area.top) / 2
        self.show_area(area.scaled(*(around or middle), factor, factor))

    def pan(self, x: float, y: float) -> None:
        """Move the view by parts of its own width and height."""
        left, right, bottom, top = self.area
        self.show_area(self.area.moved(x * (right - left), y * (top - bottom)))

    def pixel_size(self) -> tuple[float, float]:
        """How much of each axis one pixel is."""
        left, right, bottom, top = self.area
        rect = self.pixels
        return (right - left) / max(rect.width(), 1.0), (top - bottom) / max(rect.height(), 1.0)

    def to_data(self, at: QPointF) -> tuple[float, float]:
        """The place under a pixel."""
        x_size, y_size = self.pixel_size()
        rect, area = self.pixels, self.area
        right, down = at.x() - rect.left(), at.y() - rect.top()
        return area.left + right * x_size, area.top - down * y_size

    def to_pixels(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Where places of the plane are on the widget."""
        x_size, y_size = self.pixel_size()
        rect, area = self.pixels, self.area
        return rect.left() + (x - area.left) / x_size, rect.top() + (area.top - y) / y_size

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.plot.setBackground(theme.stage)
        self._grid.setPen(line(theme.grid))
        for side in ("bottom", "left"):
            axis = self._item.getAxis(side)
            axis.setPen(pg.mkPen(None))
            axis.setTextPen(pg.mkPen(theme.muted))
            axis.setLabel(axis.labelText, color=theme.muted)

    def _arrange(self) -> None:
        self._item.hideButtons()
        self._item.setContentsMargins(0, 14, RIGHT_MARGIN, 6)
        self._view.disableAutoRange()
        self._view.setMouseEnabled(x=False, y=False)
        for side in ("bottom", "left"):
            axis = self._item.getAxis(side)
            # A figure may flow past the axis's ends by so much, else pyqtgraph leaves it out.
            axis.setStyle(tickLength=0, tickAlpha=0, hideOverlappingLabels=PIXELS_A_TICK[0] // 2)
            axis.enableAutoSIPrefix(False)  # it would write "x (x0.001)"
        # Fixed sizes: the plane must not move because a figure beside it grew a digit.
        self._item.getAxis("left").setWidth(LEFT_WIDTH)
        self._item.getAxis("bottom").setHeight(BOTTOM_HEIGHT)
        self.add(self._grid, GRID_Z)
        self._view.sigRangeChanged.connect(self._on_range)
        self._view.sigResized.connect(self._on_resized)

    def _on_range(self) -> None:
        self._rule()
        self.range_changed.emit()

    def _on_resized(self) -> None:
        self._rule()
        self.shape_changed.emit()

    def _rule(self) -> None:
        """Write the numbers beside the plane and draw the grid through them.

        pyqtgraph's own grid costs 7 to 14 ms in every repaint, one path of thin lines 0.03 ms.
        """
        left, right, bottom, top = self.area
        rect = self.pixels
        x_ticks = _chosen(self._ticks[0], left, right, int(rect.width() / PIXELS_A_TICK[0]))
        y_ticks = _chosen(self._ticks[1], bottom, top, int(rect.height() / PIXELS_A_TICK[1]))
        self._write("bottom", self._whole(x_ticks, left, right), PIXELS_A_TICK[0])
        self._write("left", y_ticks, FIGURES_WIDTH)
        path = QPainterPath()
        for value, _ in x_ticks:
            path.moveTo(value, bottom)
            path.lineTo(value, top)
        for value, _ in y_ticks:
            path.moveTo(left, value)
            path.lineTo(right, value)
        self._grid.setPath(path)

    def _whole(self, ticks: list[Tick], left: float, right: float) -> list[Tick]:
        """Figures below the plane, without the last where its end would be cut: another number."""
        if not ticks:
            return ticks
        value, text = ticks[-1]
        past = (right - value) / (right - left) * self.pixels.width() + RIGHT_MARGIN
        width = self.fontMetrics().horizontalAdvance(text) * self._shrunk(ticks, PIXELS_A_TICK[0])
        return ticks if width / 2 <= past else ticks[:-1]

    def _shrunk(self, ticks: list[Tick], room: int) -> float:
        """How large the letters of figures are that have so much room."""
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(text) for _, text in ticks), default=0)
        return max(SMALLEST, min(1.0, room / max(widest, 1)))

    def _write(self, side: str, ticks: list[Tick], room: int) -> None:
        """The figures of an axis, in smaller letters where they would have no room."""
        axis, font = self._item.getAxis(side), QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * self._shrunk(ticks, room))
        if self._fonts.get(side) != font:
            self._fonts[side] = font
            axis.setTickFont(font)
        axis.setTicks([ticks])


def _chosen(given: Ticks | None, low: float, high: float, most: int) -> list[Tick]:
    if given is None:
        return ticks(low, high, most)
    return given if isinstance(given, list) else given(low, high, most)
