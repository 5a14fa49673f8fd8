"""The buttons over the table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from gui.kit.forms.rows import describe
from gui.kit.words import tr


def buttons(do: Callable[[str], None]) -> QHBoxLayout:
    """Each does one of the grid's commands."""
    across = QHBoxLayout()
    across.setSpacing(5)
    for text, command, help in (
        (tr("Insert row"), "insert", tr("Put a row before the current one (Insert).")),
        (tr("Delete rows"), "delete", tr("Remove the selected rows (Delete).")),
        (tr("Column…"), "menu", tr("What can be done with the current column (Alt+Down).")),
    ):
        button = QPushButton(text)
        describe(button, text, help)
        button.clicked.connect(lambda _=False, command=command: do(command))
        across.addWidget(button)
    return across
