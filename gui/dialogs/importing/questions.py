"""What a file does not tell: each question with the buttons that answer it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.files.source import Asked, Options, Preview, Question
from gui.kit import telling
from gui.kit.forms.rows import SPACE, describe
from gui.kit.words import tr

Answer = tuple[str, Callable[[Options], Options]]
MOST_OTHERS = 2  # encodings that are offered beside the one guessed


class Questions(QWidget):
    """One line a question; the first button is what is done without an answer."""

    answered = Signal(object)  # a function from Options to Options

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(SPACE)
        self._lines: list[QWidget] = []
        self.buttons: list[QPushButton] = []

    def show_preview(self, preview: Preview) -> None:
        """Ask what this file does not tell."""
        for line in self._lines:
            self._down.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines, self.buttons = [], []
        for question in preview.questions:
            answers = _answers(question, preview)
            if answers:
                self._add(question, answers)
        self.setVisible(bool(self._lines))

    def _add(self, question: Question, answers: list[Answer]) -> None:
        line = QWidget()
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        text = QLabel(telling.capital(telling.sentence(question.text)))
        text.setObjectName("Warning")
        text.setWordWrap(True)
        across.addWidget(text, 1)
        for words, change in answers:
            button = QPushButton(words)
            describe(button, words, tr("Answers the question and reads the file accordingly."))
            button.setAutoDefault(True)
            button.clicked.connect(self._teller(change))
            across.addWidget(button)
            self.buttons.append(button)
        self._down.addWidget(line)
        line.show()  # at once, so that its button can take the focus
        self._lines.append(line)

    def _teller(self, change: Callable[[Options], Options]) -> Callable[[], None]:
        return lambda: self.answered.emit(change)


def _answers(question: Question, preview: Preview) -> list[Answer]:
    match question.id:
        case "rows_lost":
            return [(tr("Leave them out"), _agreed("rows_lost"))]
        case "decimal":
            decimal = preview.options.decimal
            answers = [
                (tr("Decimals after a point"), _with(decimal=".")),
                (tr("Decimals after a comma"), _with(decimal=",")),
            ]
            return answers if decimal == "." else answers[::-1]
        case "dates":
            return [
                (tr("Month first"), _with(day_first=False)),
                (tr("Day first"), _with(day_first=True)),
            ]
        case "header":
            line = preview.options.header or 1
            answers = [(tr("Names"), _with(header=line)), (tr("Values"), _with(header=0))]
            return answers if preview.options.header else answers[::-1]
        case "encoding":
            others = [(name.upper(), _with(encoding=name)) for name in preview.doubtful]
            return [
                (tr("Keep it"), _with(encoding=preview.options.encoding)),
                *others[:MOST_OTHERS],
            ]
        case _:
            return []


def _with(**chosen: Any) -> Callable[[Options], Options]:
    return lambda options: replace(options, **chosen)


def _agreed(name: Asked) -> Callable[[Options], Options]:
    return lambda options: replace(options, agreed=options.agreed | {name})
