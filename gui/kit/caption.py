"""Sentences under a picture that never take its room: a few lines, the rest in the tooltip."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from gui.kit.guard import guarded

LINES = 2
MORE = "\u2009…"
WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class Caption(QLabel):
    """Says all of it to a screen reader and by its tooltip, and as much as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = LINES
        self.setWordWrap(True)

    def show_lines(self, most: int) -> None:
        """Take no more room than for so many lines."""
        if most != self._lines:
            self._lines = most
            self.updateGeometry()
            self.update()

    def setText(self, text: str) -> None:
        """Say this."""
        super().setText(text)
        self.setToolTip(text)

    def clear(self) -> None:
        """Say nothing."""
        self.setText("")

    def shown(self) -> str:
        """What there is room for; whole words, as far as there are some."""
        text = self.text()
        if self._fits(text):
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            fits = self._fits(text[:middle] + MORE)
            low, high = (middle, high) if fits else (low, middle - 1)
        cut = text.rfind(" ", 0, low + 1)
        return text[: cut if cut > 0 else low].rstrip() + MORE

    @guarded(0)
    def heightForWidth(self, width: int) -> int:
        """As high as its text, up to a few lines."""
        return min(super().heightForWidth(width), self._most())

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        """The same."""
        hint = super().sizeHint()
        return QSize(hint.width(), min(hint.height(), self._most()))

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        """The same."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), min(hint.height(), self._most()))

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what there is room for."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), WRAPPED, self.shown())

    def _most(self) -> int:
        return self._height("\n".join("X" * self._lines))

    def _fits(self, text: str) -> bool:
        return self._height(text) <= self._most()

    def _height(self, text: str) -> int:
        room = QRect(0, 0, self.contentsRect().width(), 0)
        return self.fontMetrics().boundingRect(room, WRAPPED, text).height()
