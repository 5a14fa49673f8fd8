"""The table: the same data as the stage shows, as a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QItemSelectionModel, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.data.table import Table
from engine.errors import EngineError
from engine.experiment import Experiment
from gui.forms.editing import EditingPanel
from gui.forms.rows import SPACE, describe
from gui.guard import guarded
from gui.numbers import count
from gui.spreadsheet.cells import Cells
from gui.spreadsheet.column_menu import ColumnMenu
from gui.spreadsheet.grid import Grid, Rows
from gui.spreadsheet.header import Header
from gui.spreadsheet.model import TableModel
from gui.spreadsheet.row_menu import RowMenu
from gui.spreadsheet.statistics import StatisticsModel
from gui.theme import LIGHT, Theme
from gui.words import tr

HEADER = 60  # pixels that row numbers and the figures' names take


class TablePanel(EditingPanel):
    """Cells, rows and columns of the experiment's data; every change is an edit like any other."""

    selected = Signal(object)  # Rows
    said = Signal(str)  # a note

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._built = self._filling = False
        self._rows: Rows = np.empty(0, dtype=np.int64)
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(SPACE)

    def show_experiment(self, experiment: Experiment) -> None:
        super().show_experiment(experiment)
        if self._built:
            self._fill(experiment)

    def show_selection(self, rows: NDArray[np.int64]) -> None:
        if self._built and np.array_equal(rows, self._rows):
            return  # chosen here
        self._rows = rows
        if self._built:
            self._show_rows()

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self._theme = theme
        if self._built:
            self.model.restyle(theme)

    def sizeHint(self) -> QSize:
        return QSize(380, 500)

    def minimumSizeHint(self) -> QSize:
        return QSize(270, 200)

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        """Build it only for those who look at it."""
        super().showEvent(event)
        if not self._built:
            self._build()

    # ---- what keys, buttons and menus ask for ---------------------------------------------------

    def do(self, command: str) -> None:
        """One of the grid's commands."""
        commands = {
            "copy": self._copy,
            "cut": self._cut,
            "paste": self._paste,
            "delete": self._delete,
            "duplicate": self._duplicate,
            "insert": self._insert,
            "below": lambda: self._insert(1),
            "edit": lambda: self.grid.edit(self.grid.currentIndex()),
            "all": self.grid.selectAll,
            "menu": self._menu_of_current,
        }
        commands[command]()

    def change(self, text: str, change: Callable[[Experiment], Experiment]) -> None:
        """Hand back an edit of rows or cells, also one that leaves too little to train on.

        What is not there yet is asked for by the window, as it is when points are erased.
        """
        if self.experiment is None:
            return
        try:
            after = change(self.experiment)
        except EngineError as error:
            self.refused.emit(error)
            return
        if after != self.experiment:
            self.edited.emit(text, after)

    def _copy(self) -> None:
        if self.experiment is None or not len(self._rows):
            return
        whole = slice(0, self.experiment.data.table.rows), slice(0, self.model.columnCount())
        block = self.grid.block or whole  # rows in too many stretches are only tinted
        from engine import row_edits

        table, (rows, columns) = self.experiment.data.table, block
        if columns == slice(0, len(table.names)):
            text = row_edits.as_text(table, self._rows)
        else:
            part = Table({name: table.columns[name] for name in table.names[columns]})
            text = row_edits.as_text(part, np.arange(rows.start, rows.stop), named=False)
        QGuiApplication.clipboard().setText(text)

    def _cut(self) -> None:
        self._copy()
        self._delete()

    def _paste(self) -> None:
        from engine import table_edits

        at, text = self.grid.currentIndex(), QGuiApplication.clipboard().text()
        row, column = max(at.row(), 0), max(at.column(), 0)
        self.change(tr("Paste cells"), lambda old: table_edits.paste_cells(old, row, column, text))

    def _delete(self) -> None:
        from engine import row_edits

        rows = self._rows
        if len(rows):
            self.change(tr("Delete rows"), lambda old: row_edits.delete_rows(old, rows))

    def _duplicate(self) -> None:
        from engine import row_edits

        rows = self._rows
        if len(rows):
            before = self.model.rows
            self.change(tr("Duplicate rows"), lambda old: row_edits.duplicate_rows(old, rows))
            self.selected.emit(np.arange(before, self.model.rows))

    def _insert(self, below: int = 0) -> None:
        from engine import table_edits

        row = self.grid.currentIndex().row()
        at = min(row + below, self.model.rows) if row >= 0 else self.model.rows
        self.change(tr("Insert row"), lambda old: table_edits.insert_row(old, at))
        # Not the view's own way, which goes on selecting while Shift is down.
        index = self.model.index(at, max(self.grid.currentIndex().column(), 0))
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.grid.selectionModel().setCurrentIndex(index, flag)

    def _type(self, row: int, column: str, text: str) -> None:
        from engine import table_edits

        self.change(tr("Edit cell"), lambda old: table_edits.set_cell(old, row, column, text))

    # ---- the column's menu ----------------------------------------------------------------------

    def _menu_of_current(self) -> None:
        self._menu(max(self.grid.currentIndex().column(), 0))

    def _row_menu(self, place: QPoint) -> None:
        menu = RowMenu(self)
        menu.asked.connect(self.do)
        menu.popup(self.grid.viewport().mapToGlobal(place))

    def _menu(self, section: int) -> None:
        if self.experiment is None or section >= self.model.columnCount():
            return
        header = self.grid.horizontalHeader()
        menu = ColumnMenu(self.experiment, self.model.name(section), self)
        menu.wanted.connect(self.edit)
        place = QPoint(header.sectionViewportPosition(section), header.height())
        menu.popup(header.viewport().mapToGlobal(place))

    # ---- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        self.grid, self.figures = Grid(), Grid()
        self.model, self.statistics = TableModel(), StatisticsModel()
        self.caption = QLabel()
        self.caption.setObjectName("Muted")
        self.model.restyle(self._theme)
        self.grid.setModel(self.model)
        self.grid.setItemDelegate(Cells(self.grid))
        self.figures.setModel(self.statistics)
        for header in (self.grid.horizontalHeader(), self.figures.horizontalHeader()):
            if isinstance(header, Header):
                header.stand_alone()
        self._dress()
        self._down.addLayout(self._buttons())
        self._down.addWidget(self.grid, 1)
        self._down.addLayout(self._below())
        self._down.addWidget(self.caption)
        self._connect()
        self._built = True
        if self.experiment is not None:
            self._fill(self.experiment)

    def _dress(self) -> None:
        table = tr("The data as a table: type into a cell, press a column's name for its menu.")
        describe(self.grid, tr("Table"), table)
        describe(self.figures, tr("Statistics"), tr("Mean, deviation and range of each column."))
        for view in (self.grid, self.figures):
            view.verticalHeader().setFixedWidth(HEADER)
        self.figures.horizontalHeader().hide()
        self.figures.setSelectionMode(Grid.SelectionMode.NoSelection)
        self.figures.setEditTriggers(Grid.EditTrigger.NoEditTriggers)
        policy = self.figures.horizontalScrollBarPolicy()
        self.figures.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff)
        self.figures.setHorizontalScrollBarPolicy(policy.ScrollBarAlwaysOff)
        height = self.figures.verticalHeader().defaultSectionSize()
        self.figures.setFixedHeight(self.statistics.rowCount() * height + 2)

    def _below(self) -> QHBoxLayout:
        """The figures, as wide as the cells above them."""
        self.grid.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, self.grid.verticalScrollBar().sizeHint().width(), 0)
        across.addWidget(self.figures)
        return across

    def _buttons(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(5)
        for text, command, help in (
            (tr("Insert row"), "insert", tr("Put a row before the current one (Insert).")),
            (tr("Delete rows"), "delete", tr("Remove the selected rows (Delete).")),
            (tr("Column…"), "menu", tr("What can be done with the current column (Menu).")),
        ):
            button = QPushButton(text)
            describe(button, text, help)
            button.clicked.connect(lambda _=False, command=command: self.do(command))
            across.addWidget(button)
        return across

    def _connect(self) -> None:
        self.grid.asked.connect(self.do)
        self.grid.rows_chosen.connect(self._on_rows)
        self.model.typed.connect(self._type)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._row_menu)
        header, below = self.grid.horizontalHeader(), self.figures.horizontalHeader()
        header.sectionClicked.connect(self._menu)
        header.sectionResized.connect(lambda place, _, size: below.resizeSection(place, size))
        bar = self.figures.horizontalScrollBar()
        self.grid.horizontalScrollBar().valueChanged.connect(bar.setValue)

    def _fill(self, experiment: Experiment) -> None:
        at = self.grid.currentIndex()
        place = at.row(), at.column()
        self._filling = True
        self.model.show_experiment(experiment)
        self._filling = False
        self.grid.count = self.model.rows
        self.statistics.show_table(experiment.data.table)
        if not self.grid.currentIndex().isValid() and place[0] >= 0:  # a reset forgets it
            column = min(place[1], self.model.columnCount() - 1)
            index = self.model.index(min(place[0], self.model.rows), column)
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.grid.selectionModel().setCurrentIndex(index, flag)
        if len(self._rows) and self._rows[-1] >= self.model.rows:
            self._rows = self._rows[:0]
        self._show_rows()

    def _show_rows(self) -> None:
        """Select what is selected everywhere."""
        if len(self._rows) and self._rows[-1] >= self.model.rows:
            return  # the table that has them is still to come
        self.model.mark(None if self.grid.holds(self._rows) else self._rows)
        if not self.grid.holds(self._rows) or not np.array_equal(self._rows, self.grid.rows):
            self.grid.show_rows(self._rows)
            self.grid.viewport().update()
        self._count()

    def _on_rows(self, rows: Rows) -> None:
        if self._filling:
            return
        self._rows = rows
        self.model.mark(None)
        self._count()
        self.selected.emit(rows)

    def _count(self) -> None:
        rows = count(self.model.rows)
        if len(self._rows):
            text = tr("{rows} rows, {count} selected", rows=rows, count=count(len(self._rows)))
        else:
            text = tr("{rows} rows", rows=rows)
        self.caption.setText(text)
