"""Earlier moments of a model of one feature: faint curves of the way here, and pinned ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt

from engine.frames import Frame, Moments, MomentsRequest, Request
from gui.kit.calm import line
from gui.kit.numbers import count
from gui.kit.swatches import line_sample
from gui.kit.theme import Theme, mixed
from gui.kit.things import Painted
from gui.kit.words import tr
from gui.stage.layers.curves import reachable
from gui.stage.modes import painted
from gui.stage.modes.board import Board
from gui.stage.modes.line_mode import LineMode
from gui.stage.modes.line_rows import EARLIER
from gui.stage.modes.mode import Row

Array = NDArray[np.float64]
MOST_EARLIER = 30  # faint curves
MOST_PINNED = 6
BEYOND = 2.0  # a pinned curve goes on so many widths of the plane to each side
POINTS = 401  # of a pinned curve
EARLIER_Z, PINNED_Z = 3, 7
STYLES = (Qt.PenStyle.DashLine, Qt.PenStyle.DashDotLine, Qt.PenStyle.DashDotDotLine)


@dataclass(frozen=True, eq=False)
class Pinned:
    """A curve that stays, whatever training does: its name, its switch and its places."""

    name: str
    switch: str
    step: int
    x: Array
    y: Array


class EarlierCurves:
    """Drawn over any model of one feature and one number as its answer."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._steps: tuple[int, ...] = ()
        self._running = False
        self._wish: MomentsRequest | None = None  # of a moment that is about to be pinned
        self._known: Moments | None = None
        self._count = 0
        self.pinned: tuple[Pinned, ...] = ()
        self._faint = pg.PlotCurveItem(antialias=True)
        board.canvas.add(self._faint, EARLIER_Z)
        self._items: list[tuple[pg.PlotCurveItem, pg.TextItem]] = []
        self.restyle(board.theme)

    @property
    def pins(self) -> bool:
        """Whether there is a curve to pin."""
        return isinstance(self._board.mode, LineMode) and self._board.trainable

    def wants(self) -> tuple[Request, ...]:
        """The curves of the way here where they are shown, and the one to be pinned."""
        wanted = [] if self._wish is None else [self._wish]
        request = self._request()
        known = self._known
        there = known is not None and request is not None and known.steps == request.steps
        if request is not None and not (there and known is not None and known.complete):
            wanted.append(request)
        return tuple(wanted)

    def draw(self, frame: Frame) -> bool:
        """Show what a frame brings; True where another one is needed."""
        self._steps = _spread(frame.earliest, frame.step)
        self._running = frame.running
        for request, view in frame.views.items():
            if isinstance(view, Moments):
                self._take(request, view)
        return bool(self.wants()) and not frame.running

    def pin(self, step: int) -> bool:
        """Keep the curve of a step; False where there is none, or no room for more."""
        if not self.pins or len(self.pinned) == MOST_PINNED:
            return False
        wide = self._board.canvas.area.grown(BEYOND)
        self._wish = MomentsRequest((step,), wide.left, wide.right, POINTS)
        return True

    def unpin(self) -> None:
        """Let all of them go."""
        self.pinned, self._wish = (), None
        self.refresh()

    def forget(self) -> None:
        """Nothing is known of the way; what is pinned stays."""
        self._steps, self._known = (), None
        self._faint.clear()

    def refresh(self) -> None:
        """Draw again what hangs on the view and on the switches."""
        self._show_earlier()
        while len(self._items) < len(self.pinned):
            self._items.append(self._item())
        self.restyle(self._board.theme)
        for place, (curve, text) in enumerate(self._items):
            self._show_pinned(place, curve, text)

    def rows(self) -> tuple[Row, ...]:
        """The legend's lines of what is pinned."""
        help = tr("A curve that was pinned; it stays while training goes on.")
        return tuple(
            Row(pinned.name, line_sample(self._color(), 2, STYLES[place % 3]), help, pinned.switch)
            for place, pinned in enumerate(self.pinned)
        )

    def painted(self) -> list[Painted]:
        """The curves of earlier steps; those that are pinned too."""
        canvas, found = self._board.canvas, list[Painted]()
        for step, x, y in self._curves():
            at = painted.middle_of(canvas, x, y)
            found += [] if at is None else [painted.answer(canvas, at, step)]
        return found

    def painted_at(self, at: QPointF) -> Painted | None:
        """One of them at a pixel."""
        canvas = self._board.canvas
        for step, x, y in self._curves():
            if painted.is_on_curve(canvas, x, y, at):
                return painted.answer(canvas, at, step)
        return None

    def _curves(self) -> list[tuple[int, Array, Array]]:
        """Those that are drawn, the pinned ones first."""
        off, view = self._board.off, self._known
        curves = [(each.step, each.x, each.y) for each in self.pinned if each.switch not in off]
        if view is not None and self._request() is not None:
            curves += [(step, view.x, y) for step, y in zip(view.steps, view.y, strict=True)]
        return curves

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        faint = line(mixed(theme.accent, theme.stage, 0.72))
        self._faint.setPen(faint)
        for place, (curve, text) in enumerate(self._items):
            pen = line(self._color(), width=2)
            pen.setStyle(STYLES[place % 3])
            curve.setPen(pen)
            text.setColor(theme.text)

    def _color(self) -> str:
        theme = self._board.theme
        return mixed(theme.text, theme.stage, 0.35)

    def _request(self) -> MomentsRequest | None:
        shown = isinstance(self._board.mode, LineMode) and EARLIER not in self._board.off
        if not shown or len(self._steps) < 2:
            return None
        area = self._board.canvas.area
        return MomentsRequest(self._steps, area.left, area.right)

    def _take(self, request: Request, view: Moments) -> None:
        if request == self._wish:
            if view.complete:
                self._wish = None
                self._keep(view)
        elif isinstance(request, MomentsRequest) and request.count != POINTS:
            self._known = view
            self._show_earlier()

    def _keep(self, view: Moments) -> None:
        if np.isnan(view.y[0]).all():
            return
        self._count += 1
        step = view.steps[0]
        name = tr("before training") if step == 0 else tr("step {step}", step=count(step))
        pinned = Pinned(name, f"pinned {self._count}", step, view.x, view.y[0])
        self.pinned = (*self.pinned, pinned)
        self.refresh()

    def _show_earlier(self) -> None:
        view = self._known
        if view is None or self._request() is None or view.steps != self._steps:
            if self._request() is None:
                self._faint.clear()
            return
        x = np.tile(np.append(view.x, np.nan), len(view.y))
        y = np.column_stack([view.y, np.full(len(view.y), np.nan)]).ravel()
        self._faint.setData(*reachable(x, y, self._board.canvas.area), connect="finite")

    def _item(self) -> tuple[pg.PlotCurveItem, pg.TextItem]:
        curve, text = pg.PlotCurveItem(antialias=True), pg.TextItem(anchor=(1, 1))
        for item in (curve, text):
            self._board.canvas.add(item, PINNED_Z)
        return curve, text

    def _show_pinned(self, place: int, curve: pg.PlotCurveItem, text: pg.TextItem) -> None:
        known = place < len(self.pinned) and isinstance(self._board.mode, LineMode)
        shown = known and self.pinned[place].switch not in self._board.off
        curve.setVisible(shown)
        text.setVisible(shown)
        if shown:
            pinned, area = self.pinned[place], self._board.canvas.area
            curve.setData(*reachable(pinned.x, pinned.y, area), connect="finite")
            end = area.right - 0.01 * (area.right - area.left)
            height = float(np.interp(end, pinned.x, pinned.y))
            text.setText(pinned.name)
            text.setPos(end, min(max(height, area.bottom), area.top))


def _spread(first: int, last: int) -> tuple[int, ...]:
    """Steps of the way from ``first`` to the one before ``last``, evenly, not too many."""
    if last <= first:
        return ()
    stride = max(1, -(-(last - first) // MOST_EARLIER))
    return tuple(range(first, last, stride))
