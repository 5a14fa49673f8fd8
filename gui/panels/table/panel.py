"""The table: the same data as the stage shows, as a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QSize
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.errors import EngineError
from engine.experiment import Experiment
from gui.kit.columns import Columns, data_columns
from gui.kit.forms.editing import EditingPanel
from gui.kit.forms.rows import SPACE
from gui.kit.guard import guarded
from gui.kit.passing import pop_up
from gui.kit.pointing import Pointing
from gui.kit.theme import LIGHT, Theme
from gui.kit.things import Painted, found_in, moved
from gui.kit.ties import Ties
from gui.kit.wishes import Pick
from gui.kit.words import tr
from gui.panels.table.buttons import buttons
from gui.panels.table.column_menu import ColumnMenu, ask_name
from gui.panels.table.grid import Rows, is_alt
from gui.panels.table.moves import Moves
from gui.panels.table.row_menu import RowMenu
from gui.panels.table.sheet import Sheet


class TablePanel(EditingPanel):
    """Cells, rows and columns of the experiment's data; every change is an edit like any other."""

    hears_always = True  # selected rows go with theirs where others are put before them

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.sheet: Sheet | None = None
        self._rows: Rows = np.empty(0, dtype=np.int64)
        self._moves = Moves()
        self._pointing = Pointing(
            self,
            self.wish,
            things=self.things,
            at=self.thing_at,
            opens=lambda _, event: is_alt(event),
        )
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(SPACE)

    def show_experiment(self, experiment: Experiment) -> None:
        before = experiment if self.experiment is None else self.experiment
        super().show_experiment(experiment)
        if self.sheet is not None and self.isVisible():
            self.sheet.show_experiment(experiment)
            self._rows = self.sheet.rows
        rows = self._moves.followed(self._rows, before.data.table, experiment.data.table)
        if not np.array_equal(rows, self._rows):
            self.wish(Pick(rows))

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(pointing=self._pointing, selection=self.show_selection)

    def show_selection(self, rows: NDArray[np.int64]) -> None:
        chosen_here = self.sheet is not None and np.array_equal(rows, self.sheet.rows)
        if self.sheet is not None and self.isVisible() and not chosen_here:
            self.sheet.show_rows(rows)
        self._rows = rows

    def columns(self) -> Columns | None:
        """The data, in full."""
        return None if self.experiment is None else data_columns(self.experiment.data.table)

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self._theme = theme
        if self.sheet is not None:
            self.sheet.restyle(theme)

    def sizeHint(self) -> QSize:
        return QSize(380, 500)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 200)

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        """Build it only for those who look at it."""
        super().showEvent(event)
        if self.sheet is None:
            self._build()
        if self.experiment is not None and self.sheet is not None:
            self.sheet.show_experiment(self.experiment)
            self.sheet.show_rows(self._rows)

    def things(self) -> list[Painted]:
        """The cells in sight."""
        found = [] if self.sheet is None else self.sheet.things()
        return [moved(one, self.grid.viewport(), self) for one in found]

    def thing_at(self, at: QPointF) -> Painted | None:
        """The cell at a place."""
        if self.sheet is None:
            return None
        return found_in(self.grid.viewport(), self, at, self.sheet.thing_at)

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
            "formula": self._work_out,
        }
        commands[command]()

    def change(self, text: str, change: Callable[[Experiment], Experiment]) -> bool:
        """Hand back an edit of rows or cells, also one that leaves too little to train on.

        False where it cannot be.

        What is not there yet is asked for by the window, as it is when points are erased.
        """
        if self.experiment is None:
            return False
        try:
            after = change(self.experiment)
        except EngineError as error:
            self.refuse(error)
            return False
        if after != self.experiment:
            self.propose(text, after)
        return True

    def _copy(self) -> None:
        if self.experiment is None or not len(self._rows):
            return
        from gui.panels.table.copying import copied

        table = self.experiment.data.table
        QGuiApplication.clipboard().setText(copied(table, self._rows, self.grid.columns))

    def _work_out(self) -> None:
        at = self.grid.currentIndex()
        if self.sheet is not None and at.isValid() and at.row() < self.model.rows:
            cell = self.sheet.painted(at.row(), at.column())
            self._pointing.work_out(moved(cell, self.grid.viewport(), self), by_keys=True)

    def _cut(self) -> None:
        self._copy()
        self._delete()

    def _paste(self) -> None:
        from engine.edits import table as table_edits

        at, text = self.grid.currentIndex(), QGuiApplication.clipboard().text()
        row, column = max(at.row(), 0), max(at.column(), 0)
        self.change(tr("Paste cells"), lambda old: table_edits.paste_cells(old, row, column, text))

    def _delete(self) -> None:
        from engine.edits import rows as row_edits

        rows = self._rows
        if len(rows):
            self.change(tr("Delete rows"), lambda old: row_edits.delete_rows(old, rows))

    def _duplicate(self) -> None:
        from engine.edits import rows as row_edits

        rows = self._rows
        if len(rows):
            before = self.model.rows
            self.change(tr("Duplicate rows"), lambda old: row_edits.duplicate_rows(old, rows))
            self.wish(Pick(np.arange(before, self.model.rows)))

    def _insert(self, below: int = 0) -> None:
        from engine.edits import table as table_edits

        row = self.grid.currentIndex().row()
        at = min(row + below, self.model.rows) if row >= 0 else self.model.rows
        self.change(tr("Insert row"), lambda old: table_edits.insert_row(old, at))
        self.go_to(at, max(self.grid.currentIndex().column(), 0))

    def _type(self, row: int, column: str, text: str) -> None:
        from engine.edits import table as table_edits

        edit = partial(table_edits.set_cell, row=row, column=column, text=text)
        if not self.change(tr("Edit cell"), edit):
            self.grid.keep_editing(row, self.model.names.index(column))

    def sort(self, text: str, name: str, descending: bool) -> None:
        """Put the rows in the order of a column; those that are selected stay so."""
        self.edit(text, partial(self._moves.sorted, name, descending))

    # ---- the column's menu ----------------------------------------------------------------------

    def _menu_of_current(self) -> None:
        self._menu(max(self.grid.currentIndex().column(), 0))

    def _row_menu(self, place: QPoint) -> None:
        menu = RowMenu(self)
        menu.asked.connect(self.do)
        pop_up(menu, self.grid.viewport().mapToGlobal(place))

    def _menu(self, section: int) -> None:
        if self.experiment is None or section >= self.model.columnCount():
            return
        header = self.grid.horizontalHeader()
        menu = ColumnMenu(self.experiment, self.model.name(section), self)
        menu.wanted.connect(self.edit)
        menu.sort_wanted.connect(self.sort)
        menu.renaming.triggered.connect(partial(ask_name, self, menu.name, self.edit))
        place = QPoint(header.sectionViewportPosition(section), header.height())
        pop_up(menu, header.viewport().mapToGlobal(place))

    # ---- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        self.sheet = Sheet(self._theme)
        self._down.addWidget(buttons(self.do))
        self._down.addWidget(self.sheet, 1)
        self.grid, self.model, self.go_to = self.sheet.grid, self.sheet.model, self.sheet.go_to
        self._pointing.watch(self.grid.viewport())
        self.sheet.rows_chosen.connect(self._on_rows)
        self.model.typed.connect(self._type)
        self.grid.asked.connect(self.do)
        self.grid.customContextMenuRequested.connect(self._row_menu)
        self.grid.horizontalHeader().sectionClicked.connect(self._menu)

    def _on_rows(self, rows: Rows) -> None:
        self._rows = rows
        self.wish(Pick(rows))
