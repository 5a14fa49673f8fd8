"""A legend that is a read-out too: a sample of a curve, its name and a figure on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gui.kit.fonts import tabular
from gui.kit.guard import guarded
from gui.kit.numbers import full, number

WIDEST = "0.0001235"  # the widest that is common; the rest goes into the space beside it


class Swatch(QWidget):
    """A short piece of a curve, as in a legend."""

    def __init__(self, style: Qt.PenStyle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pen = QPen(Qt.GlobalColor.gray, 2, style, Qt.PenCapStyle.FlatCap)
        if style == Qt.PenStyle.DashLine:
            self._pen.setDashPattern([2.0, 1.0])
        self.setFixedSize(QSize(16, 12))

    def set_color(self, color: str) -> None:
        """Draw in this colour."""
        self._pen.setColor(QColor(color))
        self.update()

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the piece."""
        painter = QPainter(self)
        painter.setPen(self._pen)
        if self._pen.style() == Qt.PenStyle.DotLine:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._pen.color())
            painter.drawEllipse(self.rect().center(), 3, 3)
        else:
            painter.drawLine(0, 6, self.width(), 6)


class ShrinkingLabel(QLabel):
    """A text with dots in its middle where there is no room: what differs is often at its end."""

    LEAST = 48  # pixels

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(self.LEAST, super().minimumSizeHint().height())

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        painter, room = QPainter(self), self.contentsRect()
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, room.width()
        )
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, self.alignment(), text)


class Reading(QWidget):
    """A name and a value that never moves; the tooltip has the value in full.

    Without a value ``blank`` stands in its place. One that is ``readable`` keeps room for values;
    one that ``shrinks`` has its name cut where there is no room.
    """

    def __init__(
        self,
        name: str,
        help: str,
        *,
        line: Qt.PenStyle = Qt.PenStyle.SolidLine,
        blank: str = "",
        readable: bool = True,
        shrinks: bool = False,
        write: Callable[[float], str] = number,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._help, self._write = help, write
        self._shown: float | None = None
        self._swatch = Swatch(line)
        self._name = ShrinkingLabel(name) if shrinks else QLabel(name)
        self._name.setObjectName("Muted")
        self._blank = blank
        self._value = QLabel(blank)
        self._value.setAccessibleName(name)
        self._value.setFont(tabular(self.font()))
        if readable:
            self._value.setMinimumWidth(self._value.fontMetrics().horizontalAdvance(WIDEST))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self._swatch, self._name, self._value):
            layout.addWidget(widget)
        self._value.setVisible(readable)
        layout.setStretchFactor(self._name, 1 if shrinks else 0)
        across = QSizePolicy.Policy.Preferred if shrinks else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.setToolTip(help)

    def set_color(self, color: str) -> None:
        """The colour of the curve that the figure belongs to."""
        self._swatch.set_color(color)

    def show_value(self, value: float | None) -> None:
        """Show a figure; None is a dash."""
        if value == self._shown:
            return
        self._shown = value
        self._value.setText(self._blank if value is None else self._write(value))
        self.setToolTip(self._help if value is None else f"{full(value)}\n{self._help}")

    @property
    def text(self) -> str:
        """What is shown, as it is written."""
        return self._value.text()
