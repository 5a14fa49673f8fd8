"""Explain this moment: what is noteworthy at this step, why, and what can be done about it."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.experiment import Experiment
from engine.frames import Finding, Findings, FindingsRequest, Frame, Request
from gui.kit.columns import Columns
from gui.kit.numbers import count
from gui.kit.panel import Panel
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr
from gui.panels.explain.advice import advice, promise
from gui.panels.explain.card import FindingCard
from gui.panels.explain.sentences import sentence, title

REST = 150  # milliseconds without a frame, after which training rests
PAUSE = 0.5  # seconds between two looks while training runs: nobody reads faster


class ExplainPanel(Panel):
    """A card for each finding, the most important first.

    While training runs it looks twice a second for what is quickly found, and once it rests for
    everything, so that no step waits for it; what is shown stays until the next look is done.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[FindingCard] = []
        self.heading = QLabel()
        self.heading.setObjectName("Muted")
        self.heading.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self.heading)
        self._column.addStretch(1)
        self._theme = LIGHT
        self._running = False
        self._looks = True  # whether the next frame brings a look
        self._looked_at = 0.0
        self._soon = QTimer(self, singleShot=True, interval=REST)
        self._soon.timeout.connect(self._look)
        self._findings: tuple[Finding, ...] = ()

    def wants(self) -> tuple[Request, ...]:
        """A look, at rest a thorough one."""
        if self._running:
            return (FindingsRequest(False),) if monotonic() - self._looked_at >= PAUSE else ()
        return (FindingsRequest(True),) if self._looks else ()

    def show_experiment(self, experiment: Experiment) -> None:
        """Look again, and offer what fits the experiment as it is now."""
        super().show_experiment(experiment)
        self._looks = True
        self._show_findings()

    def draw(self, frame: Frame) -> None:
        """Show what a frame brings; after one of training at rest that brings nothing, look."""
        self._running = frame.running
        view = frame.views.get(FindingsRequest(True)) or frame.views.get(FindingsRequest(False))
        if isinstance(view, Findings):
            self._take(view, frame)
        if frame.running or (isinstance(view, Findings) and view.thorough):
            self._looks = False
            self._soon.stop()
        else:
            self._soon.start()

    def forget(self) -> None:
        """Show nothing of a training."""
        self._findings, self._looks = (), True
        self.heading.setText("")
        self._show_findings()

    def columns(self) -> Columns | None:
        """The findings, a row for each of their numbers."""
        rows = [
            (title(finding.name), name, value)
            for finding in self._findings
            for name, value in finding.numbers.items()
        ]
        if not rows:
            return None
        return dict(zip(("finding", "number", "value"), zip(*rows, strict=True), strict=True))

    def in_words(self) -> str:
        """What is found, sentence by sentence."""
        said = [f"{card.title.text()}: {card.sentence.text()}" for card in self.cards]
        return " ".join([self.heading.text(), *said])

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        for card in self.cards:
            card.restyle(theme)

    def _look(self) -> None:
        """Training rests: look at where it stands."""
        self._looks = True
        self.want_other_views()

    def _take(self, view: Findings, frame: Frame) -> None:
        self._looked_at = monotonic()
        self._findings = view.found
        self.heading.setText(_heading(view, frame.step))
        self._show_findings()

    def _show_findings(self) -> None:
        names = [finding.name for finding in self._findings]
        if names != [card.name for card in self.cards]:
            self._make_cards(names)
        if self.experiment is None:
            return
        for card, finding in zip(self.cards, self._findings, strict=True):
            label, wish = advice(finding, self.experiment)
            promised = promise(wish, self.experiment)
            card.show_finding(sentence(finding), (label, wish), promised)

    def _make_cards(self, names: list[str]) -> None:
        """Cards of these names in this order; those that stay are the same ones."""
        known = {card.name: card for card in self.cards}
        for name in known.keys() - set(names):
            known[name].hide()
            known[name].deleteLater()
        self.cards = []
        for place, name in enumerate(names):
            card = known.get(name) or self._made(name)
            self._column.insertWidget(place + 1, card)
            self.cards.append(card)

    def _made(self, name: str) -> FindingCard:
        card = FindingCard(name, title(name), self)
        card.chosen.connect(self.wish)
        card.restyle(self._theme)
        return card


def _heading(view: Findings, step: int) -> str:
    """Of which moment it is told, and whether there is anything to tell."""
    when = tr("At step {step}", step=count(step))
    if not view.looked:
        return tr("{when}; what is so large is looked at when training rests.", when=when)
    if not view.found:
        return tr("{when}: nothing is out of the ordinary.", when=when)
    return when
