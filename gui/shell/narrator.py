"""Says what is seen: every view's description follows the run, stage and loss are spoken too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from gui.kit.guard import guarded
from gui.kit.numbers import count, loss
from gui.kit.panel import Panel
from gui.kit.words import tr
from gui.shell.board import Board

if TYPE_CHECKING:
    from engine.frames import Frame

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
        seen = [panel for panel in self._board.panels if panel.isVisible()]
        for panel in seen:
            words = panel.in_words()
            if words and panel.is_spoken:
                words += _loss_in_words(self._board.last)
                self._speak(words, panel)
            _describe(words, panel)

    def _speak(self, words: str, panel: Panel) -> None:
        if words != self._told and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(_speaker(panel), words))
        self._told = words


def _loss_in_words(frame: Frame | None) -> str:
    if frame is None or frame.loss is None or not frame.step:
        return ""
    if frame.step == 1:
        return "; " + tr("loss {loss} after 1 step", loss=loss(frame.loss))
    steps = count(frame.step)
    return "; " + tr("loss {loss} after {steps} steps", loss=loss(frame.loss), steps=steps)


def _describe(words: str, panel: Panel) -> None:
    speaker = _speaker(panel)
    if words and words != speaker.accessibleDescription():
        speaker.setAccessibleDescription(words)
        if QAccessible.isActive():
            event = QAccessibleEvent(speaker, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(event)


def _speaker(panel: Panel) -> QWidget:
    found = panel.ties().speaker
    return panel if found is None else found
