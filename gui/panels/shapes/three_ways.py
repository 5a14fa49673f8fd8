"""Three ways to the same ŷ, side by side: their code, their shape and their first numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from engine.frames import PredictionWays
from gui.kit.fonts import tabular
from gui.kit.numbers import full, number
from gui.kit.shapes import unbroken, written
from gui.kit.words import tr


class ThreeWays(QWidget):
    """Notation changes, numbers do not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self._cells: list[tuple[QLabel, QLabel, QLabel]] = []
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setHorizontalSpacing(8)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addLayout(self._grid)
        down.addWidget(self.sentence)
        for row in range(3):
            self._add_row(row)

    def show_ways(self, view: PredictionWays) -> None:
        """Show the numbers of this moment."""
        for (code, shape, values), way in zip(self._cells, view.ways, strict=True):
            code.setText("\n".join(way.code))
            shape.setText(written(way.shape))
            values.setText("\n".join(number(float(value)) for value in way.values))
            values.setToolTip("\n".join(full(float(value)) for value in way.values))
        if view.difference == 0:
            told = tr("Three ways, the same numbers to the last bit; only the shape differs.")
        else:
            told = tr(
                "Three ways, the same numbers within rounding ({difference}); only the shape "
                "differs.",
                difference=f"{view.difference:.1e}".replace("-", "−"),
            )
        self.sentence.setText(unbroken(told))

    def forget(self) -> None:
        """Show no numbers."""
        for label in (self.sentence, *(label for row in self._cells for label in row[1:])):
            label.clear()
            label.setToolTip("")

    def texts(self) -> list[list[str]]:
        """The table as it is written, row by row."""
        return [[label.text() for label in cells] for cells in self._cells]

    def _add_row(self, row: int) -> None:
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        mono.setPointSizeF(self.font().pointSizeF() * 0.85)
        code, shape, values = QLabel(), QLabel(), QLabel()
        code.setFont(mono)
        code.setWordWrap(True)
        shape.setObjectName("Muted")
        values.setFont(tabular(self.font()))
        for column, label in enumerate((code, shape, values)):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            label.setAlignment(side | Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label, row, column)
        self._cells.append((code, shape, values))
