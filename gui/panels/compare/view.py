"""The table of runs as it is seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QSizePolicy, QTableView

from gui.kit.fonts import tabular
from gui.kit.guard import guarded
from gui.kit.words import tr
from gui.panels.compare.table import NAME, RunTable

NAME_WIDTH, LEAST_NAME = 150, 84
ROWS = 4  # at least, the names of the columns and the bar below among them


class RunView(QTableView):
    """One run can be chosen; a click on a column's name sorts by it."""

    def __init__(self, table: RunTable) -> None:
        super().__init__()
        self._table, self._name_width = table, NAME_WIDTH
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
        self.sort(-1)
        table.modelReset.connect(self._on_reset)

    def sort(self, column: int, *, descends: bool = False) -> None:
        """By a column's place; -1 is the order in which runs were kept."""
        order = Qt.SortOrder.DescendingOrder if descends else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(column, order)

    def sorting(self) -> dict[str, Any]:
        """By which column it is sorted."""
        header, columns = self.horizontalHeader(), self._table.columns
        section = header.sortIndicatorSection()
        name = columns[section].name if 0 <= section < len(columns) else ""
        descends = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return {"by": name, "descends": descends}

    def take_sorting(self, state: Mapping[str, Any]) -> None:
        """Sort by it again."""
        names = [column.name for column in self._table.columns]
        by = state.get("by")
        self.sort(names.index(by) if by in names else -1, descends=state.get("descends") is True)

    def add_sorting(self, menu: QMenu) -> None:
        """Offer what it can be sorted by."""
        by = menu.addMenu(tr("Sort by"))
        by.addAction(tr("when it was kept"), lambda: self.sort(-1))
        for place, column in enumerate(self._table.columns):
            by.addAction(column.label, lambda place=place: self.sort(place))

    def _size(self) -> None:
        rows, header = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setDefaultSectionSize(max(24, self.fontMetrics().height() + 8))
        self.setMinimumHeight(ROWS * rows.defaultSectionSize())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultSectionSize(66)
        header.setSortIndicatorClearable(True)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow view has shorter names."""
        super().resizeEvent(event)
        if self.columnWidth(NAME) == self._name_width:  # nobody has dragged it
            self._fit_name()

    def _on_reset(self) -> None:
        self._fit_name()

    def _fit_name(self) -> None:
        """What the figures leave, where that is less than a name likes."""
        header = self.horizontalHeader()
        others = sum(header.sectionSize(at) for at in range(header.count()) if at != NAME)
        left = max(self.viewport().width() - others, LEAST_NAME)
        self._name_width = min(left, NAME_WIDTH)
        self.setColumnWidth(NAME, self._name_width)
