"""What of the data is seen on the stage, told to others where it is something else by now."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gui.kit.sight import Sight
from gui.stage.modes.board import Board


class Looking(QObject):
    """Says so only once for each part of the data."""

    looked = Signal(object)  # a Sight

    def __init__(self, board: Board, parent: QObject) -> None:
        super().__init__(parent)
        self._board = board
        self._sight = Sight()

    def look(self) -> None:
        """Tell others, where there is news."""
        sight = Sight() if self._board.mode is None else self._board.mode.sight()
        if sight != self._sight:
            self._sight = sight
            self.looked.emit(sight)
