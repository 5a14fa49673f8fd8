"""The cards of the start page: buttons with a picture, a title and a line below it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from gui.kit.words import tr
from gui.model.sketches import Sketch
from gui.shell.thumbnail import Thumbnail

PICTURE = 76  # pixels high
BEGIN_PICTURE = 116
LEAST = 180  # pixels wide


class Card(QPushButton):
    """A button with a drawing and as many lines of text as it needs."""

    def __init__(self, text: str, tip: str, drawing: QIcon | None = None) -> None:
        super().__init__()
        self.setObjectName("Card")
        self.setToolTip(tip)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.row = self._row()
        self.row.setContentsMargins(12, 10, 12, 10)
        self.row.setSpacing(8)
        if drawing is not None:
            picture = QLabel()
            picture.setPixmap(drawing.pixmap(20))
            picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.row.addWidget(picture)
            self.row.addWidget(words(text), 1)

    def _row(self) -> QBoxLayout:
        return QHBoxLayout(self)

    def sizeHint(self) -> QSize:
        """Two lines high, or what the card holds at this width."""
        needed = self.row.totalHeightForWidth(max(self.width(), LEAST))
        return QSize(LEAST, max(needed, 2 * self.fontMetrics().lineSpacing() + 20))


class PictureCard(Card):
    """A picture of the data above the title, and a line of what it is."""

    def __init__(self, title: str, told: str, tip: str, seen: Sketch | None) -> None:
        super().__init__(title, tip)
        self.setAccessibleDescription(told)
        self.row.setContentsMargins(8, 8, 8, 10)
        self.row.setSpacing(4)
        if seen is not None:
            self.row.addWidget(Thumbnail(seen, PICTURE))
        self.row.addWidget(words(title))
        if told:
            self.row.addWidget(words(told, "Muted"))
        self.row.addStretch(1)

    def _row(self) -> QBoxLayout:
        return QVBoxLayout(self)


class BeginCard(Card):
    """Where someone begins who was never here: the picture, what to press, and what one sees."""

    def __init__(self, title: str, seen: Sketch | None, tip: str) -> None:
        super().__init__(title, tip)
        told = tr(
            "Open it and press Phase four times: predict, measure the loss, find the gradient, "
            "update. That is one training step. Then press Run and watch the line find its place."
        )
        self.setAccessibleDescription(told)
        self.setProperty("begin", True)
        down = QVBoxLayout()
        down.setSpacing(5)
        down.addStretch(1)
        for text, name in ((tr("Begin here"), "Begin"), (title, "Heading"), (told, "")):
            down.addWidget(words(text, name))
        down.addStretch(1)
        if seen is not None:
            self.row.addWidget(Thumbnail(seen, BEGIN_PICTURE), 2)
        self.row.setSpacing(16)
        self.row.addLayout(down, 3)


def words(text: str, name: str = "") -> QLabel:
    """A label that leaves the mouse to its card."""
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
