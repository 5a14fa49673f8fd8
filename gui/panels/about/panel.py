"""What an experiment says about itself: what to do and see, what is to be reached, the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from engine.errors import EngineError
from engine.experiment import Experiment
from gui.kit.panel import Panel
from gui.kit.ties import Ties
from gui.kit.words import language, tr
from gui.model.examples import title_now
from gui.panels.about.reaching import Reaching

if TYPE_CHECKING:
    from engine.frames import Frame, Request

APART = "\n\n"  # what comes after the first paragraph is the answer to its question


class AboutPanel(Panel):
    """The experiment's title, its text and its goal; the answer is folded until it is asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading, self.text, self.answer = QLabel(), QLabel(), QLabel()
        self.goal, self.state = QLabel(), QLabel()
        self.ask = QToolButton()
        self._reaching: Reaching | None = None
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        parts = (self.heading, self.text, self.goal, self.state, self.ask, self.answer)
        for widget in parts:
            column.addWidget(widget)
        column.addStretch(1)
        for label in (self.heading, self.text, self.goal, self.state, self.answer):
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
        before = self.experiment
        other = before is None or before.about != experiment.about
        super().show_experiment(experiment)
        text, _, answer = experiment.about.text(language()).partition(APART)
        self.heading.setText(title_now(experiment.title))
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self._show_goal(experiment)
        self.answer.setText(answer)
        self.ask.setVisible(bool(answer))
        if other:
            self.ask.setChecked(False)
        self._show_answer(self.ask.isChecked())

    def wants(self) -> tuple[Request, ...]:
        return self._reaching.wants() if self._reaching is not None else ()

    def draw(self, frame: Frame) -> None:
        self.record(frame)
        if self._reaching is not None:
            self.state.setText(self._reaching.told())
            self.state.setFont(self.heading.font() if self._reaching.is_reached else self.font())

    def ties(self) -> Ties:
        """What it has to do with beside the run."""
        return Ties(passed=self.record)

    def record(self, frame: Frame) -> None:
        if self._reaching is not None:
            self._reaching.take(frame)

    def forget(self) -> None:
        self.state.clear()

    def _show_goal(self, experiment: Experiment) -> None:
        """The goal is followed anew where it is another one, or the way to it is."""
        self._reaching = _following(self._reaching, experiment)
        self.goal.setText(tr("Goal: {goal}", goal=experiment.goal))
        for label in (self.goal, self.state):
            label.setVisible(bool(experiment.goal))

    def _show_answer(self, shown: bool) -> None:
        self.ask.setText(tr("Hide the answer") if shown else tr("Show the answer"))
        self.answer.setVisible(shown and bool(self.answer.text()))


def _following(before: Reaching | None, experiment: Experiment) -> Reaching | None:
    """Who follows this experiment's goal: the one who did, where it is the same."""
    if not experiment.goal:
        return None
    if before is None or before.experiment.goal != experiment.goal:
        try:
            return Reaching(experiment)
        except EngineError:
            return None  # training says what is wrong with it
    before.experiment = experiment
    return before
