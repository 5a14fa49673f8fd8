"""What is called what, and precision, recall and F1 of each class."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.frames import Metrics
from gui.kit.theme import Theme
from gui.kit.things import Painted, moved
from gui.kit.words import tr
from gui.panels.metrics.by_class import ClassTable
from gui.panels.metrics.cells import both_title
from gui.panels.metrics.confusion import MOST, ConfusionMatrix
from gui.panels.metrics.page import Page, muted


class TablePage(Page):
    """The confusion matrix and the figures by class, of training rows beside those of test rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = muted()
        self.matrix, self.by_class = ConfusionMatrix(), ClassTable()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        for part in self._parts():
            down.addWidget(part)
        down.addStretch()
        self.forget()

    def draw_metrics(self, metrics: Metrics) -> None:
        """Show how many rows of each class are called what."""
        counts, test = metrics.confusion, metrics.confusion_test
        shown = counts is not None and len(metrics.classes) <= MOST
        for part in self._parts():
            part.setVisible(shown)
        self.title.setText(_title() if test is None else f"{_title()}. {both_title()}")
        if shown and counts is not None:
            train = counts if test is None else counts - test
            for table in (self.matrix, self.by_class):
                table.show_counts(metrics.classes, train, test)

    def grounds(self) -> list[QWidget]:
        """Both tables."""
        return [self.matrix, self.by_class]

    def things(self) -> list[Painted]:
        """Every cell of both tables."""
        tables = [each for each in (self.matrix, self.by_class) if not each.isHidden()]
        return [moved(one, table, self) for table in tables for one in table.things()]

    def forget(self) -> None:
        """Show nothing of a model."""
        for part in self._parts():
            part.hide()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.matrix.restyle(theme)
        self.by_class.restyle(theme)

    def _parts(self) -> tuple[QWidget, ...]:
        return self.title, self.matrix, self.by_class


def _title() -> str:
    return tr("Rows by true class, across by predicted class")
