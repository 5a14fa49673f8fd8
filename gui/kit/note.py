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
