"""What the stage has only for some: fitting by hand, the step's marks, curves that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtWidgets import QWidget

from gui.kit.pinned import PinnedRuns
from gui.kit.racing import racing
from gui.kit.theme import Theme
from gui.kit.things import Painted, topmost
from gui.kit.wishes import Refresh
from gui.stage.hand.tools import Tools
from gui.stage.modes.board import Board
from gui.stage.modes.line_rows import BY_HAND, EARLIER
from gui.stage.overlay.bar import StageBar
from gui.stage.overlay.cards import Cards

if TYPE_CHECKING:
    from engine.frames import Frame, Request, WhatIf
    from gui.stage.hand.by_hand import ByHand
    from gui.stage.layers.ghost import Ghost
    from gui.stage.modes.kept import KeptLines
    from gui.stage.modes.mode import Row
    from gui.stage.modes.moments import EarlierCurves
    from gui.stage.modes.racing import RacingLines
    from gui.stage.modes.step_marks import StepMarks

    Drawn = ByHand | StepMarks | EarlierCurves | KeptLines | RacingLines


class Extras(QObject):
    """Each is loaded and made with its first use, which is after the first paint."""

    wished = Signal(object)  # a Wish
    axes_chosen = Signal(str, str)  # by the page of the lens
    rows_changed = Signal()  # other lines are in the legend

    def __init__(self, board: Board, tools: Tools, bar: StageBar, stage: QWidget) -> None:
        super().__init__(stage)
        self._board = board
        self.by_hand: ByHand | None = None
        self.marks: StepMarks | None = None
        self.earlier: EarlierCurves | None = None
        self.kept: KeptLines | None = None
        self.racing: RacingLines | None = None
        self.ghost: Ghost | None = None
        self._step = 0  # of the last frame
        self.cards = Cards(board, tools, bar, stage)
        self.cards.wished.connect(self.wished)
        self.cards.rows_changed.connect(self.rows_changed)
        self.cards.axes_chosen.connect(self.axes_chosen)

    @property
    def busy(self) -> bool:
        """Whether a hand has one of the line's handles."""
        return self.by_hand is not None and self.by_hand.held

    def wants(self) -> tuple[Request, ...]:
        """The views that they draw."""
        parts = [part.wants() for part in self._drawn() if part is not None]
        return tuple(request for wanted in parts for request in wanted)

    def draw(self, frame: Frame) -> None:
        """Show a frame; the first one of a step makes its marks."""
        self._step = frame.step
        if self.by_hand is not None:
            self.by_hand.draw(frame)
        if frame.phase is not None and self.marks is None:
            from gui.stage.modes.step_marks import StepMarks

            self.marks = StepMarks(self._board)
            self.wished.emit(Refresh())
        if self.marks is not None and self.marks.draw(frame):
            self.wished.emit(Refresh())
        if self.earlier is not None:
            before = self.earlier.pinned
            if self.earlier.draw(frame):
                self.wished.emit(Refresh())
            if self.earlier.pinned is not before:
                self._show_rows()
        if self.kept is not None:
            self.kept.draw(frame)
        if self.racing is None and racing(frame, ()) is not None:
            from gui.stage.modes.racing import RacingLines

            self.racing = RacingLines(self._board)
        if self.racing is not None and self.racing.draw(frame, self._make_kept()):
            self._show_rows()
            self.wished.emit(Refresh())

    def show_kept(self, runs: PinnedRuns) -> None:
        """Draw what kept runs came to."""
        if runs or self.kept is not None:
            self._make_kept().show_runs(runs)
            self._show_rows()
            self.wished.emit(Refresh())

    def draw_imagined(self, found: WhatIf | None) -> None:
        """Show as a ghost what would be; None takes it away."""
        mode = self._board.mode
        if found is None or mode is None:
            if self.ghost is not None:
                self.ghost.hide()
            return
        if self.ghost is None:
            from gui.stage.layers.ghost import Ghost

            self.ghost = Ghost(self._board.canvas, self._board.theme)
        self.ghost.hide()
        mode.draw_ghost(found, self.ghost)

    def painted(self) -> list[Painted]:
        """What of them can be pointed at."""
        parts = [part for part in (self.earlier, self.marks) if part is not None]
        return [one for part in parts for one in part.painted()]

    def painted_at(self, at: QPointF) -> Painted | None:
        """Which of them is at a pixel of the plane."""
        found = topmost(self.marks.painted(), at) if self.marks is not None else None
        if found is None and self.earlier is not None:
            return self.earlier.painted_at(at)
        return found

    def show_data(self) -> None:
        """Follow other data or another model."""
        if self.by_hand is not None:
            self.by_hand.refresh()
        if self.marks is not None:
            self.marks.forget()
        if self.kept is not None:
            self._show_rows()
        self.cards.show_data()

    def forget(self) -> None:
        """Show nothing of a training."""
        for part in self._drawn():
            if part is not None:
                part.forget()

    def refresh(self) -> None:
        """Follow another view of the plane."""
        for part in self._drawn():
            if part is not None:
                part.refresh()

    def switch(self, layer: str) -> None:
        """A layer of the legend was switched on or off."""
        if layer == BY_HAND and self.by_hand is None:
            self.by_hand = self._made_by_hand()
        if layer == EARLIER:
            self._make_earlier()
        self.refresh()
        self.wished.emit(Refresh())

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.cards.restyle(theme)
        for part in self._drawn():
            if part is not None:
                part.restyle(theme)
        if self.ghost is not None:
            self.ghost.restyle(theme)
        self._board.extra_rows = self._rows()

    def pin(self) -> bool:
        """Keep the curve of the step at hand on the plane, whatever training does next.

        False where it has none, or no more room.
        """
        wanted = self._make_earlier().pin(self._step)
        self.wished.emit(Refresh())
        return wanted

    def unpin(self) -> None:
        """Let what is pinned go."""
        if self.earlier is not None:
            self.earlier.unpin()
            self._show_rows()

    def _rows(self) -> tuple[Row, ...]:
        """What the legend has of curves that are kept."""
        parts = [part for part in (self.earlier, self.kept, self.racing) if part is not None]
        return tuple(row for part in parts for row in part.rows())

    def _show_rows(self) -> None:
        rows = self._rows()
        if rows != self._board.extra_rows:
            self._board.extra_rows = rows
            self.rows_changed.emit()

    def _make_earlier(self) -> EarlierCurves:
        if self.earlier is None:
            from gui.stage.modes.moments import EarlierCurves

            self.earlier = EarlierCurves(self._board)
        return self.earlier

    def _make_kept(self) -> KeptLines:
        if self.kept is None:
            from gui.stage.modes.kept import KeptLines

            self.kept = KeptLines(self._board)
        return self.kept

    def _drawn(self) -> tuple[Drawn | None, ...]:
        return self.by_hand, self.marks, self.earlier, self.kept, self.racing

    def _made_by_hand(self) -> ByHand:
        from gui.stage.hand.by_hand import ByHand

        by_hand = ByHand(self._board, self._board.theme, self)
        by_hand.wished.connect(self.wished)
        return by_hand
