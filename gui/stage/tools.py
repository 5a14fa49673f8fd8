"""The tools in the learner's hand: put, move, delete. One gesture is one edit."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal

from engine.data.table import Table
from engine.experiment import Experiment
from gui.stage import editing
from gui.stage.board import Board
from gui.stage.mode import Spot
from gui.theme import Theme
from gui.words import tr

if TYPE_CHECKING:
    from gui.stage.selecting import Selecting
    from gui.stage.sweeper import Sweeper

PREVIEW_MILLISECONDS = 16  # at most 60 previews a second
PLAIN = Qt.KeyboardModifier.NoModifier
SLACK = 3  # pixels that a hand trembles in a click


class Tool(Enum):
    """What a click on the plane does."""

    PUT = "put"
    SELECT = "select"
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
    refused = Signal(object)  # EngineError

    def __init__(self, board: Board, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tool = Tool.PUT
        self._board = board
        self._grip: Grip | None = None
        self._sweeper: Sweeper | None = None
        self._selecting: Selecting | None = None
        self._carried = QPointF()  # how far the keys have brought the selection
        self._previews: list[Table] = []
        self._timer = QTimer(self, singleShot=True, interval=PREVIEW_MILLISECONDS)
        self._timer.timeout.connect(self._preview)

    @property
    def busy(self) -> bool:
        """Whether a point is in the hand, or an outline being drawn."""
        helpers = (self._sweeper, self._selecting)
        return self._grip is not None or any(part.busy for part in helpers if part is not None)

    @property
    def outlining(self) -> bool:
        """Whether the select tool is drawing around points."""
        return self._selecting is not None and self._selecting.busy

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

    @property
    def selecting(self) -> Selecting:
        """Who draws outlines, and edits what is selected; there from its first use on."""
        if self._selecting is None:
            from gui.stage.selecting import Selecting

            self._selecting = Selecting(self._board, self)
            self._selecting.restyle(self._board.theme)
            self._selecting.edited.connect(self.edited)
            self._selecting.selected.connect(self.selected)
            self._selecting.refused.connect(self.refused)
        return self._selecting

    def hover(self, at: QPointF | None) -> None:
        """Show how far the tool reaches around a pixel."""
        if self._sweeper is not None or self.sweeps:
            self.sweeper.hover(at if self.sweeps else None)

    def press(
        self, at: QPointF, second: bool = False, modifiers: Qt.KeyboardModifier = PLAIN
    ) -> bool:
        """Begin at a pixel; False where this tool finds nothing to do there.

        ``second`` says that it is the other mouse button; with Shift the select tool adds to what
        is selected, with Control it takes away what is selected already.
        """
        if self.tool is Tool.SELECT:
            self._press_select(at, modifiers)
            return True
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

    def nudge(self, by: QPointF) -> None:
        """Carry what is selected by some pixels, with the keys; ``settle`` lets it go."""
        row = self._board.selected
        if row is None or self.tool is Tool.SELECT:
            self._nudge_all(by)
            return
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
        for helper in (self._sweeper, self._selecting):
            if helper is not None and helper.busy:
                helper.drag(at)
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
        for helper in (self._sweeper, self._selecting):
            if helper is not None and helper.busy:
                helper.release()
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
        self._board.select_rows(self._board.rows)

    def cancel(self) -> None:
        """Put the point back as if nothing had happened."""
        for helper in (self._sweeper, self._selecting):
            if helper is not None and helper.busy:
                helper.cancel()
                return
        grip, experiment = self._grip, self._board.experiment
        if grip is None or experiment is None:
            return
        told = bool(self._previews)
        self._drop()
        self._board.points.let_go()
        self._board.select_rows(self._board.rows)
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
        if row != self._board.selected or (row is None and len(self._board.rows)):
            self._board.select(row)
            self.selected.emit()

    def follows(self, experiment: Experiment) -> bool:
        """Whether an experiment holds the table under the hand, or one of its previews."""
        if self._sweeper is not None and self._sweeper.follows(experiment):
            return True
        grip = self._grip
        tables = [grip.table, *self._previews] if grip is not None else []
        return any(experiment.data.table is table for table in tables)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        if self._selecting is not None:
            self._selecting.restyle(theme)

    def abandon(self) -> None:
        """Forget what is in the hand, because the points under it have changed."""
        if self._sweeper is not None:
            self._sweeper.abandon()
        if self._selecting is not None:
            self._selecting.cancel()
        self._drop()

    def _press_select(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        from gui.stage.selecting import join_of

        shift = self.selecting.press(at, join_of(modifiers))
        if shift is not None:
            self.sweeper.begin(shift, tr("Move points"), at)

    def _nudge_all(self, by: QPointF) -> None:
        from gui.stage.sweeps import Shift

        if not len(self._board.rows):
            return
        if not self.sweeper.busy:
            self._carried = QPointF()
            shift = Shift(self._board, self._board.rows, QPointF(), slack=0)
            self.sweeper.begin(shift, tr("Move points"), QPointF())
        self._carried += by
        self.sweeper.drag(self._carried)

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
