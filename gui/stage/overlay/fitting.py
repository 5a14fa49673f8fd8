"""When the plane is fitted: when asked, and again as long as the fitted view is the one shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from gui.stage.modes.board import Board
from gui.stage.overlay.corners import Corners

AGAIN = 200  # milliseconds until it looks again whether the hand is away


class Fitting(QObject):
    """Never moves the plane under the learner's hand, and never one that they have moved."""

    def __init__(
        self, board: Board, corners: Corners, is_busy: Callable[[], bool], stage: QWidget
    ) -> None:
        super().__init__(stage)
        self.is_fresh = False  # just opened, and neither model nor learner has done anything yet
        self._board = board
        self._corners = corners
        self._is_busy = is_busy
        self._stage = stage
        self._when_shown = True
        self._holds = False  # what is shown is what fitting has shown
        self._later = QTimer(self, singleShot=True, interval=AGAIN)
        self._later.timeout.connect(self.follow)

    def fit(self) -> None:
        """Show all points, with some room around them."""
        fresh, self._when_shown = self.is_fresh, not self._stage.isVisible()
        mode, canvas = self._board.mode, self._board.canvas
        if mode is not None and self._when_shown:
            canvas.show_area(canvas.fitted(mode.bounds()))  # the room for the corners comes later
        elif mode is not None:
            self._corners.fit(mode.bounds())
        self.is_fresh = fresh  # fitting moves the plane, but nobody has
        self._holds = True

    def on_shown(self) -> None:
        """Fit now that the plane's size is known, if that was asked for before."""
        if self._when_shown:
            self.fit()

    def on_moved(self) -> None:
        """Another part of the plane is shown: by the learner, unless ``fit`` is at work."""
        self._holds = self.is_fresh = False

    def follow(self) -> None:
        """Fit again because the plane's size or its corners have changed; once the hand is away."""
        if not self._holds or not self._stage.isVisible():
            return
        if self._is_busy() or self._board.canvas.plot.viewport().underMouse():
            self._later.start()
        else:
            self.fit()
