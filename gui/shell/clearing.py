"""What is not seen any more is deleted little by little: hundreds of widgets at once take long."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gui.kit.turns import turns


class Clearing(QObject):
    """Deletes widgets in the order in which they come, one in a turn of the event loop."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left: list[QWidget] = []

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to delete."""
        return not self._left

    def take(self, widgets: Iterable[QWidget]) -> None:
        """These are no longer needed; parts come before what they are parts of."""
        self._left += widgets
        turns().ask(self)

    def go_on(self) -> None:
        """Delete one more."""
        widget = self._left.pop(0)
        if isValid(widget):
            widget.deleteLater()
        if self._left:
            turns().ask(self)
