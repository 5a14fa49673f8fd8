"""A painted table: names on the left and above, a cell for each pair of them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.frames.things import Thing
from gui.kit.fonts import tabular
from gui.kit.guard import guarded
from gui.kit.theme import LIGHT, Theme
from gui.kit.things import Painted
from gui.kit.words import tr

LINE = 24  # pixels high
TWO_LINES = 38
NAMES = 72  # pixels for the names on the left
GAP = 2


class CellTable(QWidget):
    """Rows are classes; each cell can be pointed at.

    With ``paired`` a cell has two lines: training rows above, test rows below.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self.paired = False
        self.rows: tuple[str, ...] = ()
        self.columns: tuple[str, ...] = ()
        self.setFont(tabular(self.font(), 0.9))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def sentence(self, row: int, column: int) -> str:
        """One cell in words."""
        raise NotImplementedError

    def draw_cell(self, painter: QPainter, row: int, column: int) -> None:
        """Draw one cell."""
        raise NotImplementedError

    def thing(self, row: int, column: int, test: bool) -> Thing:
        """What one cell, or a half of it, is."""
        raise NotImplementedError

    def things(self) -> list[Painted]:
        """Every cell; of one with two lines each."""
        found = []
        for cell in self.cells():
            box = self.box(*cell)
            parts = halves(box) if self.paired else (box,)
            found += [Painted(self.thing(*cell, bool(t)), part) for t, part in enumerate(parts)]
        return found

    def name(self, rows: tuple[str, ...], columns: tuple[str, ...], *, paired: bool) -> None:
        """Take on other names."""
        if (rows, columns, paired) != (self.rows, self.columns, self.paired):
            self.rows, self.columns, self.paired = rows, columns, paired
            self.updateGeometry()

    def describe(self) -> None:
        """Say every cell to screen readers."""
        self.setAccessibleDescription("; ".join(self.sentence(*cell) for cell in self.cells()))

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """A line for the names, and one a class."""
        return QSize(NAMES + LINE * len(self.columns), LINE + self._high * len(self.rows))

    def cells(self) -> list[tuple[int, int]]:
        """Every cell there is."""
        rows, columns = range(len(self.rows)), range(len(self.columns))
        return [(row, column) for row in rows for column in columns]

    def box(self, row: int, column: int) -> QRectF:
        """Where a cell is; row −1 is that of the names."""
        wide = (self.width() - NAMES) / max(len(self.columns), 1)
        left, top = NAMES + wide * column, LINE + self._high * row
        if row < 0:
            return QRectF(left, 0, wide - GAP, LINE - GAP)
        return QRectF(left, top, wide - GAP, self._high - GAP)

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the names and the cells."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self.theme.muted))
        for index, name in enumerate(self.rows):
            beside = QRectF(0, self.box(index, 0).top(), NAMES - 6, self._high - GAP)
            self._write(painter, beside, name, Qt.AlignmentFlag.AlignRight)
        for index, name in enumerate(self.columns):
            self._write(painter, self.box(-1, index), name, Qt.AlignmentFlag.AlignHCenter)
        for cell in self.cells():
            self.draw_cell(painter, *cell)

    @property
    def _high(self) -> int:
        return TWO_LINES if self.paired else LINE

    def _write(self, painter: QPainter, box: QRectF, text: str, side: Qt.AlignmentFlag) -> None:
        elide = Qt.TextElideMode.ElideRight
        cut = self.fontMetrics().elidedText(text, elide, int(box.width()))
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, cut)


def halves(box: QRectF) -> tuple[QRectF, QRectF]:
    """The line of the training rows and that of the test rows."""
    half = box.height() / 2
    upper = QRectF(box.left(), box.top(), box.width(), half)
    return upper, upper.translated(0, half)


def both_title() -> str:
    """What the two lines of a cell are."""
    return tr("Training rows above, test rows below.")
