"""The table: the same data as the stage shows, as a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.errors import EngineError
from engine.experiment import Experiment
from gui.forms.editing import EditingPanel
from gui.forms.rows import SPACE, describe
from gui.guard import guarded
from gui.numbers import count
from gui.spreadsheet.column_menu import ColumnMenu
from gui.spreadsheet.grid import Grid, Rows
from gui.spreadsheet.model import TableModel
from gui.spreadsheet.statistics import StatisticsModel
from gui.theme import LIGHT, Theme
from gui.words import tr

HEADER = 74  # pixels that row numbers and the figures' names take


class TablePanel(EditingPanel):
    """Cells, rows and columns of the experiment's data; every change is an edit like any other."""

    selected = Signal(object)  # Rows
    said = Signal(str)  # a note

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._built = False
        self._rows: Rows = np.empty(0, dtype=np.int64)
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(SPACE)

    def show_experiment(self, experiment: Experiment) -> None:
        super().show_experiment(experiment)
        if self._built:
            self._fill(experiment)

    def show_selection(self, rows: NDArray[np.int64]) -> None:
        self._rows = rows
        if self._built and (not len(rows) or rows[-1] < self.model.rowCount()):
            self.grid.show_rows(rows)
            self._count()

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
        block = self.grid.block
        if block is None or self.experiment is None:
            return
        from engine import row_edits

        table, (rows, columns) = self.experiment.data.table, block
        if columns == slice(0, len(table.names)):
            text = row_edits.as_text(table, self.grid.rows)
        else:
            text = _cells(self.model, rows, columns)
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

        rows = self.grid.rows
        if len(rows):
            self.change(tr("Delete rows"), lambda old: row_edits.delete_rows(old, rows))

    def _duplicate(self) -> None:
        from engine import row_edits

        rows = self.grid.rows
        if len(rows):
            before = self.model.rowCount()
            self.change(tr("Duplicate rows"), lambda old: row_edits.duplicate_rows(old, rows))
            self.selected.emit(np.arange(before, self.model.rowCount()))

    def _insert(self) -> None:
        from engine import table_edits

        row = self.grid.currentIndex().row()
        at = row if row >= 0 else self.model.rowCount()
        self.change(tr("Insert row"), lambda old: table_edits.insert_row(old, at))
        self.selected.emit(np.array([at], dtype=np.int64))

    def _type(self, row: int, column: str, text: str) -> None:
        from engine import table_edits

        self.change(tr("Edit cell"), lambda old: table_edits.set_cell(old, row, column, text))

    # ---- the column's menu ----------------------------------------------------------------------

    def _menu_of_current(self) -> None:
        self._menu(max(self.grid.currentIndex().column(), 0))

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
        self.figures.setModel(self.statistics)
        self._dress()
        self._down.addLayout(self._buttons())
        self._down.addWidget(self.grid, 1)
        self._down.addWidget(self.figures)
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
        self.figures.setFixedHeight(4 * self.figures.verticalHeader().defaultSectionSize() + 2)

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
        header, below = self.grid.horizontalHeader(), self.figures.horizontalHeader()
        header.sectionClicked.connect(self._menu)
        header.sectionResized.connect(lambda place, _, size: below.resizeSection(place, size))
        bar = self.figures.horizontalScrollBar()
        self.grid.horizontalScrollBar().valueChanged.connect(bar.setValue)

    def _fill(self, experiment: Experiment) -> None:
        at = self.grid.currentIndex()
        row, column = at.row(), at.column()
        before = self.model.rowCount()
        self.model.show_experiment(experiment)
        self.statistics.show_table(experiment.data.table)
        if self.model.rowCount() != before and row >= 0:  # a reset forgets the current cell
            place = self.model.index(min(row, self.model.rowCount() - 1), column)
            self.grid.selectionModel().setCurrentIndex(
                place, self.grid.selectionModel().SelectionFlag.NoUpdate
            )
        self._count()

    def _on_rows(self, rows: Rows) -> None:
        self._rows = rows
        self._count()
        self.selected.emit(rows)

    def _count(self) -> None:
        rows = count(self.model.rowCount())
        if len(self._rows):
            text = tr("{rows} rows, {count} selected", rows=rows, count=count(len(self._rows)))
        else:
            text = tr("{rows} rows", rows=rows)
        self.caption.setText(text)


def _cells(model: TableModel, rows: slice, columns: slice) -> str:
    """A block of cells as a spreadsheet takes them."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    edit = Qt.ItemDataRole.EditRole
    for row in range(rows.start, rows.stop):
        cells = [model.data(model.index(row, c), edit) for c in range(columns.start, columns.stop)]
        writer.writerow([str(cell).replace("−", "-") for cell in cells])
    return buffer.getvalue()
