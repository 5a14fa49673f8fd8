"""A slider with marks under its groove, each kind with a shape of its own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSlider, QToolTip, QWidget

from gui.kit.guard import guarded
from gui.kit.theme import LIGHT, Theme
from gui.model.journal.marks import Mark

HANDLE = 14  # pixels
REACH = 6  # from a mark, for its words
SIZE = 3.0
MARKED = 10.0  # pixels at the lower edge that are the marks'


class MarkedSlider(QSlider):
    """Pointed at, a mark says what it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._marks: tuple[Mark, ...] = ()
        self._theme = LIGHT

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is marked."""
        return self._marks

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Mark these steps."""
        if marks != self._marks:
            self._marks = marks
            self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self.update()

    def place_of(self, step: int) -> float:
        """Where a step is, in pixels from the left."""
        span = max(self.maximum() - self.minimum(), 1)
        share = min(max((step - self.minimum()) / span, 0.0), 1.0)
        return HANDLE / 2 + share * (self.width() - HANDLE)

    def near(self, x: float) -> Mark | None:
        """The mark at a place, where there is one."""
        close = [mark for mark in self._marks if abs(self.place_of(mark.step) - x) <= REACH]
        return min(close, key=lambda mark: abs(self.place_of(mark.step) - x), default=None)

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The slider, and the marks over its lower edge."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in self.shown():
            at = QPointF(self.place_of(mark.step), self.height() - SIZE - 1)
            self._draw(painter, mark, at)
        painter.end()

    def box(self, mark: Mark) -> QRectF:
        """Where a mark is, with as much room as can be aimed at."""
        top = self.height() - MARKED
        return QRectF(self.place_of(mark.step) - REACH, top, 2 * REACH, MARKED)

    def shown(self) -> list[Mark]:
        """The marks in sight."""
        return [mark for mark in self._marks if self.minimum() <= mark.step <= self.maximum()]

    def at(self, place: QPointF) -> Mark | None:
        """The mark that is at a place."""
        mark = self.near(place.x())
        return mark if mark is not None and self.box(mark).contains(place) else None

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a mark is for its formula: the handle stays."""
        if self.at(event.position()) is None:
            super().mousePressEvent(event)

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Say what the mark is over whose step the pointer rests; else what the slider is for."""
        mark = self.near(event.pos().x()) if isinstance(event, QHelpEvent) else None
        if mark is None or not isinstance(event, QHelpEvent):
            return super().event(event)
        QToolTip.showText(event.globalPos(), mark.text, self)
        return True

    def _draw(self, painter: QPainter, mark: Mark, at: QPointF) -> None:
        warning, text = QColor(self._theme.warning), QColor(self._theme.text)
        color = warning if mark.kind == "diverged" else text
        painter.setPen(QPen(color, 1.6))
        painter.setBrush(color)
        across, down = QPointF(SIZE, 0), QPointF(0, SIZE)
        if mark.kind == "change":
            painter.drawLine(at - down, at + down)
        elif mark.kind == "branch":
            painter.drawPolyline(QPolygonF([at - down - across, at + down, at - down + across]))
        elif mark.kind == "best":
            painter.drawEllipse(at, SIZE - 0.5, SIZE - 0.5)
        else:
            painter.drawLine(at - down - across, at + down + across)
            painter.drawLine(at - down + across, at + down - across)
