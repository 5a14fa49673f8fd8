"""The cells of a map: what came of each, by colour and mark; one is pointed at or opened."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.frames.outcome_map import CONVERGED, DIVERGED, SLOW
from gui.kit.guard import guarded
from gui.kit.theme import LIGHT, Theme, mixed
from gui.kit.words import tr
from gui.panels.outcome_map.scales import ABOVE, BELOW, LEFT, Scales, paint_scales

LEAST = QSize(160, 120)
KEYS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (1, 0),
    Qt.Key.Key_Down: (-1, 0),
}
Cell = tuple[int, int]  # row from the bottom, column


class MapPicture(QWidget):
    """Rows from the bottom up. A click or an arrow key chooses a cell, Enter opens it."""

    pointed = Signal(object)  # a Cell; None when it has been left
    chosen = Signal(object)  # a Cell; None when there is none any more
    opened = Signal(object)  # a Cell

    def __init__(self) -> None:
        super().__init__()
        self._outcomes: NDArray[np.int8] = np.empty((0, 0), dtype=np.int8)
        self._exact: NDArray[np.bool_] = np.empty((0, 0), dtype=bool)
        self._theme = LIGHT
        self._scales: Scales | None = None
        self._at: Cell | None = None  # that is pointed at
        self.cell: Cell | None = None  # that is chosen
        self.setMinimumSize(LEAST)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setAccessibleName(tr("What comes of each pair of values"))
        self.setToolTip(
            tr("A click chooses a cell; a double click or Enter opens it as the run at hand.")
        )

    def show_outcomes(
        self, outcomes: NDArray[np.int8], exact: NDArray[np.bool_], scales: Scales | None
    ) -> None:
        """Draw these, shape (rows, columns); what is not exact yet has no mark."""
        self._outcomes, self._exact, self._scales = outcomes, exact, scales
        self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self.update()

    def box(self, cell: Cell) -> QRectF:
        """Where a cell is painted."""
        rows, columns = self._outcomes.shape
        field, (row, column) = self.field, cell
        # Edges are whole pixels, so that no line of the ground shows between two cells.
        left, right = (field.left() + round(field.width() * c / max(columns, 1)) for c in
                       (column, column + 1))  # fmt: skip
        top, bottom = (field.top() + round(field.height() * (1 - r / max(rows, 1))) for r in
                       (row + 1, row))  # fmt: skip
        return QRectF(left, top, right - left, bottom - top)

    @property
    def field(self) -> QRect:
        """Where the cells are: beside and above it stand the scales."""
        return self.rect().adjusted(LEFT, ABOVE, -1, -BELOW)

    def cell_at(self, at: QPointF) -> Cell | None:
        """The cell at a place."""
        rows, columns = self._outcomes.shape
        field = self.field
        if not rows or not field.contains(at.toPoint()):
            return None
        column = min(int((at.x() - field.left()) * columns / field.width()), columns - 1)
        row = min(int((field.bottom() + 1 - at.y()) * rows / field.height()), rows - 1)
        return max(row, 0), max(column, 0)

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Each cell; those that diverged are crossed, those that converged have a dot."""
        painter = QPainter(self)
        theme = self._theme
        painter.fillRect(self.field, QColor(theme.stage))
        colors = {
            DIVERGED: mixed(theme.stage, theme.warning, 0.45),
            CONVERGED: mixed(theme.stage, theme.accent, 0.6),
            SLOW: mixed(theme.stage, theme.accent, 0.18),
        }
        if self._scales is not None:
            paint_scales(painter, self.field, self._scales, theme, colors)
        painter.setPen(QPen(QColor(theme.text), 1))
        for (row, column), outcome in np.ndenumerate(self._outcomes):
            box = self.box((row, column))
            if int(outcome) in colors:
                painter.fillRect(box, QColor(colors[int(outcome)]))
            middle, reach = box.center(), min(box.width(), box.height()) * 0.18
            if not self._exact[row, column]:
                continue
            if outcome == DIVERGED:
                painter.drawLine(middle - QPointF(reach, reach), middle + QPointF(reach, reach))
            elif outcome == CONVERGED:
                painter.drawPoint(middle)
        for cell, around in ((self._at, 0), (self.cell, 2)):  # around: cells may be a few pixels
            if cell is not None:
                painter.setPen(QPen(QColor(theme.text), 1 + around / 2))
                painter.drawRect(self.box(cell).adjusted(-around, -around, around, around))
        painter.end()

    @guarded(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which cell the pointer is at."""
        self._point(self.cell_at(event.position()))

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a cell."""
        cell = self.cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._point(cell)
            self.choose(cell)

    @guarded(None)
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a cell."""
        cell = self.cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.choose(cell)
            self.opened.emit(cell)

    @guarded(None)
    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        super().leaveEvent(event)
        self._point(None)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From cell to cell, or into one."""
        towards = KEYS.get(Qt.Key(event.key()))
        rows, columns = self._outcomes.shape
        if towards is not None and rows:
            row, column = self.cell or (0, 0)
            moved = (row + towards[0], column + towards[1]) if self.cell else (row, column)
            self.choose((min(max(moved[0], 0), rows - 1), min(max(moved[1], 0), columns - 1)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.cell is not None:
            self.opened.emit(self.cell)
        else:
            super().keyPressEvent(event)

    def choose(self, cell: Cell | None) -> None:
        """Mark a cell, or none any more, as the one that would be opened."""
        if cell != self.cell:
            self.cell = cell
            self.chosen.emit(cell)
            self.update()

    def _point(self, cell: Cell | None) -> None:
        if cell != self._at:
            self._at = cell
            self.pointed.emit(cell)
            self.update()
