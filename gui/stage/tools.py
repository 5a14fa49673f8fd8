"""The tools in the learner's hand: put, move, delete. One gesture is one edit."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QTimer, Signal

from engine.data.table import Table
from engine.experiment import Experiment
from gui.stage import editing
from gui.stage.board import Board
from gui.stage.mode import Spot
from gui.words import tr

if TYPE_CHECKING:
    from gui.stage.sweeper import Sweeper

PREVIEW_MILLISECONDS = 16  # at most 60 previews a second
SLACK = 3  # pixels that a hand trembles in a click


class Tool(Enum):
    """What a click on the plane does."""

    PUT = "put"
    BRUSH = "brush"
    DELETE = "delete"
    MOVE = "move"
    JITTER = "jitter"
    MAGNET = "magnet"


SWEEPING = (Tool.BRUSH, Tool.DELETE, Tool.JITTER, Tool.MAGNET)  # those with a reach


@dataclass
class Grip:
    """A point in the hand: a row, or (None) a new one over the table from before."""

    row: int | None
    start: QPointF
    offset: QPointF  # from the pointer to the point's middle
    table: Table
    spot: Spot
    moved: bool = False
    by_keys: bool = False
    at: QPointF = field(default_factory=QPointF)  # where the keys have carried it


class Tools(QObject):
    """Turns presses, drags and releases, in pixels, into edits."""

    edited = Signal(str, object)  # what was done; the new Experiment
    previewed = Signal(object)  # the Experiment as it would be if the point were let go now
    selected = Signal()

    def __init__(self, board: Board, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tool = Tool.PUT
        self._board = board
        self._grip: Grip | None = None
        self._sweeper: Sweeper | None = None
        self._previews: list[Table] = []
        self._timer = QTimer(self, singleShot=True, interval=PREVIEW_MILLISECONDS)
        self._timer.timeout.connect(self._preview)

    @property
    def busy(self) -> bool:
        """Whether a point is in the hand."""
        return self._grip is not None or (self._sweeper is not None and self._sweeper.busy)

    @property
    def sweeps(self) -> bool:
        """Whether the tool in the hand has a reach."""
        return self.tool in SWEEPING

    @property
    def sweeper(self) -> Sweeper:
        """Who leads the gestures of tools with a reach; there from its first use on."""
        if self._sweeper is None:
            from gui.stage.sweeper import Sweeper

            self._sweeper = Sweeper(self._board, self)
            self._sweeper.edited.connect(self.edited)
            self._sweeper.previewed.connect(self.previewed)
        return self._sweeper

    def hover(self, at: QPointF | None) -> None:
        """Show how far the tool reaches around a pixel."""
        if self._sweeper is not None or self.sweeps:
            self.sweeper.hover(at if self.sweeps else None)

    def press(self, at: QPointF, second: bool = False) -> bool:
        """Begin at a pixel; False where this tool finds nothing to do there.

        ``second`` says that it is the other mouse button.
        """
        if self.sweeps:
            self.select(None)
            self.sweeper.press(self.tool.value, at, second)
            return True
        row = self._board.hit(at)
        if row is not None:
            return self._take(row, at)
        if self.tool is Tool.PUT:
            return self._take(None, at)
        self.select(None)
        return False

    def nudge(self, row: int, by: QPointF) -> None:
        """Carry a row by some pixels, with the keys; ``settle`` lets it go."""
        if self._grip is None:
            across, down = self._board.canvas.to_pixels(*self._board.points.places())
            at = QPointF(across[row], down[row])
            if self._take(row, at) and self._grip is not None:
                self._grip.by_keys, self._grip.moved, self._grip.at = True, True, at
        if self._grip is not None and self._grip.by_keys:
            self._grip.at += by
            self.drag(self._grip.at)

    def settle(self) -> None:
        """Let go of what the keys carry, and end a gesture whose release may never come."""
        if self._sweeper is not None and self._sweeper.busy:
            self._sweeper.release()
        if self._grip is not None and self._grip.by_keys:
            self.release()

    def drag(self, at: QPointF) -> None:
        """Go on with what is in the hand."""
        if self._sweeper is not None and self._sweeper.busy:
            self._sweeper.drag(at)
            return
        grip = self._grip
        if grip is None:
            return
        grip.moved = grip.moved or (at - grip.start).manhattanLength() > SLACK
        spot = self._board.spot(at + grip.offset, grip.row)
        if spot is None or not grip.moved:
            return
        grip.spot = spot
        self._show_grip()
        if not self._timer.isActive():
            self._timer.start()

    def release(self) -> None:
        """Let go: this is the edit."""
        if self._sweeper is not None and self._sweeper.busy:
            self._sweeper.release()
            return
        grip = self._grip
        if grip is None:
            return
        result = self._result()
        self._drop()
        if grip.row is None:
            self.edited.emit(tr("Add point"), result)
        elif grip.moved:
            self.edited.emit(tr("Move point"), result)
        self._board.points.let_go()
        self._board.select(self._board.selected)

    def cancel(self) -> None:
        """Put the point back as if nothing had happened."""
        if self._sweeper is not None and self._sweeper.busy:
            self._sweeper.cancel()
            return
        grip, experiment = self._grip, self._board.experiment
        if grip is None or experiment is None:
            return
        told = bool(self._previews)
        self._drop()
        self._board.points.let_go()
        self._board.select(self._board.selected)
        if told:
            self.previewed.emit(editing.with_table(experiment, grip.table))

    def delete(self, row: int) -> bool:
        """Take a row out of the table."""
        experiment = self._board.experiment
        if experiment is None:
            return False
        self.select(None)
        self.edited.emit(tr("Delete point"), editing.removed(experiment, [row]))
        return True

    def select(self, row: int | None) -> None:
        """Choose a point, or none."""
        if row != self._board.selected:
            self._board.select(row)
            self.selected.emit()

    def follows(self, experiment: Experiment) -> bool:
        """Whether an experiment holds the table under the hand, or one of its previews."""
        if self._sweeper is not None and self._sweeper.follows(experiment):
            return True
        grip = self._grip
        tables = [grip.table, *self._previews] if grip is not None else []
        return any(experiment.data.table is table for table in tables)

    def abandon(self) -> None:
        """Forget what is in the hand, because the points under it have changed."""
        if self._sweeper is not None:
            self._sweeper.abandon()
        self._drop()

    def _take(self, row: int | None, at: QPointF) -> bool:
        experiment = self._board.experiment
        offset = QPointF(0, 0)
        if row is not None:
            across, down = self._board.canvas.to_pixels(*self._board.points.places())
            offset = QPointF(across[row], down[row]) - at
            self.select(row)
        spot = self._board.spot(at + offset, row)
        if experiment is None or spot is None:
            return False
        self._grip = Grip(row, at, offset, experiment.data.table, spot)
        if row is None:
            self._show_grip()
        return True

    def _show_grip(self) -> None:
        if self._grip is None or self._board.mode is None:
            return
        spot, row = self._grip.spot, self._grip.row
        self._board.points.hold(row, spot.x, spot.y, spot.group)
        if row is not None:
            self._board.select(row)
        self._board.mode.redraw()

    def _result(self) -> Experiment | None:
        grip, experiment = self._grip, self._board.experiment
        if grip is None or experiment is None:
            return None
        base = experiment
        if experiment.data.table is not grip.table:
            base = editing.with_table(experiment, grip.table)
        if grip.row is None:
            return editing.added(base, grip.spot.cells)
        return editing.moved(base, grip.row, grip.spot.cells)

    def _preview(self) -> None:
        result = self._result()
        if result is not None:
            # Two are enough to know again what comes back through the window.
            self._previews = [*self._previews[-1:], result.data.table]
            self.previewed.emit(result)

    def _drop(self) -> None:
        self._timer.stop()
        self._grip = None
        self._previews = []
