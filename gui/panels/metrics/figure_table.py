"""A small table of figures: names on the left, columns of numbers that never move."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.kit.fonts import tabular
from gui.kit.numbers import NOTHING, full, number


class FigureTable(QWidget):
    """Rows of a name and one figure a column; a figure's tooltip has all its digits.

    A column may have no title.
    """

    def __init__(self, columns: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._names: list[QLabel] = []
        self._values: list[list[QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(0, 1)
        for column, title in enumerate(columns, start=1):
            if title:
                label = _label(title, muted=True)
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
                self._grid.addWidget(label, 0, column)
            self._grid.setColumnMinimumWidth(column, 76)

    def set_rows(self, rows: list[tuple[str, str]]) -> None:
        """Name the rows, each with its tooltip; rows that stay keep their widgets."""
        while len(self._names) < len(rows):
            self._add_row()
        for index, name in enumerate(self._names):
            shown = index < len(rows)
            for widget in (name, *self._values[index]):
                widget.setVisible(shown)
            if shown:
                name.setText(rows[index][0])
                name.setToolTip(rows[index][1])

    def show_row(
        self,
        index: int,
        figures: tuple[float | None, ...],
        unit: str = "",
        write: Callable[[float | None], str] = number,
    ) -> None:
        """Show a row's figures, with a unit after each."""
        for column, (label, value) in enumerate(zip(self._values[index], figures, strict=True)):
            text = write(value) + (unit if value is not None else "")
            if text != label.text():
                label.setText(text)
            label.setToolTip(full(value) + unit if value is not None else "")
            name = " ".join([self._names[index].text(), self._columns[column]]).strip()
            if name != label.accessibleName():
                label.setAccessibleName(name)

    def texts(self) -> list[list[str]]:
        """The table as it is written, row by row."""
        return [
            [name.text(), *(label.text() for label in values)]
            for name, values in zip(self._names, self._values, strict=True)
            if not name.isHidden()
        ]

    def labels(self) -> list[list[QLabel]]:
        """The figures that are shown, row by row."""
        rows = zip(self._names, self._values, strict=True)
        return [values for name, values in rows if not name.isHidden()]

    def tip(self, row: int, column: int) -> str:
        """The tooltip of a figure."""
        return self._values[row][column].toolTip()

    def _add_row(self) -> None:
        row = len(self._names) + 1
        self._names.append(_label("", muted=True))
        self._grid.addWidget(self._names[-1], row, 0)
        self._values.append([_label(NOTHING) for _ in self._columns])
        for column, label in enumerate(self._values[-1], start=1):
            label.setFont(tabular(label.font()))
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(label, row, column)


def _label(text: str, *, muted: bool = False) -> QLabel:
    label = QLabel(text)
    if muted:
        label.setObjectName("Muted")
    return label
