"""Leads a gesture of a tool with a reach: ticks, what is drawn meanwhile, what training sees."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, QPointF, QTimer, Signal

from engine.data.table import Table
from engine.edits import parts as edits
from engine.experiment import Experiment
from gui.kit.marks import Marks
from gui.stage.hand.sweeps import SWEEPS, Reach, Shift, Sweep
from gui.stage.hand.tool import Tool, kinds
from gui.stage.layers.symbols import Symbols
from gui.stage.modes.board import Board

TICK = 30  # milliseconds between two ticks while the hand rests
PREVIEW = 0.033  # seconds between two tables that training is shown
SMALLEST, LARGEST, FACTOR = 4.0, 300.0, 1.25
OVERLAY_Z, CIRCLE_Z = 11, 21


class Sweeper(QObject):
    """Made when such a tool is first taken."""

    edited = Signal(str, object)
    previewed = Signal(object)
    reach_changed = Signal()
    rested = Signal()  # the selection was taken and let go where it was

    def __init__(self, board: Board, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.reach = Reach()
        self.sweep: Sweep | None = None
        self._board = board
        self._text = ""
        self._seed = 0
        self._at = QPointF()
        self._shown = 0.0
        self._items: dict[int, Symbols] = {}
        self._circle = Marks(pxMode=True, symbol="o", brush=pg.mkBrush(None))
        self._circle.hide()
        board.canvas.add(self._circle, CIRCLE_Z)
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._tick)

    @property
    def busy(self) -> bool:
        """Whether a gesture is under way."""
        return self.sweep is not None

    def press(self, tool: Tool, at: QPointF, second: bool) -> None:
        """Begin a gesture, and act at once."""
        if self._board.mode is None or self._board.experiment is None:
            return
        self._seed += 1
        self.begin(
            SWEEPS[tool](self._board, self.reach, second, self._seed), kinds()[tool].gesture, at
        )

    def begin(self, sweep: Sweep, text: str, at: QPointF) -> None:
        """Lead a gesture that the undo menu calls ``text``."""
        self.sweep, self._text = sweep, text
        self._at, self._shown = at, 0.0
        self._tick()
        self._timer.start()

    def drag(self, at: QPointF) -> None:
        """The hand is somewhere else: act there."""
        self._at = at
        if not isinstance(self.sweep, Shift):
            self.hover(at)
        if self.sweep is not None:
            self._tick()
            self._timer.start()  # it acts while the hand rests, not beside it

    def release(self) -> None:
        """End the gesture: this is the edit."""
        sweep = self._end()
        if sweep is not None and (sweep.added or sweep.touched.any()):
            self.edited.emit(self._text, self._result(sweep))
        elif isinstance(sweep, Shift):
            self.rested.emit()

    def cancel(self) -> None:
        """Put everything back."""
        sweep = self._end()
        if sweep is not None:
            self.previewed.emit(self._with_table(sweep, sweep.base.data.table))

    def resize(self, factor: float) -> None:
        """Reach further, or less far."""
        radius = min(max(self.reach.radius * factor, SMALLEST), LARGEST)
        self.set_reach(replace(self.reach, radius=radius))

    def set_reach(self, reach: Reach) -> None:
        """Change the radius or the strength, in the middle of a gesture too."""
        self.reach = reach
        if self.sweep is not None:
            self.sweep.reach = self.reach
        if self._circle.isVisible():
            self.hover(self._at)
        self.reach_changed.emit()

    def hover(self, at: QPointF | None) -> None:
        """Show the reach around a pixel, or nowhere."""
        self._circle.setVisible(at is not None)
        if at is not None:
            self._at = at
            x, y = self._board.canvas.to_data(at)
            pen = pg.mkPen(self._board.theme.accent, width=1.5)
            self._circle.setData(x=[x], y=[y], size=2 * self.reach.radius, pen=pen)

    def _tick(self) -> None:
        sweep = self.sweep
        if sweep is None or not sweep.tick(self._at):
            return
        self._draw(sweep)
        now = time.monotonic()
        if now - self._shown >= PREVIEW:
            self._shown = now
            self.previewed.emit(self._result(sweep))

    def _result(self, sweep: Sweep) -> Experiment:
        """What the gesture has made, with all that was changed beside it meanwhile."""
        return self._with_table(sweep, sweep.result().data.table)

    def _with_table(self, sweep: Sweep, table: Table) -> Experiment:
        return edits.with_table(self._board.experiment or sweep.base, table)

    def _draw(self, sweep: Sweep) -> None:
        """Only what the gesture touches is drawn anew: all points would take too long."""
        points = self._board.points
        points.veil(sweep.touched)
        moved = np.flatnonzero(sweep.touched & ~sweep.gone)
        group = points.cloud.group[moved]
        new = np.array([place[:3] for place in sweep.added]).reshape(-1, 3)
        for place in {*group.tolist(), *new[:, 2].astype(int).tolist(), *self._items}:
            rows, fresh = moved[group == place], new[new[:, 2] == place]
            x, y = (
                np.concatenate([old[rows], fresh[:, i]]) for i, old in enumerate((sweep.x, sweep.y))
            )
            self._item(place).put(x, y, **points.style(place))

    def _item(self, group: int) -> Symbols:
        if group not in self._items:
            self._items[group] = Symbols()
            self._board.canvas.add(self._items[group], OVERLAY_Z)
        return self._items[group]

    def _end(self) -> Sweep | None:
        self._timer.stop()
        sweep, self.sweep = self.sweep, None
        self._board.points.veil(None)
        for item in self._items.values():
            item.setData(x=[], y=[])
        return sweep

    def abandon(self) -> None:
        """Forget the gesture, because the points under it have changed."""
        self._end()

    def follows(self, experiment: Experiment) -> bool:
        """Whether an experiment holds the table under the gesture."""
        return self.sweep is not None and experiment.data.table is self.sweep.base.data.table
