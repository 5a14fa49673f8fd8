"""A label in which numbers change many times a second."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from gui.kit.guard import guarded


class Still(QWidget):
    """A label that lays nothing out anew where another text is as wide as the one before.

    A QLabel asks every layout around it up to the window with each new text.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.label = QLabel(text, self)
        self._hint = self.label.sizeHint()

    def text(self) -> str:
        """What it says."""
        return self.label.text()

    def setText(self, text: str) -> None:
        """Say something else."""
        if text == self.label.text():
            return
        self.label.setText(text)
        if self.label.sizeHint() != self._hint:
            self._hint = self.label.sizeHint()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The label's."""
        return self.label.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """The label's."""
        return self.label.minimumSizeHint()

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """The label has all of it."""
        super().resizeEvent(event)
        self.label.resize(self.size())
