"""Labels of the toolbar: a large figure over its caption, and a text that gives way."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.kit.fonts import tabular
from gui.kit.guard import guarded

TITLE_LETTERS = 34
WIDEST_CAPTION = 260  # pixels


class Figure(QWidget):
    """A large number and, small below it, what it is; its width never shrinks, so nothing jumps."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._value = QLabel("—")
        self._value.setFont(tabular(self.font(), 1.45, bold=True))
        self._value.setAccessibleName(name)
        self._caption = QLabel(name)
        self._words = name
        self._caption.setObjectName("Muted")
        self._caption.setFont(tabular(self.font(), 0.85))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self._value, self._caption):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            column.addWidget(label)

    @property
    def text(self) -> str:
        """The number that is shown."""
        return self._value.text()

    def set_value(self, text: str, every_digit: str = "") -> None:
        """Show a number, with every digit of it in the tooltip."""
        if text != self._value.text():
            self._value.setText(text)
        self.setToolTip(every_digit)
        self._grow()

    def set_caption(self, text: str) -> None:
        """Say what the number is; of a long caption its end is in its tooltip."""
        if text == self._words:
            return
        self._words = text
        self._caption.setText(self._elided(text))
        self._caption.setToolTip(text)
        self._grow()

    def reserve(self, caption: str) -> None:
        """Keep room for a caption that will come, so that nothing moves when it does."""
        metrics = self._caption.fontMetrics()
        width = metrics.horizontalAdvance(self._elided(caption))
        self.setMinimumWidth(max(self.minimumWidth(), width))

    def _elided(self, text: str) -> str:
        mode = Qt.TextElideMode.ElideRight
        return self._caption.fontMetrics().elidedText(text, mode, WIDEST_CAPTION)

    def _grow(self) -> None:
        wanted = self.sizeHint().width()
        if wanted > self.minimumWidth():
            self.setMinimumWidth(wanted)


class ElidedLabel(QWidget):
    """One bold line that is cut with an ellipsis where there is no room for all of it."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        font = self.font()
        font.setBold(True)
        self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(0)

    def set_text(self, text: str) -> None:
        """Show a text."""
        self._text = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.update()

    def sizeHint(self) -> QSize:
        """The same room for every text, so that what stands beside it keeps its place."""
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * TITLE_LETTERS, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """It can do with no room at all."""
        return QSize(0, self.fontMetrics().height())

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what there is room for."""
        super().paintEvent(event)
        painter = QPainter(self)
        mode = Qt.TextElideMode.ElideRight
        text = self.fontMetrics().elidedText(self._text, mode, self.width() - 8)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()
