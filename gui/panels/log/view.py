"""The rows of the log as they are seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gui.kit.fonts import tabular
from gui.kit.words import tr

AROUND = 8  # rows fetched before and after those in view


class LogView(QTableView):
    """Knows which rows are in view."""

    def __init__(self, rows: QAbstractTableModel) -> None:
        super().__init__()
        self.setModel(rows)
        self.setFont(tabular(self.font()))
        self.setAccessibleName(tr("Log"))
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.horizontalHeader().setDefaultSectionSize(72)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)

    def in_view(self) -> tuple[int, int]:
        """The first row in view and the one after the last, with some around them."""
        height = max(self.verticalHeader().defaultSectionSize(), 1)
        shown = self.viewport().height() // height + 2
        top = max(self.rowAt(0), 0)
        return max(0, top - AROUND), top + shown + AROUND

    def follow(self, change: Callable[[], None]) -> None:
        """Who looks at the last row goes on looking at the last row."""
        bar = self.verticalScrollBar()
        at_end = bar.value() == bar.maximum()
        change()
        if at_end:
            self.scrollToBottom()
