"""Each column's count, mean, deviation and range, or its classes' counts, lined up under it."""

from __future__ import annotations

from collections import Counter, OrderedDict
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from engine.data.moments import deviation, mean
from engine.data.table import Column, Table
from gui.kit.cells import tell_all_changed
from gui.kit.guard import guarded
from gui.kit.numbers import count, full, short
from gui.kit.words import tr

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
COUNT, MEAN, DEVIATION, LEAST, MOST = range(5)
REMEMBERED = 64  # columns
TOLD = 20  # names in a tooltip


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
        if same:
            tell_all_changed(self)
        else:
            self.endResetModel()

    @guarded(0)
    def rowCount(self, parent: Index = NOWHERE) -> int:
        """One a figure."""
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
            return _heads()[section][0]
        return _heads()[section][1] if role == Qt.ItemDataRole.ToolTipRole else None

    def _figures(self, column: Column) -> tuple[tuple[str, ...], tuple[str, ...]]:
        known = self._known.get(id(column))
        if known is None or known[0] is not column:
            shown, exact = _worked_out(column)
            known = self._known[id(column)] = (column, shown, exact)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return known[1], known[2]


def _heads() -> tuple[tuple[str, str], ...]:
    """The figures' names, and what each is."""
    return (
        (tr("count"), tr("How many rows there are.")),
        (tr("mean"), tr("The sum over the count.")),
        (
            tr("std"),
            tr("Standard deviation: the root of the mean squared distance to the mean."),
        ),
        (tr("min"), tr("The smallest number.")),
        (tr("max"), tr("The largest number.")),
    )


def _worked_out(column: Column) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Numbers' figures, short and in full; of names, how many rows have each of the commonest."""
    rows = count(len(column))
    if not len(column):
        return (rows, "", "", "", ""), (rows, "", "", "", "")
    if column.dtype == object:
        return _counted(column)
    figures = (mean(column), deviation(column), column.min(), column.max())
    return (rows, *map(short, figures)), (rows, *map(full, figures))


def _counted(column: Column) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """As many names as there is room for, and in the tooltip some more."""
    counts = Counter(column.tolist())
    names = sorted(counts, key=lambda name: (isinstance(name, str), name))
    if len(names) > MOST:
        names = [name for name, _ in counts.most_common(MOST - 1)]
    told = [f"{name} × {count(counts[name])}" for name in names]
    if len(counts) > len(told):
        told.append(tr("{count} more", count=count(len(counts) - len(told))))
    shown = (count(len(column)), *told, *[""] * (MOST - len(told)))
    some = [f"{name} × {count(number)}" for name, number in counts.most_common(TOLD)]
    return shown, (shown[0], *["\n".join(some)] * MOST)
