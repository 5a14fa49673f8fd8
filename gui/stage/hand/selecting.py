"""The select tool: a rectangle or a lasso around points, and what is done with those selected."""

from __future__ import annotations

from enum import Enum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QPainterPath,
    QPen,
)
from PySide6.QtWidgets import QGraphicsPathItem

from engine.edits import parts as edits
from engine.edits import rows as row_edits
from engine.errors import EngineError
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.stage.hand.sweeps import Shift
from gui.stage.modes.board import Board
from gui.stage.modes.editing import Label
from gui.stage.plane.inside import between, inside

Rows = NDArray[np.int64]
OUTLINE_Z = 22
FILL = 28  # of 255: how much of the accent covers what is inside
ASIDE = 12.0  # pixels that a copy stands beside what it was copied from


class Join(Enum):
    """What becomes of the points that were selected before."""

    REPLACE = "replace"
    ADD = "add"
    TOGGLE = "toggle"


def join_of(modifiers: Qt.KeyboardModifier) -> Join:
    """Shift adds, Control takes away what is selected already."""
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return Join.TOGGLE
    return Join.ADD if modifiers & Qt.KeyboardModifier.ShiftModifier else Join.REPLACE


class Selecting(QObject):
    """Made when it is first needed. Places are in pixels of the plane."""

    edited = Signal(str, object)  # what was done; the new Experiment
    selected = Signal()
    refused = Signal(object)  # EngineError

    def __init__(self, board: Board, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lasso = False
        self._board = board
        self._corners: list[QPointF] = []
        self._join = Join.REPLACE
        self._pressed: int | None = None  # the row that the hand has taken
        self._outline = QGraphicsPathItem()
        self._outline.hide()
        board.canvas.add(self._outline, OUTLINE_Z)

    @property
    def busy(self) -> bool:
        """Whether an outline is being drawn."""
        return bool(self._corners)

    # ---- the outline ----------------------------------------------------------------------------

    def press(self, at: QPointF, join: Join) -> Shift | None:
        """Begin: on a selected point with moving all of them, beside one with an outline."""
        row = self._pressed = self._board.hit(at)
        if row is None:
            self._corners, self._join = [at], join
            return None
        known = row in self._board.rows
        if join is not Join.REPLACE:
            self._choose(np.array([row]), join)
            return None
        if not known:
            self._choose(np.array([row]), join)
        return Shift(self._board, self._board.rows, at, row)

    def drag(self, at: QPointF) -> None:
        """Draw on."""
        self._corners = [*self._corners, at] if self.lasso else [self._corners[0], at]
        self._show()

    def release(self) -> None:
        """Select what is inside; a mere click selects nothing."""
        corners, self._corners = self._corners, []
        self._outline.hide()
        rows = np.empty(0, np.int64)
        if len(corners) > 1:
            places = self._board.canvas.to_pixels(*self._board.points.places())
            within = inside(corners, *places) if self.lasso else between(corners, *places)
            rows = np.flatnonzero(within & ~self._board.points.hidden)
        self._choose(rows, self._join)

    def cancel(self) -> None:
        """Select nothing else."""
        self._corners = []
        self._outline.hide()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        pen = QPen(QColor(theme.accent), 1.5, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        fill = QColor(theme.accent)
        fill.setAlpha(FILL)
        self._outline.setPen(pen)
        self._outline.setBrush(fill)

    # ---- what is done with the selection --------------------------------------------------------

    def choose_pressed(self) -> None:
        """Select only the point that was pressed."""
        if self._pressed is not None:
            self._choose(np.array([self._pressed]), Join.REPLACE)

    def choose_all(self) -> None:
        """Select every point that is shown."""
        self._choose(np.flatnonzero(~self._board.points.hidden), Join.REPLACE)

    def delete(self) -> None:
        """Take the selected rows out of the table."""
        experiment, rows = self._board.experiment, self._board.rows
        if experiment is not None and len(rows):
            text = tr("Delete point") if len(rows) == 1 else tr("Delete points")
            self._choose(rows[:0], Join.REPLACE)
            self.edited.emit(text, row_edits.delete_rows(experiment, rows))

    def duplicate(self) -> None:
        """Once more, a little aside; the copies are selected."""
        experiment, rows = self._board.experiment, self._board.rows
        if experiment is None or not len(rows):
            return
        count = experiment.data.table.rows
        copies = np.arange(count, count + len(rows))
        result = row_edits.duplicate_rows(experiment, rows)
        x_size, y_size = self._board.canvas.pixel_size()
        aside = self._board.stride(QPointF(ASIDE, ASIDE))
        cells = self._board.moved(rows, aside.x() * x_size, -aside.y() * y_size)
        table = result.data.table.put_rows(copies, cells)
        self.edited.emit(tr("Duplicate points"), edits.with_table(result, table))
        self._choose(copies, Join.REPLACE)

    def copy(self) -> None:
        """Put the selected rows on the clipboard as text."""
        experiment, rows = self._board.experiment, self._board.rows
        if experiment is not None and len(rows):
            text = row_edits.as_text(experiment.data.table, rows)
            QGuiApplication.clipboard().setText(text)

    def cut(self) -> None:
        """Put them on the clipboard, and take them out of the table."""
        self.copy()
        self.delete()

    def paste(self) -> None:
        """Add the rows that the clipboard has as text; they are selected."""
        experiment = self._board.experiment
        if experiment is None:
            return
        count = experiment.data.table.rows
        try:
            more = row_edits.from_text(experiment.data.table, QGuiApplication.clipboard().text())
        except EngineError as error:
            self.refused.emit(error)
            return
        self.edited.emit(tr("Paste points"), row_edits.append_table(experiment, more))
        self._choose(np.arange(count, count + more.rows), Join.REPLACE)

    def set_class(self, label: Label) -> None:
        """Give the selected points another class."""
        experiment, rows = self._board.experiment, self._board.rows
        if experiment is not None and len(rows):
            result = row_edits.set_cells(experiment, rows, experiment.data.target, label)
            self.edited.emit(tr("Change class"), result)

    def set_value(self, value: float) -> None:
        """Give the selected points another target, where it is a number."""
        experiment, rows = self._board.experiment, self._board.rows
        if experiment is not None and len(rows):
            result = row_edits.set_cells(experiment, rows, experiment.data.target, value)
            self.edited.emit(tr("Change value"), result)

    def _choose(self, rows: Rows, join: Join) -> None:
        before = self._board.rows
        if join is Join.ADD:
            rows = np.union1d(before, rows)
        elif join is Join.TOGGLE:
            rows = np.setxor1d(before, rows)
        if not np.array_equal(rows, before):
            self._board.select_rows(rows)
            self.selected.emit()

    def _show(self) -> None:
        path = QPainterPath()
        places = [QPointF(*self._board.canvas.to_data(corner)) for corner in self._corners]
        if self.lasso:
            path.addPolygon(places)
            path.closeSubpath()
        else:
            (left, top), (right, bottom) = ((p.x(), p.y()) for p in (places[0], places[-1]))
            path.addRect(left, top, right - left, bottom - top)
        self._outline.setPath(path)
        self._outline.show()
