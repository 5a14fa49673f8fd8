"""The list of keys: every key that does something."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.kit.words import tr


class KeysDialog(QDialog):
    """A table of the commands that have keys, and of the keys that work on the stage."""

    def __init__(self, commands: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        lines = [*commands, *_stage_keys()]
        table = QTableWidget(len(lines), 2)
        table.setHorizontalHeaderLabels([tr("Keys"), tr("What they do")])
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 8)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        table.setShowGrid(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        for row, line in enumerate(lines):
            for place, text in enumerate(line):
                table.setItem(row, place, QTableWidgetItem(text))
        mode = QHeaderView.ResizeMode
        table.horizontalHeader().setSectionResizeMode(0, mode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(1, mode.Stretch)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(table)
        column.addWidget(buttons)
        self.resize(640, 520)


def _stage_keys() -> list[tuple[str, str]]:
    return [
        ("P · B · E", tr("On the stage: take the tool that puts, sprays or erases points.")),
        ("M · J · G", tr("On the stage: take the tool that moves, shakes or attracts points.")),
        ("S", tr("On the stage: take the tool that selects points; again for a lasso.")),
        ("[ · ]", tr("On the stage: reach less far or further with the tool.")),
        ("1 … 9, 0", tr("On the stage: choose the class of the points that are put next.")),
        ("N · Shift+N", tr("On the stage: select the next or the last point.")),
        (
            "← ↑ → ↓",
            tr(
                "On the stage: move the cross or the selected points; "
                "finer with Shift, further with Ctrl."
            ),
        ),
        (_native("Return"), tr("On the stage: use the tool where the cross is.")),
        (_native("Shift+Return"), tr("On the stage: use its second button there.")),
        (_native("Space"), tr("On the stage: drag the view while it is held down.")),
        ("+ · −", tr("On the stage: show less or more of the plane.")),
        ("Ctrl+Shift+← ↑ → ↓", tr("On the stage: move the view.")),
        ("F", tr("On the stage: bring every point into view.")),
        ("F6 · Shift+F6", tr("Go to the next or the last part of the window.")),
        ("Alt+1 … Alt+6", tr("Arrange the window: one of the names beside the menus.")),
        ("L", tr("On the stage: give the keyboard to the legend.")),
        (_native("Esc"), tr("On the stage: let go of what is being moved or selected.")),
    ]


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
