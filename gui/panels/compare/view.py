"""The table of runs as it is seen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QTableView

from gui.kit.fonts import tabular
from gui.kit.words import tr
from gui.panels.compare.table import NAME, RunTable

NAME_WIDTH = 150
ROWS = 4  # at least, the names of the columns and the bar below among them


class RunView(QTableView):
    """One run can be chosen; a click on a column's name sorts by it."""

    def __init__(self, table: RunTable) -> None:
        super().__init__()
        self.setModel(table)
        self.setFont(tabular(self.font()))
        self.setAccessibleName(tr("Runs"))
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSortingEnabled(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._size()
        table.modelReset.connect(self._on_reset)

    def _size(self) -> None:
        rows, header = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setDefaultSectionSize(max(24, self.fontMetrics().height() + 8))
        self.setMinimumHeight(ROWS * rows.defaultSectionSize())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultSectionSize(66)
        header.setSortIndicatorClearable(True)

    def _on_reset(self) -> None:
        self.setColumnWidth(NAME, NAME_WIDTH)
