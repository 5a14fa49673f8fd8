"""The compared runs as a table model: sorted by a column, named and shown or hidden in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from gui.kit.cells import tell_changed
from gui.kit.guard import guarded
from gui.panels.compare.runs import Column, Compared, columns_of

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
NAME = 0  # the column that is edited and has the box
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
WORDS = ("run", "note")
Role = Qt.ItemDataRole


class RunTable(QAbstractTableModel):
    """In the order in which they were kept, the run at hand first, until a column is chosen."""

    renamed = Signal(object, str)  # a PinnedRun, what was typed
    shown_or_hidden = Signal(object, bool)  # a PinnedRun, whether it is to be seen

    def __init__(self) -> None:
        super().__init__()
        self.columns: list[Column] = []
        self._runs: list[Compared] = []  # in their own order
        self._sorted: list[int] = []  # places in it
        self._by: tuple[str, bool] | None = None  # a column's name, and whether the largest leads

    def show(self, runs: Sequence[Compared]) -> None:
        """Compare these from now on."""
        self.beginResetModel()
        self._runs = list(runs)
        self.columns = columns_of(self._runs)
        self._sort()
        self.endResetModel()

    def show_current(self, run: Compared) -> None:
        """The run at hand has gone on; its place in the table stays."""
        if not self._runs:
            return
        before, self._runs[0] = self._runs[0], run
        if before.experiment is not run.experiment or before.earlier != run.earlier:
            self.show(self._runs)
            return
        row = self._sorted.index(0)
        tell_changed(self, (row, 0), (row, len(self.columns) - 1))

    def at(self, row: int) -> Compared | None:
        """The run in a row."""
        return self._runs[self._sorted[row]] if 0 <= row < len(self._sorted) else None

    def row_of(self, number: int) -> int:
        """The row of the kept run with a number; -1 where it is not there."""
        numbers = [-1 if run.run is None else run.run.number for run in self._runs]
        return self._sorted.index(numbers.index(number)) if number in numbers else -1

    @guarded(None)
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; -1 is the order in which they were kept."""
        self.layoutAboutToBeChanged.emit()
        self._by = None
        if 0 <= column < len(self.columns):
            self._by = self.columns[column].name, order == Qt.SortOrder.DescendingOrder
        self._sort()
        self.layoutChanged.emit()

    def _sort(self) -> None:
        self._sorted = list(range(len(self._runs)))
        by = next((one for one in self.columns if self._by and one.name == self._by[0]), None)
        if by is not None and self._by is not None:
            self._sorted.sort(key=lambda place: _order(by, self._runs[place]))
            if self._by[1]:
                self._sorted.reverse()

    @guarded(0)
    def rowCount(self, parent: Index = NOWHERE) -> int:
        """One a run."""
        return 0 if parent.isValid() else len(self._runs)

    @guarded(0)
    def columnCount(self, parent: Index = NOWHERE) -> int:
        """As many as there is to say."""
        return 0 if parent.isValid() else len(self.columns)

    @guarded(Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        """A kept run has a name that can be changed, and a box."""
        run, flags = self.at(index.row()), super().flags(index)
        if index.column() == NAME and run is not None and run.run is not None:
            flags |= Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    @guarded(None)
    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A cell as it is written; its tooltip has all digits."""
        run = self.at(index.row())
        if run is None or index.column() >= len(self.columns):
            return None
        column = self.columns[index.column()]
        if index.column() == NAME and role in (Role.DecorationRole, Role.CheckStateRole):
            return run.sample if role == Role.DecorationRole else _checked(run)
        if role == Role.TextAlignmentRole:
            return LEFT if column.name in WORDS else RIGHT
        if role in (Role.DisplayRole, Role.EditRole):
            return column.text(run)
        return column.full(run) if role == Role.ToolTipRole else None

    @guarded(False)
    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Ask for another name, or to be seen or not; what comes of it is shown then."""
        run = self.at(index.row())
        if run is None or run.run is None or index.column() != NAME:
            return False
        if role == Role.CheckStateRole:
            self.shown_or_hidden.emit(run.run, Qt.CheckState(value) == Qt.CheckState.Checked)
        elif value != run.name:
            self.renamed.emit(run.run, str(value))
        return True

    @guarded(None)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """The columns' names, and what they say."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Role.TextAlignmentRole:
            return LEFT if column.name in WORDS else RIGHT
        if role == Role.DisplayRole:
            return column.label
        return column.help if role == Role.ToolTipRole else None


def _order(column: Column, run: Compared) -> tuple[bool, float, str]:
    """Numbers before words."""
    key = column.key(run)
    return (True, 0.0, key) if isinstance(key, str) else (False, key, "")


def _checked(run: Compared) -> Qt.CheckState | None:
    if run.run is None:
        return None
    return Qt.CheckState.Unchecked if run.run.hidden else Qt.CheckState.Checked
