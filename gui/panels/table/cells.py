"""How a cell is typed: classes complete themselves to those that are there."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.kit.guard import guarded
from gui.panels.table.model import TableModel


class Cells(QStyledItemDelegate):
    """Qt's line edit, with the classes' names offered in the target's column."""

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """The editor of one cell."""
        editor = super().createEditor(parent, option, index)
        _complete(editor, index)
        return editor


@guarded(None)
def _complete(editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
    model = index.model()
    if isinstance(editor, QLineEdit) and isinstance(model, TableModel):
        completer = QCompleter(model.classes(index.column()), editor)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        editor.setCompleter(completer)
