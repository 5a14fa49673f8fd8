"""A single point in the hand: a new one or one that is moved, until it is let go."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QPointF, QTimer, Signal

from engine.data.table import Table
from engine.edits import parts as edits
from engine.experiment import Experiment
from gui.kit.words import tr
from gui.stage.modes import editing
from gui.stage.modes.board import Board
from gui.stage.modes.mode import Spot

PREVIEW_MILLISECONDS = 16  # at most 60 previews a second
SLACK = 3  # pixels that a hand trembles in a click


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


class Holding(QObject):
    """One gesture is one edit. Places are in pixels of the plane."""

    edited = Signal(str, object)  # what was done; the new Experiment
    previewed = Signal(object)  # the Experiment as it would be if the point were let go now
    taken = Signal(int)  # the row that is in the hand now

    def __init__(self, board: Board, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._grip: Grip | None = None
        self._previews: list[Table] = []
        self._timer = QTimer(self, singleShot=True, interval=PREVIEW_MILLISECONDS)
        self._timer.timeout.connect(self._preview)

    @property
    def busy(self) -> bool:
        """Whether a point is in the hand."""
        return self._grip is not None

    @property
    def by_keys(self) -> bool:
        """Whether it is the keys that carry it."""
        return self._grip is not None and self._grip.by_keys

    def take(self, row: int | None, at: QPointF) -> bool:
        """Take a row, or (None) a new point; False where there is nothing to put it on."""
        experiment = self._board.experiment
        offset = QPointF(0, 0)
        if row is not None:
            offset = self._pixel(row) - at
            self.taken.emit(row)
        spot = self._board.spot(at + offset, row)
        if experiment is None or spot is None:
            return False
        self._grip = Grip(row, at, offset, experiment.data.table, spot)
        if row is None:
            self._show()
        return True

    def nudge(self, row: int, by: QPointF) -> None:
        """Carry a row by some pixels, with the keys."""
        if self._grip is None:
            at = self._pixel(row)
            if self.take(row, at) and self._grip is not None:
                self._grip.by_keys, self._grip.moved, self._grip.at = True, True, at
        if self._grip is not None and self._grip.by_keys:
            self._grip.at += by
            self.drag(self._grip.at)

    def drag(self, at: QPointF) -> None:
        """Go on with what is in the hand."""
        grip = self._grip
        if grip is None:
            return
        grip.moved = grip.moved or (at - grip.start).manhattanLength() > SLACK
        spot = self._board.spot(at + grip.offset, grip.row)
        if spot is None or not grip.moved:
            return
        grip.spot = spot
        self._show()
        if not self._timer.isActive():
            self._timer.start()

    def release(self) -> None:
        """Let go: this is the edit."""
        grip = self._grip
        if grip is None:
            return
        result = self._result()
        self.abandon()
        if grip.row is None:
            self.edited.emit(tr("Add point"), result)
        elif grip.moved:
            self.edited.emit(tr("Move point"), result)
        self._put_back()

    def cancel(self) -> None:
        """Put the point back as if nothing had happened."""
        grip, experiment = self._grip, self._board.experiment
        if grip is None or experiment is None:
            return
        told = bool(self._previews)
        self.abandon()
        self._put_back()
        if told:
            self.previewed.emit(edits.with_table(experiment, grip.table))

    def follows(self, experiment: Experiment) -> bool:
        """Whether an experiment holds the table under the hand, or one of its previews."""
        tables = [self._grip.table, *self._previews] if self._grip is not None else []
        return any(experiment.data.table is table for table in tables)

    def abandon(self) -> None:
        """Forget what is in the hand."""
        self._timer.stop()
        self._grip = None
        self._previews = []

    def _pixel(self, row: int) -> QPointF:
        across, down = self._board.canvas.to_pixels(*self._board.points.places())
        return QPointF(across[row], down[row])

    def _put_back(self) -> None:
        self._board.points.let_go()
        self._board.select_rows(self._board.rows)

    def _show(self) -> None:
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
            base = edits.with_table(experiment, grip.table)
        if grip.row is None:
            return editing.added(base, grip.spot.cells)
        return editing.moved(base, grip.row, grip.spot.cells)

    def _preview(self) -> None:
        result = self._result()
        if result is not None:
            # Two are enough to know again what comes back through the window.
            self._previews = [*self._previews[-1:], result.data.table]
            self.previewed.emit(result)
