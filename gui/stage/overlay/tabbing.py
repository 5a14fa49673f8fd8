"""Where Tab goes on the stage: to the chosen one of a group, and through the legend's rows."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QWidget


def reach_chosen(group: QButtonGroup) -> None:
    """Let Tab reach the chosen button alone; from there the arrow keys go to the others."""
    for button in group.buttons():
        chosen = button is group.checkedButton()
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus if chosen else Qt.FocusPolicy.NoFocus)


def chain(first: QWidget, following: Iterable[QWidget]) -> None:
    """Let Tab go on from one to the next, however late they were made."""
    for widget in following:
        QWidget.setTabOrder(first, widget)
        first = widget
