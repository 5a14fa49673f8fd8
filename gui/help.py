"""The two windows of the Help menu: every key that does something, and what this program is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QMessageBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.commands import all_commands
from gui.icons import app_icon
from gui.version import VERSION
from gui.words import tr


class KeysDialog(QDialog):
    """A table of the commands that have keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        commands = [command for command in all_commands() if command.keys]
        table = QTableWidget(len(commands), 2)
        table.setHorizontalHeaderLabels([tr("Keys"), tr("What they do")])
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        for row, command in enumerate(commands):
            table.setItem(row, 0, QTableWidgetItem(" · ".join(map(_native, command.keys))))
            table.setItem(row, 1, QTableWidgetItem(command.tip))
        mode = QHeaderView.ResizeMode
        table.horizontalHeader().setSectionResizeMode(0, mode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(1, mode.Stretch)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(table)
        column.addWidget(buttons)
        self.resize(640, 520)


def about(parent: QWidget) -> QMessageBox:
    """What this program is, which version, and whose work it stands on."""
    box = QMessageBox(parent)
    box.setWindowTitle(tr("About Gradus"))
    box.setIconPixmap(app_icon().pixmap(64))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(tr("Gradus {version}", version=VERSION))
    box.setInformativeText(
        tr(
            "Watch gradient descent work. MIT licence. "
            "Built with PyTorch, Qt for Python (LGPL), pyqtgraph and Lucide icons (ISC)."
        )
    )
    return box


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
