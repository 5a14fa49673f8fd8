"""Each column's mean, deviation and range, lined up under it."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from engine.data.table import Column, Table
from gui.guard import guarded
from gui.numbers import count, full, short
from gui.words import tr

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
MEAN, DEVIATION, LEAST, MOST = range(4)
REMEMBERED = 64  # columns


class StatisticsModel(QAbstractTableModel):
    """Worked out where they are seen, and once for each column as long as it is the same."""

    def __init__(self) -> None:
        super().__init__()
        self._table = Table({})
        self._known: OrderedDict[int, tuple[Column, tuple[str, ...], tuple[str, ...]]] = (
            OrderedDict()
        )

    def show_table(self, table: Table) -> None:
        """Show another table's figures."""
        same = table.names == self._table.names
        if not same:
            self.beginResetModel()
        self._table = table
        if same and table.names:
            self.dataChanged.emit(self.index(0, 0), self.index(MOST, len(table.names) - 1))
        if not same:
            self.endResetModel()

    @guarded(0)
    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Four figures."""
        return 0 if parent.isValid() else MOST + 1

    @guarded(0)
    def columnCount(self, parent: Index = NOWHERE) -> int:
        """As many as the table has."""
        return 0 if parent.isValid() else len(self._table.names)

    @guarded(None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A figure, and all its digits in the tooltip."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        shown, exact = self._figures(self._table.columns[self._table.names[index.column()]])
        return (shown if role == Qt.ItemDataRole.DisplayRole else exact)[index.row()]

    @guarded(None)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What the figures are."""
        if orientation == Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("mean"), tr("deviation"), tr("least"), tr("most"))[section]
        return None

    def _figures(self, column: Column) -> tuple[tuple[str, ...], tuple[str, ...]]:
        known = self._known.get(id(column))
        if known is None or known[0] is not column:
            shown, exact = _worked_out(column)
            known = self._known[id(column)] = (column, shown, exact)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return known[1], known[2]


def _worked_out(column: Column) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Numbers' figures; of names, how many there are and how many rows the commonest has."""
    if not len(column):
        return ("",) * 4, ("",) * 4
    if column.dtype == object:
        names, counts = np.unique(column.astype(str), return_counts=True)
        first = tr("{count} names", count=count(len(names)))
        commonest = f"{names[counts.argmax()]}: {count(int(counts.max()))}"
        told = "\n".join(
            f"{name}: {count(int(one))}" for name, one in zip(names[:20], counts, strict=False)
        )
        return (first, "", "", commonest), (told, "", "", commonest)
    figures = (column.mean(), column.std(), column.min(), column.max())
    return tuple(short(one) for one in figures), tuple(full(one) for one in figures)
