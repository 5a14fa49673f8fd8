"""The table's cells over their figures: two views that scroll and widen together."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QItemSelectionModel, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QVBoxLayout, QWidget

from engine.experiment import Experiment
from engine.frames.things import Cell
from gui.kit.forms.rows import SPACE, describe
from gui.kit.guard import guarded
from gui.kit.numbers import count
from gui.kit.theme import Theme
from gui.kit.things import Painted
from gui.kit.words import tr
from gui.panels.table.cells import Cells
from gui.panels.table.grid import Grid, Rows
from gui.panels.table.header import Header
from gui.panels.table.model import TableModel
from gui.panels.table.statistics import StatisticsModel

HEADER = 60  # pixels that row numbers and the figures' names take
NARROWEST, WIDEST = 60, 160  # columns, unless they are dragged
LEAST_ROWS = 3  # that are seen above the figures; where there is room for fewer, these give way
FITTED = 40  # columns; more would take time, and are out of view


class Sheet(QWidget):
    """Shows a table and which rows are selected; changes nothing."""

    rows_chosen = Signal(object)  # Rows, here and by hand

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.rows: Rows = np.empty(0, dtype=np.int64)
        self.grid, self.figures = Grid(), Grid()
        self.model, self.statistics = TableModel(), StatisticsModel()
        self.caption = QLabel()
        self.caption.setObjectName("Muted")
        self._filling = False
        self.restyle(theme)
        self._dress()
        self._dress_figures()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(SPACE)
        down.addWidget(self.grid, 1)
        down.addLayout(self._below())
        down.addWidget(self.caption)
        self._connect()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.model.restyle(theme)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show another table, or the same one after an edit; the current cell stays."""
        place = self.grid.currentIndex().row(), self.grid.currentIndex().column()
        is_other = self.model.names != experiment.data.table.names
        self._filling = True
        self.model.show_experiment(experiment)
        self._filling = False
        self.grid.count = self.model.rows
        self.statistics.show_table(experiment.data.table)
        if is_other:
            self._fit_columns()
        if not self.grid.currentIndex().isValid():  # a reset forgets it
            self.go_to(max(place[0], 0), max(place[1], 0), select=False)
        if len(self.rows) and self.rows[-1] >= self.model.rows:
            self.rows = self.rows[:0]
        self.show_rows(self.rows)

    def show_rows(self, rows: Rows) -> None:
        """Select what is selected everywhere; rows of a table still to come wait for it."""
        self.rows = rows
        if len(rows) and rows[-1] >= self.model.rows:
            return
        holds = self.grid.holds(rows)
        self.model.mark(None if holds else rows)
        if not holds or not np.array_equal(rows, self.grid.rows):
            self.grid.show_rows(rows)
            self.grid.viewport().update()
        self._count()

    def things(self) -> list[Painted]:
        """The cells in sight, in the coordinates of what they lie in."""
        return [self.painted(*cell) for cell in self.grid.seen()]

    def thing_at(self, at: QPointF) -> Painted | None:
        """The cell at a place there."""
        index = self.grid.indexAt(at.toPoint())
        known = index.isValid() and index.row() < self.model.rows
        return self.painted(index.row(), index.column()) if known else None

    def painted(self, row: int, column: int) -> Painted:
        """One cell, and where it is."""
        box = self.grid.visualRect(self.model.index(row, column))
        inside = QRectF(box.intersected(self.grid.viewport().rect()))
        return Painted(Cell(self.model.names[column], row), inside)

    def go_to(self, row: int, column: int, select: bool = True) -> None:
        """Make a cell the current one, as far as there is one; Shift being down changes nothing."""
        last_row, last_column = self.model.rowCount() - 1, self.model.columnCount() - 1
        index = self.model.index(min(row, last_row), min(column, last_column))
        flags = QItemSelectionModel.SelectionFlag
        flag = flags.ClearAndSelect if select else flags.NoUpdate
        self.grid.selectionModel().setCurrentIndex(index, flag)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is low, the cells come before their figures."""
        super().resizeEvent(event)
        head = self.grid.horizontalHeader().sizeHint().height()
        rows = LEAST_ROWS * self.grid.verticalHeader().defaultSectionSize()
        under = self.figures.height() + self.caption.sizeHint().height() + 2 * SPACE
        self.figures.setVisible(self.height() >= head + rows + under)

    def _dress(self) -> None:
        table = tr("The data as a table: type into a cell, press a column's name for its menu.")
        describe(self.grid, tr("Table"), table)
        self.grid.setModel(self.model)
        self.grid.setItemDelegate(Cells(self.grid))
        self.grid.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _dress_figures(self) -> None:
        figures = self.figures
        describe(figures, tr("Statistics"), tr("Mean, deviation and range of each column."))
        figures.setObjectName("Figures")
        figures.setModel(self.statistics)
        figures.horizontalHeader().hide()
        figures.setSelectionMode(Grid.SelectionMode.NoSelection)
        figures.setEditTriggers(Grid.EditTrigger.NoEditTriggers)
        figures.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        figures.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        height = figures.verticalHeader().defaultSectionSize()
        figures.setFixedHeight(self.statistics.rowCount() * height + 2)

    def _below(self) -> QHBoxLayout:
        """The figures, as wide as the cells above them."""
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, self.grid.verticalScrollBar().sizeHint().width(), 0)
        across.addWidget(self.figures)
        return across

    def _connect(self) -> None:
        for view in (self.grid, self.figures):
            view.verticalHeader().setFixedWidth(HEADER)
            header = view.horizontalHeader()
            if isinstance(header, Header):
                header.stand_alone()
        self.grid.rows_chosen.connect(self._on_rows)
        above, below = self.grid.horizontalHeader(), self.figures.horizontalHeader()
        above.sectionResized.connect(lambda place, _, size: below.resizeSection(place, size))
        bar = self.figures.horizontalScrollBar()
        self.grid.horizontalScrollBar().valueChanged.connect(bar.setValue)

    def _fit_columns(self) -> None:
        """Columns as wide as their names and what is in view; the same after every edit."""
        header: QHeaderView = self.grid.horizontalHeader()
        for place in range(min(self.model.columnCount(), FITTED)):
            wanted = max(self.grid.sizeHintForColumn(place), header.sectionSizeHint(place)) + 6
            header.resizeSection(place, min(max(wanted, NARROWEST), WIDEST))

    def _on_rows(self, rows: Rows) -> None:
        if not self._filling:
            self.rows = rows
            self.model.mark(None)
            self._count()
            self.rows_chosen.emit(rows)

    def _count(self) -> None:
        rows = count(self.model.rows)
        if len(self.rows):
            text = tr("{rows} rows, {count} selected", rows=rows, count=count(len(self.rows)))
        else:
            text = tr("{rows} rows", rows=rows)
        self.caption.setText(text)
