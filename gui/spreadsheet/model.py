"""The experiment's table as Qt sees it: nothing is kept a cell, so a million rows are quick."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from engine.class_edits import class_places
from engine.data.table import Cell, Table
from engine.experiment import Experiment
from gui.guard import guarded
from gui.numbers import full, short
from gui.stage.mode import class_look
from gui.stage.swatches import symbol_sample
from gui.theme import LIGHT, Theme
from gui.words import tr

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Role = Qt.ItemDataRole
ALIGN = Qt.AlignmentFlag


class TableModel(QAbstractTableModel):
    """Rows of the table; what is typed into a cell is asked for, and shown once it holds."""

    typed = Signal(int, str, str)  # row, column, text

    def __init__(self) -> None:
        super().__init__()
        self.experiment: Experiment | None = None
        self._table = Table({})
        self._samples: dict[Cell, Any] = {}
        self._theme = LIGHT

    def show_experiment(self, experiment: Experiment) -> None:
        """Show another table, or the same one after an edit."""
        before, table = self._table, experiment.data.table
        same = before.names == table.names and before.rows == table.rows
        if same:
            self._take(experiment)
            if table is not before and table.rows:
                last = self.index(table.rows - 1, len(table.names) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(table.names) - 1)
            return
        self.beginResetModel()
        self._take(experiment)
        self.endResetModel()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        if self.experiment is not None:
            self._take(self.experiment)

    def name(self, column: int) -> str:
        """A column's name."""
        return self._table.names[column]

    @guarded(0)
    def rowCount(self, parent: Index = NOWHERE) -> int:
        """As many as the table has."""
        return 0 if parent.isValid() else self._table.rows

    @guarded(0)
    def columnCount(self, parent: Index = NOWHERE) -> int:
        """As many as the table has."""
        return 0 if parent.isValid() else len(self._table.names)

    @guarded(Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be typed into."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    @guarded(None)
    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A cell: short to be read, in full to be typed over and as a tooltip."""
        if role not in (
            Role.DisplayRole,
            Role.EditRole,
            Role.ToolTipRole,
            Role.TextAlignmentRole,
            Role.DecorationRole,
        ):
            return None
        name = self._table.names[index.column()]
        cell = self._table.columns[name][index.row()]
        if role == Role.DecorationRole:
            return self._samples.get(cell) if self._is_class(name) else None
        if role == Role.TextAlignmentRole:
            word = isinstance(cell, str)
            return (ALIGN.AlignLeft if word else ALIGN.AlignRight) | ALIGN.AlignVCenter
        if isinstance(cell, np.floating):
            return short(cell) if role == Role.DisplayRole else full(cell)
        return str(cell)

    @guarded(False)
    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Ask for a cell to be changed; it is shown changed when it is."""
        if role != Role.EditRole or str(value) == self.data(index, Role.EditRole):
            return False
        self.typed.emit(index.row(), self._table.names[index.column()], str(value))
        return True

    @guarded(None)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Names over what they are to the model; rows counted from 1."""
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Role.DisplayRole else None
        if section >= len(self._table.names):
            return None
        name = self._table.names[section]
        if role == Role.DisplayRole:
            return f"{name}\n{self.part(name)}"
        if role == Role.ToolTipRole:
            return tr("{name}: press for its menu.", name=name)
        return None

    def part(self, name: str) -> str:
        """What a column is to the model."""
        assert self.experiment is not None
        if name == self.experiment.data.target:
            return tr("target")
        return tr("feature") if name in self.experiment.data.features else tr("unused")

    def _is_class(self, name: str) -> bool:
        data = self.experiment.data if self.experiment is not None else None
        return data is not None and data.task == "classification" and name == data.target

    def _take(self, experiment: Experiment) -> None:
        self.experiment, self._table = experiment, experiment.data.table
        self._samples = {}
        if experiment.data.task == "classification":
            places = class_places(experiment.data, experiment.data.classes)
            looks = {label: class_look(self._theme, place) for label, place in places.items()}
            self._samples = {
                label: symbol_sample(look.color, look.symbol) for label, look in looks.items()
            }
