"""The tools in the learner's hand: put, move, delete. One gesture is one edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, Signal

from engine.experiment import Experiment
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.stage.hand.holding import Holding
from gui.stage.hand.tool import Tool, kinds
from gui.stage.modes import editing
from gui.stage.modes.board import Board

if TYPE_CHECKING:
    from gui.stage.hand.selecting import Selecting
    from gui.stage.hand.sweeper import Sweeper

PLAIN = Qt.KeyboardModifier.NoModifier


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
        self._reaching = {tool for tool, kind in kinds().items() if kind.gesture}
        self._holding = Holding(board, self)
        self._holding.edited.connect(self.edited)
        self._holding.previewed.connect(self.previewed)
        self._holding.taken.connect(self.select)
        self._sweeper: Sweeper | None = None
        self._selecting: Selecting | None = None
        self._carried = QPointF()  # how far the keys have brought the selection

    @property
    def busy(self) -> bool:
        """Whether a point is in the hand, or an outline being drawn."""
        return any(helper.busy for helper in self._helpers())

    @property
    def outlining(self) -> bool:
        """Whether the select tool is drawing around points."""
        return self._selecting is not None and self._selecting.busy

    @property
    def sweeps(self) -> bool:
        """Whether the tool in the hand has a reach."""
        return self.tool in self._reaching

    @property
    def sweeper(self) -> Sweeper:
        """Who leads the gestures of tools with a reach; there from its first use on."""
        if self._sweeper is None:
            from gui.stage.hand.sweeper import Sweeper

            self._sweeper = Sweeper(self._board, self)
            self._sweeper.edited.connect(self.edited)
            self._sweeper.previewed.connect(self.previewed)
            self._sweeper.rested.connect(self._on_rested)
        return self._sweeper

    @property
    def selecting(self) -> Selecting:
        """Who draws outlines, and edits what is selected; there from its first use on."""
        if self._selecting is None:
            from gui.stage.hand.selecting import Selecting

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
            self.sweeper.press(self.tool, at, second)
            return True
        row = self._board.hit(at)
        if row is not None:
            return self._holding.take(row, at)
        if self.tool is Tool.PUT:
            return self._holding.take(None, at)
        self.select(None)
        return False

    def nudge(self, by: QPointF) -> None:
        """Carry what is selected by some pixels, with the keys; ``settle`` lets it go."""
        row, by = self._board.selected, self._board.stride(by)
        if row is None or self.tool is Tool.SELECT:
            self._nudge_all(by)
            return
        self._holding.nudge(row, by)

    def settle(self) -> None:
        """Let go of what the keys carry, and end a gesture whose release may never come."""
        if self._sweeper is not None and self._sweeper.busy:
            self._sweeper.release()
        if self._holding.by_keys:
            self._holding.release()

    def drag(self, at: QPointF) -> None:
        """Go on with what is in the hand."""
        for helper in self._helpers():
            if helper.busy:
                return helper.drag(at)
        return None

    def release(self) -> None:
        """Let go: this is the edit."""
        for helper in self._helpers():
            if helper.busy:
                return helper.release()
        return None

    def cancel(self) -> None:
        """Put everything back as if nothing had happened."""
        for helper in self._helpers():
            if helper.busy:
                return helper.cancel()
        return None

    def delete(self, row: int) -> bool:
        """Take a row out of the table."""
        experiment = self._board.experiment
        if experiment is None:
            return False
        self.select(None)
        self.edited.emit(tr("Delete point"), editing.removed(experiment, [row]))
        return True

    def select(self, row: int | None = None) -> None:
        """Choose a point, or none."""
        if row != self._board.selected or (row is None and len(self._board.rows)):
            self._board.select(row)
            self.selected.emit()

    def follows(self, experiment: Experiment) -> bool:
        """Whether an experiment holds the table under the hand, or one of its previews."""
        if self._sweeper is not None and self._sweeper.follows(experiment):
            return True
        return self._holding.follows(experiment)

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
        self._holding.abandon()

    def _on_rested(self) -> None:
        """A mere click on one of many selected points."""
        self.selecting.choose_pressed()

    def _press_select(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        from gui.stage.hand.selecting import join_of

        shift = self.selecting.press(at, join_of(modifiers))
        if shift is not None:
            self.sweeper.begin(shift, tr("Move points"), at)

    def _nudge_all(self, by: QPointF) -> None:
        from gui.stage.hand.sweeps import Shift

        if not len(self._board.rows):
            return
        if not self.sweeper.busy:
            self._carried = QPointF()
            rows = self._board.rows
            shift = Shift(self._board, rows, QPointF(), int(rows[0]), slack=0)
            self.sweeper.begin(shift, tr("Move points"), QPointF())
        self._carried += by
        self.sweeper.drag(self._carried)

    def _helpers(self) -> list[Sweeper | Selecting | Holding]:
        made = [self._sweeper, self._selecting, self._holding]
        return [helper for helper in made if helper is not None]
