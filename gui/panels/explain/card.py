"""One finding: a sign, what it is called, its sentence, and the button that acts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from gui.kit.icons import pixmap
from gui.kit.theme import Theme
from gui.panels.explain.advice import Advice

ICON = 16
GRAVE = ("diverging", "leak", "symmetric", "dead", "vanishing", "threshold", "ignored")


class FindingCard(QWidget):
    """Shows one finding; told of another one of the same name, it changes its numbers only."""

    chosen = Signal(object)  # the Wish of its button

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.sign, self.title, self.sentence = QLabel(), QLabel(title), QLabel()
        self.button = QPushButton()
        self._advice: Advice | None = None
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button.setProperty("slim", True)
        self.button.clicked.connect(self._act)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.addWidget(self.sign, 0, 0)
        grid.addWidget(self.title, 0, 1)
        grid.addWidget(self.sentence, 1, 1)
        grid.addWidget(self.button, 2, 1, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)

    def show_finding(self, sentence: str, advice: Advice, promise: str) -> None:
        """Say this, and offer that with what it promises."""
        self._advice = advice
        if sentence != self.sentence.text():
            self.sentence.setText(sentence)
            self.button.setAccessibleDescription(sentence)
        if advice[0] != self.button.text():
            self.button.setText(advice[0])
        self.button.setToolTip(promise)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        if self.name == "converged":
            drawing, color = "check", theme.accent
        elif self.name in GRAVE:
            drawing, color = "triangle-alert", theme.warning
        else:
            drawing, color = "info", theme.accent
        self.sign.setPixmap(pixmap(drawing, color, ICON))

    def _act(self) -> None:
        if self._advice is not None:
            self.chosen.emit(self._advice[1])
