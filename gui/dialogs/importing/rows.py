"""The first rows of a file, as a table to look at."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from engine.files.source import Preview
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
        """The columns of the file."""
        return 0 if self._preview is None or parent.isValid() else len(self._preview.names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell, numbers at the right."""
        if self._preview is None or not index.isValid():
            return None
        text = self._preview.rows[index.row()][index.column()]
        numeric = self._preview.kinds[index.column()] == "number"
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
        """The columns' names and what they hold; the rows' numbers."""
        if role != Qt.ItemDataRole.DisplayRole or self._preview is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        name, kind = self._preview.names[section], self._preview.kinds[section]
        return f"{name}\n{kinds().get(kind, kind)}"


def _short(text: str, numeric: bool) -> str:
    """Text in one line; decimals as long as a column is wide, whole numbers as they are."""
    if numeric and "." in text and len(text) > DIGITS:
        with suppress(ValueError):  # a cell that is no number stands there as it is
            return f"{float(text):.8g}"
    short = " ".join(text[: LONGEST + 1].split())
    return short if len(text) <= LONGEST else short[: LONGEST - 1] + "…"


def kinds() -> dict[str, str]:
    """What a column can hold, in words."""
    return {
        "number": tr("numbers"),
        "class": tr("words"),
        "date": tr("dates, as days"),
        "text": tr("not read yet"),
    }
