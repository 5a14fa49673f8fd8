"""Six ways to write the mean squared error, two of them wrong: the numbers side by side."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from engine.data.shapes import Way, six_ways
from gui.kit.figure import Figure
from gui.kit.fonts import tabular
from gui.kit.numbers import NOTHING, full, loss
from gui.kit.shapes import unbroken, written
from gui.kit.theme import Theme
from gui.kit.words import tr

WRONG, RIGHT = "✗", "✓"


class Ways(QWidget):
    """The wrong and the right loss in large figures, then every way with what it gives."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wrong, self.right = Figure(tr("wrong loss")), Figure(tr("right loss"))
        self._cells: list[list[QLabel]] = []
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(3)
        self._grid.setHorizontalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        cures = QLabel(
            unbroken(
                tr("Two cures: flatten ŷ to (n,), or reshape y to (n, 1). Then row meets row.")
            )
        )
        cures.setWordWrap(True)
        figures = QGridLayout()
        for column, figure in enumerate((self.wrong, self.right)):
            figures.addWidget(figure, 0, column, Qt.AlignmentFlag.AlignLeft)
        figures.setColumnStretch(2, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        down.addLayout(figures)
        down.addWidget(cures)
        down.addLayout(self._grid)
        self._build()

    def show_ways(self, ways: tuple[Way, ...]) -> None:
        """Show the numbers of this moment."""
        for cells, way in zip(self._cells, ways, strict=True):
            shown = loss(way.loss)
            texts = (RIGHT if way.is_right else WRONG, way.code, written(way.shape), shown)
            for label, text in zip(cells, texts, strict=True):
                if label.text() != text:
                    label.setText(text)
            cells[0].setToolTip(tr("right") if way.is_right else tr("wrong"))
            cells[0].setAccessibleName(cells[0].toolTip())
            cells[3].setToolTip(full(way.loss))
        for figure, way in ((self.wrong, ways[0]), (self.right, ways[1])):
            figure.set_value(loss(way.loss), full(way.loss))

    def forget(self) -> None:
        """Show no numbers."""
        for cells in self._cells:
            cells[0].clear()
            cells[2].clear()
            cells[3].setText(NOTHING)
            cells[3].setToolTip("")
        for figure in (self.wrong, self.right):
            figure.set_value(NOTHING)

    def texts(self) -> list[list[str]]:
        """The table as it is written, row by row."""
        return [[label.text() for label in cells] for cells in self._cells]

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        for place, cells in enumerate(self._cells):
            color = theme.accent if place % 3 else theme.warning
            cells[0].setStyleSheet(f"color: {color}; font-weight: 600;")

    def _build(self) -> None:
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        mono.setPointSizeF(self.font().pointSizeF() * 0.85)
        for row, way in enumerate(six_ways(np.zeros(1), np.zeros(1))):
            cells = [QLabel(text) for text in ("", way.code, "", NOTHING)]
            cells[1].setFont(mono)
            cells[1].setWordWrap(True)
            cells[2].setObjectName("Muted")
            cells[3].setFont(tabular(self.font()))
            for column, label in enumerate(cells):
                side = Qt.AlignmentFlag.AlignRight if column > 1 else Qt.AlignmentFlag.AlignLeft
                label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            mark, code, shape, value = cells
            self._grid.addWidget(mark, 2 * row, 0)
            self._grid.addWidget(code, 2 * row, 1, 1, 3)  # too long to stand beside its numbers
            self._grid.addWidget(shape, 2 * row + 1, 1, Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(value, 2 * row + 1, 3)
            self._cells.append(cells)
