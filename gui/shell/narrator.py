"""Says what is seen: every view's description follows the run, stage and loss are spoken too."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

from gui.kit.guard import guarded
from gui.kit.panel import Panel
from gui.shell.board import Board

PAUSE = 1000  # milliseconds from one telling to the next: nobody can listen faster


class Narrator(QObject):
    """Tells screen readers, at most once a second, and nothing twice."""

    def __init__(self, board: Board, parent: QObject) -> None:
        super().__init__(parent)
        self._board = board
        self._told = ""
        self._soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._soon.timeout.connect(self._tell)

    def listen(self) -> None:
        """Something has changed: tell of it within a second."""
        if not self._soon.isActive():
            self._soon.start()

    def stop(self) -> None:
        """Say nothing more: what could be told of is closed."""
        self._soon.stop()

    @guarded(None)
    def _tell(self) -> None:
        panels = self._board.panels
        known = [panel for panel in panels if panel.isVisible() or panel.hears_always]
        for panel in known:
            _describe(panel)
        spoken = [panel for panel in known if panel.is_spoken]
        told = "; ".join(sentence for panel in spoken if (sentence := panel.in_words()))
        if told and told != self._told and QAccessible.isActive():
            speaker = spoken[0].speaker()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(speaker, told))
        self._told = told


def _describe(panel: Panel) -> None:
    sentence, speaker = panel.in_words(), panel.speaker()
    if sentence and sentence != speaker.accessibleDescription():
        speaker.setAccessibleDescription(sentence)
        if QAccessible.isActive():
            event = QAccessibleEvent(speaker, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(event)
