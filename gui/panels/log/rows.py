"""The rows of a log that are known, as a table model; what is not known yet is a dot."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from engine.experiment import Experiment
from engine.frames import Log
from gui.kit.cells import tell_changed
from gui.kit.guard import guarded
from gui.kit.numbers import count, full, loss, number
from gui.kit.pinned import PinnedRuns, names_of
from gui.kit.words import tr
from gui.panels.log.columns import Column

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
WAITING = "·"
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MOST_KEPT = 100_000  # rows


class Row(NamedTuple):
    """One line of the log; ``values`` are in the columns' order, None where not known yet."""

    step: int
    epoch: int
    loss: float
    values: tuple[float | None, ...]


class LogRows(QAbstractTableModel):
    """As long as the log, whether or not its rows have been fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[Column, ...] = ()
        self.pinned: PinnedRuns = ()
        self.now: Experiment | None = None
        self.total = 0
        self._rows: dict[int, Row] = {}

    def show_pinned(self, runs: PinnedRuns, now: Experiment | None) -> None:
        """Have a column with the loss of each of these runs at the same step."""
        self.beginResetModel()
        self.pinned, self.now = runs, now
        self.endResetModel()

    def begin(self, columns: tuple[Column, ...]) -> None:
        """Another log: nothing of it is known."""
        self.beginResetModel()
        self.columns, self.total = columns, 0
        self._rows = {}
        self.endResetModel()

    def set_total(self, total: int) -> None:
        """The log is as long now; rows beyond are forgotten."""
        if total > self.total:
            self.beginInsertRows(QModelIndex(), self.total, total - 1)
            self.total = total
            self.endInsertRows()
        elif total < self.total:
            self.beginRemoveRows(QModelIndex(), total, self.total - 1)
            self.total = total
            self._rows = {place: row for place, row in self._rows.items() if place < total}
            self.endRemoveRows()

    def forget_after(self, step: int) -> None:
        """Steps after this one became others."""
        self._rows = {place: row for place, row in self._rows.items() if row.step < step}

    def take(self, start: int, view: Log) -> None:
        """Rows from ``start`` on, as far as they are computed."""
        if len(self._rows) > MOST_KEPT:
            self._rows = {}
        self.set_total(view.total)
        for place in range(len(view.steps)):
            values = tuple(
                None if value != value and not view.complete else float(value)
                for value in view.values[place].tolist()
            )
            row = Row(int(view.steps[place]), int(view.epochs[place]), view.losses[place], values)
            self._rows[start + place] = row
        last = start + len(view.steps) - 1
        tell_changed(self, (start, 0), (last, self.columnCount() - 1))

    def row(self, place: int) -> Row | None:
        """A row, where all of it is known."""
        row = self._rows.get(place)
        return row if row is not None and None not in row.values else None

    def missing(self, start: int, stop: int) -> bool:
        """Whether anything of these rows is not known yet."""
        return any(self.row(place) is None for place in range(start, min(stop, self.total)))

    @guarded(0)
    def rowCount(self, parent: Index = NOWHERE) -> int:
        """As many as the log has."""
        return 0 if parent.isValid() else self.total

    @guarded(0)
    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Epoch, step, loss and those chosen."""
        return 0 if parent.isValid() else 3 + len(self.columns) + len(self.pinned)

    @guarded(None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell as it is written, and all its digits in its tooltip."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self._rows.get(index.row())
        if row is None:
            return WAITING if role == Qt.ItemDataRole.DisplayRole else None
        exact = role == Qt.ItemDataRole.ToolTipRole
        match index.column():
            case 0:
                return count(row.epoch)
            case 1:
                return count(row.step)
            case 2:
                return full(row.loss) if exact else loss(row.loss)
            case column if column >= 3 + len(self.columns):
                value = self.pinned[column - 3 - len(self.columns)].at(row.step)
                return "" if value is None else full(value) if exact else loss(value)
            case column:
                value = row.values[column - 3]
                if value is None:
                    return WAITING
                return "" if value != value else full(value) if exact else number(value)

    @guarded(None)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names, with what they mean in the tooltip."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        names = names_of(self.pinned, self.now)
        heads = [
            (tr("epoch"), tr("The pass over the rows that the step belongs to.")),
            (tr("step"), tr("The update, counted from 1.")),
            (tr("loss"), tr("As the step computed it, before its update.")),
            *((column.label, column.help) for column in self.columns),
            *((names[run], tr("The loss of a pinned run.")) for run in self.pinned),
        ]
        if role == Qt.ItemDataRole.DisplayRole:
            return heads[section][0]
        return heads[section][1] if role == Qt.ItemDataRole.ToolTipRole else None
