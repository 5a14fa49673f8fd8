"""A quiet number on the tab of Explain: how much it would tell of this step, were it seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from gui.kit.guard import guarded
from gui.shell.board import Board
from gui.shell.groups import Groups

if TYPE_CHECKING:
    from engine.experiment import Experiment
    from engine.frames import Frame, Request

EXPLAIN = "explain"
REST = 400  # milliseconds without a frame, after which training rests
Place = tuple[int, int, "Experiment | None"]  # run, step, what holds


class Noticing(QObject):
    """Has a quick look once training rests; while it runs nothing is asked for or said."""

    def __init__(self, board: Board, groups: Groups, parent: QObject) -> None:
        super().__init__(parent)
        self._board, self._groups = board, groups
        self._looks = False
        self._looked: Place | None = None
        self._soon = QTimer(self, singleShot=True, interval=REST)
        self._soon.timeout.connect(self._look)
        board.askers.append(self)
        board.forgotten.connect(self._rest)

    def wants(self) -> tuple[Request, ...]:
        """A look, where one is due and nobody sees the view itself."""
        if not self._looks or not self._groups.hides(EXPLAIN):
            return ()
        from engine.frames import FindingsRequest  # not before training rests

        return (FindingsRequest(False),)

    def draw(self, frame: Frame) -> None:
        """Write the number that a look has brought; have one where training rests elsewhere."""
        place: Place = (frame.run, frame.step, self._board.experiment)
        if frame.running or not self._groups.hides(EXPLAIN):
            self._rest()
            return
        if self._looks:
            self._take(frame, place)
        if self._is_known(place):
            self._soon.stop()
        else:
            self._groups.mark(EXPLAIN, 0)
            self._soon.start()

    def stop(self) -> None:
        """Look at nothing more."""
        self._soon.stop()

    def _take(self, frame: Frame, place: Place) -> None:
        from engine.frames import Findings, FindingsRequest

        view = frame.views.get(FindingsRequest(False))
        if isinstance(view, Findings):
            self._looks, self._looked = False, place
            self._groups.mark(EXPLAIN, len(view.found))

    def _rest(self) -> None:
        self._looks, self._looked = False, None
        self._soon.stop()
        self._groups.mark(EXPLAIN, 0)

    def _is_known(self, place: Place) -> bool:
        known = self._looked
        return known is not None and known[:2] == place[:2] and known[2] is place[2]

    @guarded(None)
    def _look(self) -> None:
        self._looks = True
        self._board.stale.emit()
