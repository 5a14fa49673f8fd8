"""A number that is typed into a row of the table."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.kit.words import tr

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class NumberDelegate(QStyledItemDelegate):
    """An editor that keeps what is being typed while frames change the value under it."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(index.data(Role.EditRole), parent)
        editor.setAccessibleName(tr("Value"))
        editor.setToolTip(tr("Type a number and press Enter."))
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setFrame(False)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Nothing: the editor starts with the value, and later ones would overwrite the typing."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor.isModified():
            model.setData(index, editor.text(), Role.EditRole)
