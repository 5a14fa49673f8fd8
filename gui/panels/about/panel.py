"""What an experiment says about itself: what to do, what to see, and the answer when asked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from engine.experiment import Experiment
from gui.kit.panel import Panel
from gui.kit.words import language, tr

APART = "\n\n"  # what comes after the first paragraph is the answer to its question


class AboutPanel(Panel):
    """The experiment's title and its text; the answer is folded until somebody asks for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading, self.text, self.answer = QLabel(), QLabel(), QLabel()
        self.ask = QToolButton()
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        for widget in (self.heading, self.text, self.ask, self.answer):
            column.addWidget(widget)
        column.addStretch(1)
        for label in (self.heading, self.text, self.answer):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        for label in (self.text, self.answer):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.ask.setCheckable(True)
        self.ask.setText(tr("Show the answer"))
        self.ask.setToolTip(tr("Try it first: the answer stays folded until you ask for it."))
        self.ask.toggled.connect(self._show_answer)

    def show_experiment(self, experiment: Experiment) -> None:
        other = self.experiment is None or self.experiment.about != experiment.about
        super().show_experiment(experiment)
        text, _, answer = experiment.about.text(language()).partition(APART)
        self.heading.setText(experiment.title)
        self.text.setText(text)
        self.answer.setText(answer)
        self.ask.setVisible(bool(answer))
        if other:
            self.ask.setChecked(False)
        self._show_answer(self.ask.isChecked())

    def _show_answer(self, shown: bool) -> None:
        self.ask.setText(tr("Hide the answer") if shown else tr("Show the answer"))
        self.answer.setVisible(shown and bool(self.answer.text()))
