"""The experiment's table as Qt sees it: nothing is kept a cell, so a million rows are quick."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap

from engine.data.days import told
from engine.data.table import Cell, Table
from engine.edits.classes import class_names, class_places
from engine.experiment import Experiment
from engine.experiment.prepare import split
from engine.experiment.specs import Data
from gui.kit.cells import tell_all_changed
from gui.kit.colors import class_look
from gui.kit.guard import guarded
from gui.kit.numbers import full, short
from gui.kit.swatches import symbol_sample
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Role = Qt.ItemDataRole
# Looked up once: Qt asks for them thousands of times a second while the table is scrolled.
SHOWN, EDITED, TOOLTIP = Role.DisplayRole, Role.EditRole, Role.ToolTipRole
ALIGNED, DECORATED, BACKED = Role.TextAlignmentRole, Role.DecorationRole, Role.BackgroundRole
ANSWERED = frozenset(int(role) for role in (SHOWN, EDITED, TOOLTIP, ALIGNED, DECORATED, BACKED))
MIDDLE = Qt.AlignmentFlag.AlignVCenter
LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft | MIDDLE, Qt.AlignmentFlag.AlignRight | MIDDLE
FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsEditable
CELL = FLAGS | Qt.ItemFlag.ItemIsSelectable


class TableModel(QAbstractTableModel):
    """Rows of the table, and an empty one below for what is typed to be added.

    What is typed into a cell is asked for, and shown once it holds.
    """

    typed = Signal(int, str, str)  # row, column, text

    def __init__(self) -> None:
        super().__init__()
        self.experiment: Experiment | None = None
        self._table = Table({})
        self._samples: dict[Cell, Any] = {}
        self._theme = LIGHT
        self._marked: NDArray[np.bool_] | None = None
        self._test: NDArray[np.bool_] | None = None

    @property
    def rows(self) -> int:
        """How many rows the table has, without the empty one."""
        return self._table.rows

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return self._table.names

    def show_experiment(self, experiment: Experiment) -> None:
        """Show another table, or the same one after an edit."""
        before, table = self._table, experiment.data.table
        if before.names != table.names:
            self.beginResetModel()
            self._take(experiment)
            self.endResetModel()
            return
        # Not a reset, which would close an editor that has gone on to the next cell. New rows come
        # below the empty one, which becomes the first of them: who types there stays in its row.
        if table.rows > before.rows:
            self.beginInsertRows(NOWHERE, before.rows + 1, table.rows)
            self._take(experiment)
            self.endInsertRows()
        elif table.rows < before.rows:
            self.beginRemoveRows(NOWHERE, table.rows, before.rows - 1)
            self._take(experiment)
            self.endRemoveRows()
        else:
            self._take(experiment)
        if table is not before:
            tell_all_changed(self)
        if table.names:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(table.names) - 1)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, table.rows)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        if self.experiment is not None:
            self._take(self.experiment)

    def mark(self, rows: NDArray[np.int64] | None) -> None:
        """Tint rows that are selected in more stretches than a view can hold; None tints none."""
        self._marked = None
        if rows is not None:
            self._marked = np.zeros(self.rows, dtype=np.bool_)
            self._marked[rows] = True

    def classes(self, column: int) -> list[str]:
        """The names of the classes in the target's column; none in others."""
        if self.experiment is None or not self._is_class(self.name(column)):
            return []
        return [str(name) for name in class_names(self.experiment.data)]

    def name(self, column: int) -> str:
        """A column's name."""
        return self._table.names[column]

    @guarded(0)
    def rowCount(self, parent: Index = NOWHERE) -> int:
        """As many as the table has, and the empty one."""
        return 0 if parent.isValid() or not self._table.names else self._table.rows + 1

    @guarded(0)
    def columnCount(self, parent: Index = NOWHERE) -> int:
        """As many as the table has."""
        return 0 if parent.isValid() else len(self._table.names)

    @guarded(Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be typed into; the empty row belongs to no selection."""
        return CELL if index.row() < self._table.rows else FLAGS

    @guarded(None)
    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A cell: short to be read, in full to be typed over and as a tooltip."""
        if role not in ANSWERED:
            return None
        row, table = index.row(), self._table
        if row >= table.rows:
            return self._of_empty_row(role)
        if role == BACKED:
            marked = self._marked is not None and self._marked[row]
            return QColor(self._theme.border) if marked else None
        name = table.names[index.column()]
        cell = table.columns[name][row]
        if role == DECORATED:
            return self._samples.get(cell) if self._is_class(name) else None
        if role == ALIGNED:
            return LEFT if isinstance(cell, str) else RIGHT
        if isinstance(cell, np.floating):
            return self._number(name, float(cell), role)
        return str(cell)

    def _number(self, name: str, cell: float, role: int) -> str:
        """A number, a date, or nothing where a column that plays no part has a gap."""
        if cell != cell:
            return ""
        if self.experiment is not None and self.experiment.data.kind_of(name) == "date":
            return told(cell)
        return short(cell) if role == SHOWN else full(cell)

    @guarded(False)
    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Ask for a cell to be changed; it is shown changed when it is."""
        if role != EDITED or str(value) == self.data(index, EDITED):
            return False
        self.typed.emit(index.row(), self._table.names[index.column()], str(value))
        return True

    @guarded(None)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Names over what they are to the model; rows counted from 1."""
        if orientation == Qt.Orientation.Vertical:
            return self._of_row(section, role)
        if section >= len(self._table.names):
            return None
        name = self._table.names[section]
        if role == SHOWN:
            return f"{name}\n{self.part(name)}"
        if role == TOOLTIP:
            return tr("{name}: press for its menu.", name=name)
        return None

    def part(self, name: str) -> str:
        """What a column is to the model."""
        assert self.experiment is not None
        if name == self.experiment.data.target:
            return tr("target")
        return tr("feature") if name in self.experiment.data.features else tr("unused")

    def _of_row(self, row: int, role: int) -> Any:
        """A row's number, with a ring where it is kept for testing."""
        if role == ALIGNED:
            return RIGHT
        if role not in (SHOWN, TOOLTIP):
            return None
        if row >= self._table.rows:
            return "+" if role == SHOWN else tr("Type here to add a row.")
        is_test = len(self._test_rows()) and self._test_rows()[row]
        if role == TOOLTIP:
            return tr("A test row: it is not trained on.") if is_test else None
        return f"○ {row + 1}" if is_test else str(row + 1)

    def _of_empty_row(self, role: int) -> Any:
        if role == EDITED:
            return ""
        return tr("Type here to add a row.") if role == TOOLTIP else None

    def _test_rows(self) -> NDArray[np.bool_]:
        """Which rows are kept for testing; worked out only when row numbers are looked at."""
        if self._test is None:
            self._test = np.zeros(0, dtype=np.bool_)
            data = self.experiment.data if self.experiment is not None else None
            if data is not None and data.test_fraction and self.rows > 1:
                self._test = np.zeros(self.rows, dtype=np.bool_)
                self._test[split(data)[1]] = True
        return self._test

    def _is_class(self, name: str) -> bool:
        data = self.experiment.data if self.experiment is not None else None
        return data is not None and data.task == "classification" and name == data.target

    def _take(self, experiment: Experiment) -> None:
        if self.experiment is None or not _split_alike(self.experiment.data, experiment.data):
            self._test = None
        self.experiment, self._table = experiment, experiment.data.table
        self._marked = None
        self._samples = {}
        if experiment.data.task == "classification":
            places = class_places(experiment.data, experiment.data.classes)
            looks = {label: class_look(self._theme, place) for label, place in places.items()}
            self._samples = {
                label: _as_it_is(symbol_sample(look.color, look.symbol))
                for label, look in looks.items()
            }


def _as_it_is(sample: QPixmap) -> QIcon:
    """A picture that Qt does not tint where its cell is selected."""
    icon = QIcon(sample)
    icon.addPixmap(sample, QIcon.Mode.Selected)
    return icon


def _split_alike(before: Data, after: Data) -> bool:
    """Whether the same rows are kept for testing: drawing a million takes a while."""
    if after.stratified and before is not after:
        return False
    names = ("test_fraction", "split_seed", "stratified")
    same = all(getattr(before, name) == getattr(after, name) for name in names)
    return same and before.table.rows == after.table.rows
