"""The view of the table: rows of one height, and keys that belong to it while it has them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from gui.kit.fonts import tabular
from gui.kit.guard import guarded
from gui.panels.table.header import Header

Rows = NDArray[np.int64]
KEYS: dict[QKeySequence.StandardKey, str] = {
    QKeySequence.StandardKey.Copy: "copy",
    QKeySequence.StandardKey.Cut: "cut",
    QKeySequence.StandardKey.Paste: "paste",
    QKeySequence.StandardKey.Delete: "delete",
}
DONE = QAbstractItemDelegate.EndEditHint.SubmitModelCache
ALONG = (
    QAbstractItemDelegate.EndEditHint.EditNextItem,
    QAbstractItemDelegate.EndEditHint.EditPreviousItem,
)
MOST_RUNS = 300  # stretches of selected rows; more would make every movement slow


class Grid(QTableView):
    """Emits what its keys ask for; ``Ctrl+D`` repeats rows, ``Insert`` adds one.

    The rows of its model below ``count`` are not the table's and never selected.
    """

    asked = Signal(str)  # copy, cut, paste, delete, duplicate, insert, below, all, menu
    rows_chosen = Signal(object)  # Rows

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = 0
        self._is_shown = False  # a selection that is shown is not told again
        self._began: int | None = None  # the column where Tab began to go along a row
        self._stays = False  # the editor, because what was typed there was refused
        self.setFont(tabular(self.font()))
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalHeader(Header(self))
        down = self.verticalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(self.fontMetrics().height() + 7)

    @property
    def rows(self) -> Rows:
        """The rows that have a selected cell, in ascending order."""
        chosen = np.zeros(self.count, dtype=np.bool_)
        for one in self._ranges():
            chosen[one.top() : one.bottom() + 1] = True
        return np.flatnonzero(chosen)

    @property
    def columns(self) -> slice:
        """The columns that have a selected cell, and those between them; all without any."""
        found = self._ranges()
        if not found:
            return slice(0, self.model().columnCount())
        return slice(min(r.left() for r in found), max(r.right() for r in found) + 1)

    def show_rows(self, rows: Rows) -> None:
        """Select whole rows without telling it, and bring the first one into view.

        Nothing is selected where they lie in too many stretches: the model tints those.
        """
        model, selection = self.model(), QItemSelection()
        last = model.columnCount() - 1
        for first, end in _runs(rows) if self.holds(rows) else ():
            selection.select(model.index(first, 0), model.index(end, last))
        self._is_shown = True
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(selection, flags.ClearAndSelect)
        self._is_shown = False
        if len(rows):
            self.scrollTo(model.index(int(rows[0]), max(self.currentIndex().column(), 0)))

    def holds(self, rows: Rows) -> bool:
        """Whether rows lie in few enough stretches to be selected here."""
        return int(np.count_nonzero(np.diff(rows) > 1)) < MOST_RUNS

    def seen(self) -> Iterator[tuple[int, int]]:
        """The cells in sight, as places of rows and columns."""
        ground = self.viewport()
        first, last = self.rowAt(0), self.rowAt(ground.height() - 1)
        rows = range(max(first, 0), min(self.count, last + 1 if last >= 0 else self.count))
        for row in rows:
            for column in range(self.model().columnCount()):
                left = self.columnViewportPosition(column)
                if left < ground.width() and left + self.columnWidth(column) > 0:
                    yield row, column

    def keep_editing(self, row: int, column: int) -> None:
        """What was just typed into a cell is refused: Enter and Tab leave its editor open."""
        at = self.currentIndex()
        self._stays = (at.row(), at.column()) == (row, column)

    @guarded(None)
    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go down after Enter, as every spreadsheet does: below where Tab began, if it was used."""
        stays, self._stays = self._stays, False
        if stays and hint in (DONE, *ALONG):
            return
        index = self.currentIndex()
        began, self._began = self._began, None
        if hint in ALONG:
            self._began = index.column() if began is None else began
        super().closeEditor(editor, hint)
        if hint == DONE:
            below = index.sibling(index.row() + 1, index.column() if began is None else began)
            if below.isValid():
                self.setCurrentIndex(below)

    @guarded(None)
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which rows are selected now."""
        super().selectionChanged(selected, deselected)
        if not self._is_shown and self.model() is not None:
            self.rows_chosen.emit(self.rows)

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Keep the keys of an editor's usual commands from the window's."""
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and isinstance(event, QKeyEvent) and self._command(event):
            event.accept()
            return True
        return super().event(event)

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the current cell, which keys act upon, also where it is not selected."""
        super().paintEvent(event)
        if self.hasFocus() and self.currentIndex().isValid():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
            painter.drawRect(self.visualRect(self.currentIndex()).adjusted(1, 1, -1, -1))

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for what a key means here."""
        command = self._command(event)
        if command:
            self.asked.emit(command)
        else:
            super().keyPressEvent(event)

    def _ranges(self) -> list[QItemSelectionRange]:
        selection = self.selectionModel().selection()
        return [selection.at(place) for place in range(selection.count())]

    def _command(self, event: QKeyEvent) -> str:
        if self.state() == QAbstractItemView.State.EditingState:
            return ""
        for key, command in KEYS.items():
            if event.matches(key):
                return command
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if control and event.key() == Qt.Key.Key_D:
            return "duplicate"
        if control and event.key() == Qt.Key.Key_A:
            return "all"
        if plain and event.key() == Qt.Key.Key_Insert:
            return "insert"
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            return "below" if shift else "edit"
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        return "menu" if alt and event.key() == Qt.Key.Key_Down else ""


def _runs(rows: Rows) -> Iterator[tuple[int, int]]:
    """First and last of each stretch of rows without a gap."""
    if not len(rows):
        return
    breaks = np.flatnonzero(np.diff(rows) > 1)
    firsts = np.concatenate([rows[:1], rows[breaks + 1]])
    lasts = np.concatenate([rows[breaks], rows[-1:]])
    yield from zip(firsts.tolist(), lasts.tolist(), strict=True)


def is_alt(event: QMouseEvent) -> bool:
    """A click without it means the cell itself."""
    return bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
