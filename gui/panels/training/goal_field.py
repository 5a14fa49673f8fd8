"""The line in which a goal is typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit


class GoalField(QLineEdit):
    """Says what was typed once it is done; the placeholder shows how a goal is written."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self.setPlaceholderText("loss < 0.5 and step <= 100")
        self.editingFinished.connect(self._on_finished)

    def show_goal(self, goal: str) -> None:
        """Show the goal that holds."""
        self._shown = goal
        if self.text() != goal:
            self.setText(goal)
            self.setCursorPosition(0)

    def _on_finished(self) -> None:
        goal = self.text().strip()
        if goal != self._shown:
            self._shown = goal  # leaving the field says nothing again
            self.chosen.emit(goal)
