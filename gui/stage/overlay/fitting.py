"""When the plane is fitted: when asked, and once more when a fresh model has its first line."""

from __future__ import annotations

from gui.stage.modes.board import Board


class Fitting:
    """Moves the plane only when somebody asks, or something else was opened."""

    def __init__(self, board: Board) -> None:
        self.is_fresh = False  # just opened, and neither model nor learner has done anything yet
        self._board = board

    def fit(self) -> None:
        """Show all points, with some room around them."""
        fresh, mode, canvas = self.is_fresh, self._board.mode, self._board.canvas
        if mode is not None:
            canvas.show_area(canvas.fitted(mode.bounds()))
        self.is_fresh = fresh  # fitting moves the plane, but nobody has

    def on_moved(self) -> None:
        """Another part of the plane is shown: by the learner, unless ``fit`` is at work."""
        self.is_fresh = False
