"""The plane of two numbers: the ground, the way over it, and the dot that can be dragged."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from engine.frames import Way
from engine.frames.surface import Place, Window
from gui.kit.calm import CalmPlot, dots, finite, line, style
from gui.kit.guard import guarded
from gui.kit.run_pens import ahead_color
from gui.kit.theme import LIGHT, Theme, mixed
from gui.kit.words import tr
from gui.panels.surface.arrows import Arrow
from gui.panels.surface.ground import GroundPicture

Array = NDArray[np.float64]
GRASP = 14  # pixels around the dot
SLACK = 4.0  # pixels that a hand trembles in a click
NUDGE = 0.01  # of the window, by an arrow key
NEAR = 1e-6
KEYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Down: (0, -1),
    Qt.Key.Key_Up: (0, 1),
}


class SurfacePlot(CalmPlot):
    """Contours under a way; its range is the learner's, until Fit is asked for."""

    dragged = Signal(float, float)
    dropped = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, whole_x=False)
        self.setAccessibleName(tr("The loss over two parameters"))
        self.ground = GroundPicture(self)
        self.movable = False
        self._held = False
        self._began: QPointF | None = None  # where the dot was taken, until it has moved
        self._here: Place | None = None
        self._way, self._aside = pg.PlotCurveItem(antialias=True), pg.PlotCurveItem(antialias=True)
        self._dots, self._faint = dots(5), dots(5)
        self._start, self._dot, self._lowest = dots(9), dots(13), dots(15)
        self._lowest.setSymbol("+")
        self.downhill, self.last_step = Arrow(self), Arrow(self)
        for item in (
            *(self._lowest, self._aside, self._way, self._faint, self._dots, self._start),
            self._dot,
        ):
            self.addItem(item)
        self._dot.setZValue(10)
        self._ahead: list[pg.PlotCurveItem] = []
        self._theme = LIGHT
        self.show_figures(False)

    @property
    def here(self) -> Place | None:
        """Where the dot is."""
        return self._here

    @property
    def held(self) -> bool:
        """Whether the dot is in the hand."""
        return self._held

    @property
    def window_shown(self) -> Window:
        """The part of the plane that is seen: left, right, bottom, top."""
        (left, right), (bottom, top) = self.view.viewRange()
        return left, right, bottom, top

    @property
    def lowest(self) -> list[Place]:
        """The lowest place, where it is known."""
        x, y = self._lowest.getData()
        return [(float(a), float(b)) for a, b in zip(x, y, strict=True)]

    def show_window(self, window: Window) -> None:
        """See this part of the plane."""
        self.set_ranges(window[:2], window[2:])

    def show_way(self, way: Way, near: float) -> bool:
        """Draw the way; returns whether some of it lies elsewhere than in the plane.

        What is no further from it than ``near``, a share of the window's size, lies in it.
        """
        x, y = finite(way.x), finite(way.y)
        left, right, bottom, top = self.window_shown
        inside = way.away <= near * math.hypot(right - left, top - bottom)
        aside = not bool(inside.all())
        self._way.setData(*((np.empty(0),) * 2 if aside else (x, y)))
        self._aside.setData(*((x, y) if aside else (np.empty(0),) * 2))
        self._dots.setData(x[inside], y[inside])
        self._faint.setData(x[~inside], y[~inside])
        self._start.setData(x[:1], y[:1])
        if not self._held:
            self.put((float(x[-1]), float(y[-1])))
        return aside

    def show_arrows(self, downhill: Place | None, move: Place | None) -> None:
        """Draw arrows from the dot; None hides one."""
        for arrow, way in ((self.downhill, downhill), (self.last_step, move)):
            arrow.show(self._here, way)

    def show_minimum(self, place: Place | None) -> None:
        """Mark the lowest place, where it is known."""
        self._lowest.setData(*([], []) if place is None else ([place[0]], [place[1]]))

    def show_ahead(self, ways: Sequence[tuple[Array, Array]]) -> None:
        """Draw ways that training could go on from here, each in a colour of its own."""
        while len(self._ahead) < len(ways):
            self._ahead.append(pg.PlotCurveItem(antialias=True))
            self.addItem(self._ahead[-1])
        for place, item in enumerate(self._ahead):
            x, y = ways[place] if place < len(ways) else (np.empty(0), np.empty(0))
            item.setData(finite(x), finite(y), connect="finite")
        self._color_ahead()

    def _color_ahead(self) -> None:
        for place, item in enumerate(self._ahead):
            item.setPen(line(ahead_color(place, self._theme), dashed=True, width=2))

    def clear_way(self) -> None:
        """There is no way."""
        self._here = None
        for item in (self._way, self._aside):
            item.setData(np.empty(0), np.empty(0))
        for dot in (self._dots, self._faint, self._start, self._dot, self._lowest):
            dot.setData([], [])
        self.show_arrows(None, None)

    def put(self, place: Place) -> None:
        """Put the dot somewhere."""
        self._here = place
        known = math.isfinite(place[0]) and math.isfinite(place[1])
        self._dot.setData(*([[place[0]], [place[1]]] if known else [[], []]))

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        style(self, theme, theme.stage)
        self.ground.restyle(theme)
        faint = mixed(theme.stage, theme.text, 0.5)
        self._way.setPen(line(theme.text))
        self._aside.setPen(line(faint, dashed=True))
        self._dots.setBrush(pg.mkBrush(theme.text))
        self._faint.setBrush(pg.mkBrush(faint))
        self._start.setBrush(pg.mkBrush(theme.stage))
        self._start.setPen(line(theme.text, width=2))
        self._dot.setBrush(pg.mkBrush(theme.warning))
        self._dot.setPen(line(theme.stage, width=2))
        self._lowest.setPen(line(theme.text, width=2))
        self._lowest.setBrush(pg.mkBrush(theme.text))
        self._theme = theme
        self._color_ahead()
        self.downhill.restyle(theme.accent, dashed=True)
        self.last_step.restyle(theme.warning, dashed=False)

    # ---- the hand -------------------------------------------------------------------------------

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the dot, where it is under the pointer."""
        if self._is_on_dot(event.position()) and event.button() == Qt.MouseButton.LeftButton:
            self._held, self._began = True, event.position()
            event.accept()
            return
        super().mousePressEvent(event)

    @guarded(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The dot goes with the pointer."""
        if not self._held:
            on_dot = self._is_on_dot(event.position())
            shape = Qt.CursorShape.OpenHandCursor if on_dot else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            super().mouseMoveEvent(event)
            return
        if self._began is not None:
            if (event.position() - self._began).manhattanLength() <= SLACK:
                return
            self._began = None
        at = self.place_at(event.position())
        self._drag(at.x(), at.y())

    @guarded(None)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the dot go."""
        if not self._held:
            super().mouseReleaseEvent(event)
            return
        self._held, stayed = False, self._began is not None
        self._began = None
        if not stayed:  # a click is no move
            self.dropped.emit()

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys move the dot, with Shift ten times as far; Escape puts it back."""
        towards = KEYS.get(Qt.Key(event.key()))
        if towards is not None and self.movable and self._here is not None:
            far = NUDGE * (10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            left, right, bottom, top = self.window_shown
            x = self._here[0] + towards[0] * far * (right - left)
            self._drag(x, self._here[1] + towards[1] * far * (top - bottom))
            self.dropped.emit()
        elif event.key() == Qt.Key.Key_Escape and self._held:
            self._held = False
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _drag(self, x: float, y: float) -> None:
        self.put((x, y))
        self.show_arrows(None, None)
        self.dragged.emit(x, y)

    def _is_on_dot(self, at: QPointF) -> bool:
        if self._here is None or not self.movable:
            return False
        dot = self.view.mapViewToScene(QPointF(*self._here))
        return math.hypot(dot.x() - at.x(), dot.y() - at.y()) <= GRASP
