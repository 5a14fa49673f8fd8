"""A small matrix of numbers; one that can be edited says which cell was given which number."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from engine.catalog.entry import ANY
from engine.errors import EngineError
from gui.kit.fonts import tabular
from gui.kit.forms.steps import read
from gui.kit.numbers import full, number

WIDTH = 62  # pixels of a column
MOST_SHOWN = 10  # rows without a bar


class MatrixTable(QTableWidget):
    """Every cell has four digits, and all of them in its tooltip."""

    typed = Signal(int, int, float)  # row, column, number
    refused = Signal(object)  # EngineError

    def __init__(
        self,
        name: str,
        write: Callable[[float], str] = number,
        editable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._write = write
        self.setAccessibleName(name)
        self.setFont(tabular(self.font()))
        self.setTabKeyNavigation(False)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.horizontalHeader().setDefaultSectionSize(WIDTH)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setEditTriggers(
            QTableWidget.EditTrigger.AllEditTriggers
            if editable
            else QTableWidget.EditTrigger.NoEditTriggers
        )
        self.cellChanged.connect(self._on_changed)
        self._values: NDArray[np.float64] = np.empty((0, 0))

    def show_values(
        self, values: NDArray[np.float64], across: Sequence[str], down: Sequence[str]
    ) -> None:
        """Show a matrix with the names of its columns and of its rows."""
        self._values = values
        with QSignalBlocker(self):
            self.setRowCount(len(down))
            self.setColumnCount(len(across))
            self.setHorizontalHeaderLabels(list(across))
            self.setVerticalHeaderLabels(list(down))
            for row, cells in enumerate(values):
                for column, value in enumerate(cells):
                    self._show_cell(row, column, float(value))
        rows = min(len(down), MOST_SHOWN)
        height = self.verticalHeader().defaultSectionSize() * rows
        self.setFixedHeight(height + self.horizontalHeader().sizeHint().height() + 18)

    def texts(self) -> list[list[str]]:
        """The cells as they are written."""
        return [
            [self._item(row, column).text() for column in range(self.columnCount())]
            for row in range(self.rowCount())
        ]

    def _item(self, row: int, column: int) -> QTableWidgetItem:
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(row, column, item)
        return item

    def _show_cell(self, row: int, column: int, value: float) -> None:
        item = self._item(row, column)
        item.setText("" if np.isnan(value) else self._write(value))
        item.setToolTip("" if np.isnan(value) else full(value))

    def _on_changed(self, row: int, column: int) -> None:
        item = self._item(row, column)
        try:
            value = float(read(item.text(), ANY, whole=False))
        except EngineError as error:
            self.refused.emit(error)
            with QSignalBlocker(self):
                self._show_cell(row, column, float(self._values[row, column]))
            return
        self.typed.emit(row, column, value)
