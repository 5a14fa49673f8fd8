"""What every plot shares: one gate for its numbers, calm axes, and no habits of its own."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPen
from PySide6.QtWidgets import QStyle, QWidget

from gui.kit.focus import FocusRing
from gui.kit.guard import guarded
from gui.kit.marks import Marks
from gui.kit.numbers import count, short, tick
from gui.kit.theme import Theme

LARGEST = 1e100  # beyond it Qt's and pyqtgraph's own arithmetic overflows
LOG_FLOOR = 1e-16  # what is nought or less stands here on a logarithmic axis
LEFT_WIDTH = 50
BOTTOM_HEIGHT = 20
WIDEST, WIDE = 5, 7  # characters of a plain figure beside the left and under the bottom axis
CLOSEST = 18  # pixels from one figure of the left axis to the next
STEPS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def moves(widget: QWidget) -> bool:
    """Whether the desktop wants anything to move; where it does not, things are there at once."""
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    return widget.style().styleHint(hint, None, widget) > 0


def finite(values: ArrayLike) -> NDArray[np.float64]:
    """A copy that any plot can draw: what is not finite is NaN, the rest within ±1e100."""
    clean = np.array(values, dtype=np.float64)
    clean[~np.isfinite(clean)] = np.nan
    return np.clip(clean, -LARGEST, LARGEST, out=clean)


def logarithm(values: ArrayLike) -> NDArray[np.float64]:
    """log10 for a logarithmic axis, with a floor; what is not finite is NaN."""
    return np.log10(np.maximum(finite(values), LOG_FLOOR))


def nice_ceiling(value: float) -> float:
    """The next round number that is not below ``value``, so that ranges grow in calm steps."""
    if not value > 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    # A hair of tolerance, because 10.0 ** -1 times 3 is not exactly 0.3.
    return next((step * power for step in STEPS if step * power >= value * (1 - 1e-9)), 10 * power)


class CalmAxis(pg.AxisItem):
    """An axis with thin lines, few round numbers and a true minus sign.

    With ``log`` its positions are powers of ten, written as the numbers themselves; with
    ``whole`` only whole numbers are named.
    """

    def __init__(self, orientation: str, whole: bool = False) -> None:
        super().__init__(orientation, maxTickLevel=0, tickLength=-4, tickTextOffset=4)
        self.log = False
        self.whole = whole
        self.has_figures = True
        self.enableAutoSIPrefix(False)

    def show_figures(self, shown: bool) -> None:
        """Name the ticks, or do not."""
        if shown != self.has_figures:
            self.has_figures = shown
            self.setStyle(showValues=shown)

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """One level of ticks; whole numbers where anything else would make no sense."""
        levels = super().tickSpacing(low, high, size)[:1]
        smallest = 1.0 if self.whole or (self.log and high - low > 1) else 0.0
        room = CLOSEST * (high - low) / max(size, 1)  # on a low plot figures would touch
        doubled = 2 if self.orientation == "left" and levels and levels[0][0] < room else 1
        return [(max(doubled * spacing, smallest), offset) for spacing, offset in levels]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """The figures beside the ticks."""
        if self.log:
            return [short(10.0**value) for value in values]
        widest = WIDEST if self.orientation == "left" else WIDE
        return [_grouped(value * scale, spacing * scale, widest) for value in values]


def _grouped(value: float, step: float, widest: int) -> str:
    """A figure beside a tick, with narrow spaces between thousands."""
    text = tick(value, step, widest)
    return count(round(value)) if abs(value) >= 1e4 and text.lstrip("−").isdigit() else text


def no_finer(value: float, pixel: float) -> float:
    """A place on an axis with two digits below the one that a pixel's size can tell."""
    if not (math.isfinite(value) and 0 < pixel < math.inf):
        return value
    return round(value, 2 - math.floor(math.log10(pixel))) + 0.0  # no zero has a sign


class CalmPlot(pg.PlotWidget):
    """A plot without menus, buttons and autorange, that says what the pointer does over it."""

    hovered = Signal(float, float)  # the pointer's place on the axes
    left = Signal()
    walked = Signal(int)  # the arrow keys: one step left or right
    moved_by_hand = Signal()

    def __init__(self, parent: QWidget | None, whole_x: bool) -> None:
        self.axis, self.below = CalmAxis("left"), CalmAxis("bottom", whole_x)
        axes = {"left": self.axis, "bottom": self.below}
        super().__init__(parent, axisItems=axes, enableMenu=False)
        self.hideButtons()
        self.disableAutoRange()
        self.view = self.getViewBox()
        self.view.setDefaultPadding(0)
        self.view.sigRangeChangedManually.connect(self._on_moved)
        self.getPlotItem().setContentsMargins(0, 6, 10, 0)
        axes["left"].setWidth(LEFT_WIDTH)
        axes["bottom"].setHeight(BOTTOM_HEIGHT)
        axes["bottom"].setStyle(hideOverlappingLabels=30)  # pixels that a figure may flow past it
        self.setLimits(xMin=-LARGEST, xMax=LARGEST, yMin=-LARGEST, yMax=LARGEST)
        self._ring = FocusRing(self)

    def set_ranges(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Show this part; costs nothing where it is shown already."""
        if self.view.viewRange() != [list(x), list(y)]:
            self.view.setRange(xRange=x, yRange=y, padding=0)

    def place_at(self, at: QPointF) -> QPointF:
        """Where a pixel is on the axes, no finer than it can tell: the middle is 0, not −9e−16."""
        place, (width, height) = self.view.mapSceneToView(at), self.view.viewPixelSize()
        return QPointF(no_finer(place.x(), width), no_finer(place.y(), height))

    def show_figures(self, shown: bool) -> None:
        """Have figures beside the axes, or none where nothing is drawn that they could be of."""
        for axis in (self.axis, self.below):
            axis.show_figures(shown)

    @guarded(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say where the pointer is on the axes."""
        super().mouseMoveEvent(event)
        place = self.place_at(event.position())
        self.hovered.emit(place.x(), place.y())

    @guarded(None)
    def leaveEvent(self, event: QEvent) -> None:
        """Say that the pointer has gone."""
        super().leaveEvent(event)
        self.left.emit()

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys go along the curve, Escape leaves it."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if steps is not None:
            self.walked.emit(steps)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_moved(self) -> None:
        self.moved_by_hand.emit()


def calm_plot(
    name: str, parent: QWidget | None = None, *, whole_x: bool = False, fixed: bool = False
) -> CalmPlot:
    """An empty plot; ``name`` is what screen readers say, ``fixed`` leaves no zooming by mouse."""
    plot = CalmPlot(parent, whole_x)
    plot.setAccessibleName(name)
    if fixed:
        plot.setMouseEnabled(x=False, y=False)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return plot


def style(plot: pg.PlotWidget, theme: Theme, background: str = "") -> None:
    """Give a plot the colours of a theme, on the panel's ground unless another is named."""
    plot.setBackground(background or theme.panel)
    font = QFont(plot.font())
    font.setPointSizeF(max(font.pointSizeF() * 0.85, 7.0))
    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.setPen(pg.mkPen(theme.border))
        axis.setTextPen(pg.mkPen(theme.muted))
        axis.setTickFont(font)


def dots(size: float) -> pg.ScatterPlotItem:
    """Round points of one size in pixels, all in one colour, without a rim."""
    return Marks(size=size, pen=None, pxMode=True, symbol="o")


def line(color: str, *, dashed: bool = False, width: float = 1) -> QPen:
    """A pen for curves; only short curves may be wider than 1, because wide lines are slow."""
    pen = QPen(QColor(color), width)
    pen.setCosmetic(True)
    if dashed:
        pen.setDashPattern([4.0, 3.0])
    return pen
