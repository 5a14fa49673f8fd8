"""What can be done with the rows and the column at hand, as a menu beside the keys."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from gui.kit.words import tr


def entries() -> tuple[tuple[str, str, str], ...]:
    """Each entry's words, the key as it is shown, and the grid's command; no words are a line."""
    return (
        (tr("Insert row above"), "Ins", "insert"),
        (tr("Insert row below"), "Shift+Return", "below"),
        (tr("Duplicate rows"), "Ctrl+D", "duplicate"),
        (tr("Delete rows"), "Del", "delete"),
        ("", "", ""),
        (tr("Cut"), "Ctrl+X", "cut"),
        (tr("Copy"), "Ctrl+C", "copy"),
        (tr("Paste"), "Ctrl+V", "paste"),
        ("", "", ""),
        (tr("Column…"), "Alt+Down", "menu"),
        (tr("Formula of this cell"), tr("Alt+click"), "formula"),
    )


class RowMenu(QMenu):
    """Emits commands; opened with ``pop_up`` it goes away with its closing."""

    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        for text, key, command in entries():
            if text:
                action = self.addAction(f"{text}\t{key}")
                action.triggered.connect(lambda _=False, command=command: self.asked.emit(command))
            else:
                self.addSeparator()
