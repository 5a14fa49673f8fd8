"""The confusion matrix: how many rows of each class were called what, as shaded cells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.kit.fonts import tabular
from gui.kit.guard import guarded
from gui.kit.theme import LIGHT, Theme, mixed
from gui.kit.words import tr

MOST = 10  # classes; more of them would not be readable
CELL = 24  # pixels high
NAMES = 72  # pixels for the names on the left
GAP = 2
STRONGEST = 0.55  # how much colour a whole row in one cell has; its figure must stay readable


class ConfusionMatrix(QWidget):
    """Rows are the true classes, columns what the model calls them; darker is a larger share."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._classes: tuple[str, ...] = ()
        self._counts: NDArray[np.int64] = np.zeros((0, 0), dtype=np.int64)
        self.setFont(tabular(self.font(), 0.9))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Confusion matrix"))

    def show_counts(self, classes: tuple[str | int, ...], counts: NDArray[np.int64]) -> None:
        """Show a matrix; ``counts[i, j]`` is how often class i was called j."""
        names = tuple(str(name) for name in classes)
        if names != self._classes:
            self._classes = names
            self.updateGeometry()
        if not np.array_equal(counts, self._counts):
            self._counts = counts
            self.setAccessibleDescription("; ".join(self.sentence(i, j) for i, j in self._cells()))
        self.update()

    def sentence(self, row: int, column: int) -> str:
        """One cell in words."""
        return tr(
            "{count} of {total} rows of {truth} are called {called}",
            count=int(self._counts[row, column]),
            total=int(self._counts[row].sum()),
            truth=self._classes[row],
            called=self._classes[column],
        )

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """A line for the names, and one a class."""
        return QSize(NAMES + CELL * len(self._classes), CELL * (len(self._classes) + 1))

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what the cell under the pointer counts."""
        if isinstance(event, QHelpEvent):
            cell = self.cell_at(event.pos())
            QToolTip.showText(event.globalPos(), self.sentence(*cell) if cell else "", self)
            return True
        return super().event(event)

    def cell_at(self, place: QPoint) -> tuple[int, int] | None:
        """The row and column at a place of the widget, or None."""
        inside = (cell for cell in self._cells() if self._rectangle(*cell).contains(place))
        return next(inside, None)

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the names and the cells."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self._theme.muted))
        for index, name in enumerate(self._classes):
            self._write(painter, QRectF(0, CELL * (index + 1), NAMES - 6, CELL), name)
            self._write(painter, self._rectangle(-1, index), name, center=True)
        for row, column in self._cells():
            self._draw_cell(painter, row, column)

    def _draw_cell(self, painter: QPainter, row: int, column: int) -> None:
        theme, count = self._theme, int(self._counts[row, column])
        share = count / max(int(self._counts[row].sum()), 1)
        # Right answers in the accent, wrong ones in the warning colour: they should stand out.
        color = theme.accent if row == column else theme.warning
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mixed(theme.window, color, STRONGEST * share)))
        painter.drawRoundedRect(self._rectangle(row, column), 3, 3)
        painter.setPen(QColor(theme.text if count else theme.muted))
        painter.drawText(self._rectangle(row, column), Qt.AlignmentFlag.AlignCenter, str(count))

    def _write(self, painter: QPainter, box: QRectF, text: str, *, center: bool = False) -> None:
        side = Qt.AlignmentFlag.AlignHCenter if center else Qt.AlignmentFlag.AlignRight
        metrics = self.fontMetrics()
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, cut)

    def _cells(self) -> list[tuple[int, int]]:
        count = len(self._classes) if len(self._counts) == len(self._classes) else 0
        return [(row, column) for row in range(count) for column in range(count)]

    def _rectangle(self, row: int, column: int) -> QRectF:
        """Where a cell is; row −1 is that of the names."""
        wide = (self.width() - NAMES) / max(len(self._classes), 1)
        left, top = NAMES + wide * column, CELL * (row + 1)
        return QRectF(left, top, wide - GAP, CELL - GAP)
