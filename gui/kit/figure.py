"""Labels of the toolbar: a large figure over its caption, and a text that gives way."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.kit.fonts import tabular
from gui.kit.guard import guarded
from gui.kit.still import Still

TITLE_LETTERS = 34
WIDEST_CAPTION = 260  # pixels


class Figure(QWidget):
    """A large number and, small below it, what it is; its width never shrinks, so nothing jumps."""

    def __init__(self, name: str, widest: int = WIDEST_CAPTION) -> None:
        super().__init__()
        self._widest = widest
        self._reserved = ""
        self._every_digit = ""
        self._value = Still("—")
        self._value.label.setFont(tabular(self.font(), 1.45, bold=True))
        self._value.label.setAccessibleName(name)
        self._caption = QLabel(name)
        self._words = name
        self._caption.setToolTip(name)
        self._caption.setObjectName("Muted")
        self._caption.setFont(tabular(self.font(), 0.85))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label, widget in ((self._value.label, self._value), (self._caption, self._caption)):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            column.addWidget(widget)

    @property
    def text(self) -> str:
        """The number that is shown."""
        return self._value.text()

    def set_value(self, text: str, every_digit: str = "") -> None:
        """Show a number, with every digit of it in the tooltip."""
        if text != self._value.text():
            self._value.setText(text)
            self._grow()
        if every_digit != self._every_digit:
            self._every_digit = every_digit
            self.setToolTip(every_digit)

    def set_caption(self, text: str) -> None:
        """Say what the number is; a long caption is whole in its tooltip."""
        if text == self._words:
            return
        self._words = text
        self._caption.setText(self._elided(text))
        self._caption.setToolTip(text)
        self._grow()

    def reserve(self, caption: str) -> None:
        """Keep room for a caption that will come, so that nothing moves when it does."""
        self._reserved = caption
        metrics = self._caption.fontMetrics()
        width = metrics.horizontalAdvance(self._elided(caption))
        self.setMinimumWidth(max(self.minimumWidth(), width))

    def set_widest(self, widest: int) -> None:
        """Let captions have no more than this, in pixels."""
        if widest == self._widest:
            return
        self._widest = widest
        self._caption.setText(self._elided(self._words))
        self.setMinimumWidth(0)
        self.reserve(self._reserved)
        self._grow()

    def _elided(self, text: str) -> str:
        mode = Qt.TextElideMode.ElideMiddle
        return self._caption.fontMetrics().elidedText(text, mode, self._widest)

    def _grow(self) -> None:
        wanted = self.sizeHint().width()
        if wanted > self.minimumWidth():
            self.setMinimumWidth(wanted)


class TwoLines(QWidget):
    """A bold line and a small one under it; both are cut where there is no room for all of it."""

    def __init__(self) -> None:
        super().__init__()
        self._first = self._second = ""
        self._bold, self._small = QFont(self.font()), QFont(self.font())
        self._bold.setBold(True)
        self._small.setPointSizeF(self.font().pointSizeF() * 0.85)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_text(self, text: str) -> None:
        """The first line."""
        self._first = text
        self._tell()

    def set_second(self, text: str) -> None:
        """The small line."""
        self._second = text
        self._tell()

    def sizeHint(self) -> QSize:
        """The same room for every text, so that what stands beside it keeps its place."""
        height = QFontMetrics(self._bold).height() + QFontMetrics(self._small).height()
        return QSize(self.fontMetrics().averageCharWidth() * TITLE_LETTERS, height)

    def minimumSizeHint(self) -> QSize:
        """It can do with no room at all."""
        return QSize(0, self.sizeHint().height())

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what there is room for."""
        painter = QPainter(self)
        first, second = QFontMetrics(self._bold), QFontMetrics(self._small)
        y = (self.height() - first.height() - second.height()) // 2
        for text, font, metrics, role in (
            (self._first, self._bold, first, QPalette.ColorRole.WindowText),
            (self._second, self._small, second, QPalette.ColorRole.PlaceholderText),
        ):
            painter.setFont(font)
            painter.setPen(self.palette().color(role))
            elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width() - 8)
            painter.drawText(0, y + metrics.ascent(), elided)
            y += metrics.height()
        painter.end()

    def _tell(self) -> None:
        self.setToolTip(f"{self._first}\n{self._second}".strip())
        self.setAccessibleName(self._first)
        self.setAccessibleDescription(self._second)
        self.update()
