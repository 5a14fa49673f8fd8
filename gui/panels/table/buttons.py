"""The buttons over the table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from gui.kit.breaking import BreakingBar
from gui.kit.forms.rows import describe
from gui.kit.words import tr


def buttons(do: Callable[[str], None]) -> BreakingBar:
    """Each does one of the grid's commands."""
    made: list[QWidget] = []
    for text, command, help in (
        (tr("Insert row"), "insert", tr("Put a row before the current one (Insert).")),
        (tr("Delete rows"), "delete", tr("Remove the selected rows (Delete).")),
        (tr("Column…"), "menu", tr("What can be done with the current column (Alt+Down).")),
    ):
        button = QPushButton(text)
        describe(button, text, help)
        button.clicked.connect(lambda _=False, command=command: do(command))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.append(button)
    return BreakingBar(*made)
