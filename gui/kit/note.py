"""Sentences that break their lines and have the room for all of them, in what scrolls too."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from gui.kit.guard import guarded


class Note(QLabel):
    """Never less high than its lines are at the width that it has, and ``lines`` at least.

    A scrolling area asks what it holds for its least height whatever the width: a label that
    breaks its lines would be given too little there, and cover what is beside it.
    """

    def __init__(self, lines: int = 1) -> None:
        super().__init__()
        self._lines = lines
        self.setWordWrap(True)
        self._fit()

    def setText(self, text: str) -> None:
        """Say this."""
        super().setText(text)
        self._fit()

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has other lines."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        least = self._lines * self.fontMetrics().lineSpacing()
        self.setMinimumHeight(max(least, self.heightForWidth(max(self.width(), 1))))


class SteadyNote(Note):
    """Keeps the room of the most that it has said at its width: what is above it stays in place.

    A plot that tells of what is pointed at would move away from under the pointer otherwise.
    """

    def __init__(self, lines: int = 1) -> None:
        self._wide, self._high = 0, 0
        super().__init__(lines)

    def _fit(self) -> None:
        if self.width() != self._wide:
            self._wide, self._high = self.width(), 0
            self.setMinimumHeight(0)
        super()._fit()
        self._high = max(self._high, self.minimumHeight())
        self.setMinimumHeight(self._high)
