"""A column of typeset formulas that are broken where they are too wide, with their captions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from time import monotonic

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontInfo, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.guard import guarded
from gui.kit.theme import LIGHT, Theme, faded
from gui.kit.turns import turns
from gui.kit.worked.lines import Line
from gui.kit.worked.links import Link, links_of
from gui.kit.worked.typesetting import Piece, typeset

GAP = 6.0  # pixels between two pieces of a line
INDENT = 18.0  # of a line that goes on
LEADING = 6.0  # between two rows of formulas
APART = 10.0  # between two formulas
WRAPPED = Qt.TextFlag.TextWordWrap
A_TURN = 0.004  # seconds
SMALLEST = 0.72  # how far a piece shrinks that is wider than the column


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece where it is drawn; ``line`` and ``number`` tell which of the pieces it is."""

    piece: Piece
    at: QPointF
    scale: float
    line: int
    number: int

    def spot(self, place: int) -> QRectF:
        """Where one of its marked numbers is."""
        box, scale = self.piece.spots[place], self.scale
        left = self.at + QPointF(box.left() * scale, box.top() * scale)
        return QRectF(left, box.size() * scale)


class Formulas(QWidget):
    """Shows lines of LaTeX; each piece is typeset in a turn of its own: nothing waits for all.

    ``latex`` has what is shown for copying, and a screen reader is given the same.
    """

    typeset_all = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._theme = LIGHT
        self._lines: tuple[Line, ...] = ()
        self._shown: tuple[Line, ...] = ()  # those that are placed
        self._pieces: list[list[Piece]] = []
        self._placed: list[Placed] = []
        self._numbers: list[tuple[int, Link, QRectF]] = []
        self._captions: list[tuple[QRectF, str]] = []
        self._faded = False
        self.turn = A_TURN  # more where somebody waits; a piece at least is typeset in each
        self._room = 0
        self._height = 0.0

    @property
    def latex(self) -> str:
        """All formulas, a line each."""
        return "\n".join(line.latex for line in self._lines)

    @property
    def numbers(self) -> list[tuple[int, Link, QRectF]]:
        """Every number that can be followed: its line, what it is, and where it is drawn."""
        return self._numbers

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown, or about to be."""
        return self._lines

    @property
    def is_ready(self) -> bool:
        """Whether all lines have been typeset."""
        return len(self._pieces) == len(self._lines) and self._has_whole_line

    def show_lines(self, lines: list[Line], faded: bool) -> None:
        """Show other formulas, as soon as they are typeset; until then the last ones stay."""
        if tuple(lines) == self._lines and faded == self._faded:
            return
        self._lines, self._faded = tuple(lines), faded
        self.setAccessibleDescription(self.latex)
        self._begin()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        if theme != self._theme:
            self._theme = theme
            self._begin()

    def finish(self) -> None:
        """Typeset what is not yet, now."""
        while not self.is_ready:
            self.go_on()

    def _begin(self) -> None:
        self._pieces = []
        turns().ask(self, soon=self.turn > A_TURN)

    @property
    def _has_whole_line(self) -> bool:
        """Whether no piece of the last line that was begun is still missing."""
        count = len(self._pieces)
        return not count or len(self._pieces[-1]) == len(self._lines[count - 1].marked)

    @guarded(None)
    def go_on(self) -> None:
        """Typeset some more, and show all once it is all there."""
        begun = monotonic()
        while not self.is_ready:
            self._typeset_piece()
            if monotonic() - begun > self.turn:
                break
        if not self.is_ready:
            turns().ask(self, soon=self.turn > A_TURN)
            return
        self._place()
        self.typeset_all.emit()

    def _typeset_piece(self) -> None:
        """One more piece of the line that was begun, or the first one of the next."""
        if self._has_whole_line:
            self._pieces.append([])
        line, pieces = self._lines[len(self._pieces) - 1], self._pieces[-1]
        if len(pieces) < len(line.marked):
            size = QFontInfo(self.font()).pixelSize() * 1.15
            shade = faded(self._theme) if self._faded else self._theme.text
            pieces.append(typeset(line.marked[len(pieces)], size, shade))

    def _place(self) -> None:
        """Break the lines for the width there is."""
        self._placed, self._captions, y = [], [], 0.0
        self._shown = self._lines
        self._room = max(self.width(), 80)
        for place, (line, pieces) in enumerate(zip(self._lines, self._pieces, strict=True)):
            if line.caption:
                box = self.fontMetrics().boundingRect(0, 0, self._room, 1000, WRAPPED, line.caption)
                self._captions.append((QRectF(0, y, self._room, box.height()), line.caption))
                y += box.height() + 3
            y = self._place_line(place, pieces, y) + APART
        self._height = y
        self._numbers = [
            (placed.line, link, placed.spot(place))
            for placed in self._placed
            for place, link in enumerate(links_of(self._shown[placed.line].marked[placed.number]))
            if not placed.piece.spots[place].isNull()
        ]
        self.setFixedHeight(max(1, round(y)))
        self.update()

    def _place_line(self, line: int, pieces: list[Piece], top: float) -> float:
        """Rows of pieces on a common baseline; returns where they end."""
        rows: list[list[tuple[Piece, float]]] = [[]]
        x, order = 0.0, count()
        for piece in pieces:
            left = INDENT if len(rows) > 1 or rows[0] else 0.0
            scale = min(1.0, max((self._room - left) / piece.width, SMALLEST))
            if rows[-1] and x + piece.width * scale > self._room:
                rows.append([])
                x = INDENT
            rows[-1].append((piece, scale))
            x += piece.width * scale + GAP
        for number, row in enumerate(rows):
            base = top + max(piece.ascent * scale for piece, scale in row)
            x = INDENT if number else 0.0
            for piece, scale in row:
                self._placed.append(Placed(piece, QPointF(x, base), scale, line, next(order)))
                x += piece.width * scale + GAP
            top = base + max((p.height - p.ascent) * scale for p, scale in row) + LEADING
        return top - LEADING

    def hasHeightForWidth(self) -> bool:
        """The height is set where the lines are broken."""
        return False

    def sizeHint(self) -> QSize:
        """As high as the formulas are."""
        return QSize(240, max(1, round(self._height)))

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines again."""
        super().resizeEvent(event)
        if self.is_ready and self.width() != self._room:
            self._place()

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw captions and formulas."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self._theme.muted))
        for box, text in self._captions:
            painter.drawText(box, WRAPPED, text)
        for placed in self._placed:
            placed.piece.paint(painter, placed.at, placed.scale)
