"""Every tensor of the step as a table, and the numbers of the one that is chosen as another."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from engine.frames import TensorView
from gui.kit.cells import tell_all_changed
from gui.kit.guard import guarded
from gui.kit.numbers import full, number
from gui.kit.shapes import written
from gui.kit.words import tr

NAME, SHAPE, KIND, LEARNS, GRAD = range(5)
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class TensorTable(QAbstractTableModel):
    """A tensor a row: its name, shape, type, whether it requires a gradient, and its gradient."""

    def __init__(self) -> None:
        super().__init__()
        self.tensors: tuple[TensorView, ...] = ()

    def show_tensors(self, tensors: tuple[TensorView, ...]) -> None:
        """Show other tensors, or the same ones as they are now."""
        same = [t.name for t in tensors] == [t.name for t in self.tensors]
        if same:
            self.tensors = tensors
            tell_all_changed(self)
            return
        self.beginResetModel()
        self.tensors = tensors
        self.endResetModel()

    @guarded(0)
    def rowCount(self, parent: Index = NOWHERE) -> int:
        """One row a tensor."""
        return 0 if parent.isValid() else len(self.tensors)

    @guarded(0)
    def columnCount(self, parent: Index = NOWHERE) -> int:
        """What is said of each."""
        return 0 if parent.isValid() else GRAD + 1

    @guarded(None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell, and a sentence on it."""
        tensor = self.tensors[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _words(tensor)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return _sentence(tensor, index.column())
        return None

    @guarded(None)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The names that torch has for these."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (tr("Tensor"), "shape", "dtype", "requires_grad", "grad")[section]


class ValueTable(QAbstractTableModel):
    """The numbers of one tensor; those of a row of numbers stand under one another."""

    def __init__(self) -> None:
        super().__init__()
        self._values: NDArray[Any] = np.zeros((0, 0))

    def show_values(self, values: NDArray[Any] | None) -> None:
        """Show other numbers; None shows nothing."""
        grid = np.zeros((0, 0)) if values is None else _grid(values)
        if grid.shape == self._values.shape:
            self._values = grid
            tell_all_changed(self)
            return
        self.beginResetModel()
        self._values = grid
        self.endResetModel()

    @guarded(0)
    def rowCount(self, parent: Index = NOWHERE) -> int:
        """The tensor's first size."""
        return 0 if parent.isValid() else self._values.shape[0]

    @guarded(0)
    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Its second size."""
        return 0 if parent.isValid() else self._values.shape[1]

    @guarded(None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Four digits, and all of them in the tooltip."""
        value = self._values[index.row(), index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(value) if isinstance(value, np.integer) else number(value)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(value) if isinstance(value, np.integer) else full(value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    @guarded(None)
    def headerData(
        self, section: int, _orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The index, as a program counts: from 0."""
        return section if role == Qt.ItemDataRole.DisplayRole else None


def _grid(values: NDArray[Any]) -> NDArray[Any]:
    columns = math.prod(values.shape[1:])  # of a tensor without rows too
    return values.reshape(len(values), columns) if values.ndim else values.reshape(1, 1)


def _words(tensor: TensorView) -> tuple[str, ...]:
    grad = "None" if tensor.grad is None else written(tensor.shape)
    kind = tensor.dtype.removeprefix("torch.")
    return (tensor.name, written(tensor.shape), kind, str(tensor.requires_grad), grad)


def _sentence(tensor: TensorView, column: int) -> str:
    if column == GRAD and tensor.grad is None:
        return _why_none(tensor)
    if column == LEARNS and tensor.requires_grad:
        return tr("Part of the graph: backward() goes through it.")
    if column == LEARNS:
        return tr("Not part of the graph: backward() stops here.")
    return _words(tensor)[column]


def _why_none(tensor: TensorView) -> str:
    if not tensor.requires_grad:
        return tr("None: it requires no gradient.")
    if not tensor.is_leaf:
        return tr("None: torch keeps gradients only of leaves, unless retain_grad() asks for more.")
    return tr("None: no backward() has run yet.")
