"""The first rows of a file, as a table to look at."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from engine.files.source import Found, Preview
from gui.dialogs.importing.header import kinds, roles
from gui.kit import telling
from gui.kit.words import tr

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
LONGEST = 60  # letters of a cell
DIGITS = 10  # of a number with decimals


class PreviewRows(QAbstractTableModel):
    """The cells as they are read, under the names that the columns will have."""

    def __init__(self) -> None:
        super().__init__()
        self._preview: Preview | None = None

    def show_preview(self, preview: Preview | None) -> None:
        """Show another file, or nothing."""
        self.beginResetModel()
        self._preview = preview
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """The rows that are shown."""
        return 0 if self._preview is None or parent.isValid() else len(self._preview.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """The columns of the file; lines that are not cut yet stand in one."""
        if self._preview is None or parent.isValid():
            return 0
        return len(self._preview.columns) or min(len(self._preview.rows), 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell, numbers at the right."""
        if self._preview is None or not index.isValid():
            return None
        text = self._preview.rows[index.row()][index.column()]
        column = self._column(index.column())
        numeric = column is not None and column.kind == "number"
        if role == Qt.ItemDataRole.DisplayRole:
            return _short(text, numeric)
        if role == Qt.ItemDataRole.ToolTipRole:
            return text[:500]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' names, with their parts and the reasons in tooltips; the rows' numbers."""
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        column = self._column(section)
        if column is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return column.name
        return told(column) if role == Qt.ItemDataRole.ToolTipRole else None

    def _column(self, place: int) -> Found | None:
        columns = () if self._preview is None else self._preview.columns
        return columns[place] if place < len(columns) else None


def told(column: Found) -> str:
    """A column's part and kind, and why it has it."""
    parts = f"{column.name}: {roles()[column.role]}, {kinds()[column.kind]}"
    why = telling.capital(telling.sentence(column.why))
    hint = tr("Click to choose another role or kind.")
    return f"{parts}\n{why}.\n{hint}" if why else f"{parts}\n{hint}"


def _short(text: str, numeric: bool) -> str:
    """Text in one line; decimals as long as a column is wide, whole numbers as they are."""
    if numeric and "." in text and len(text) > DIGITS:
        with suppress(ValueError):  # a cell that is no number stands there as it is
            return f"{float(text):.8g}"
    short = " ".join(text[: LONGEST + 1].split())
    return short if len(text) <= LONGEST else short[: LONGEST - 1] + "…"
