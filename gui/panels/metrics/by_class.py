"""Precision, recall and F1 of each class, from the confusion table."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from engine.frames.things import Figure, Thing
from gui.kit.numbers import NOTHING, number
from gui.kit.words import tr
from gui.panels.metrics.cells import CellTable, halves
from gui.panels.metrics.confusion import Counts

Array = NDArray[np.float64]


class ClassFigures(NamedTuple):
    """One number a class each; NaN where there is nothing to divide by."""

    precision: Array
    recall: Array
    f1: Array


def by_class(confusion: Counts) -> ClassFigures:
    """Of the rows that are called a class those that are of it, and the other way round."""
    right, of = np.diagonal(confusion).astype(np.float64), confusion.sum(axis=1)
    called = confusion.sum(axis=0)
    with np.errstate(invalid="ignore"):
        return ClassFigures(right / called, right / of, 2 * right / (called + of))


class ClassTable(CellTable):
    """A line a class: what part of its calls is right, what part of its rows is found, and F1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Figures by class"), parent)
        self._train: ClassFigures | None = None
        self._test: ClassFigures | None = None

    def show_counts(
        self, classes: tuple[str | int, ...], counts: Counts, test: Counts | None = None
    ) -> None:
        """Show the figures of these confusion tables."""
        titles = (tr("precision"), tr("recall"), tr("F1"))
        self.name(tuple(str(name) for name in classes), titles, paired=test is not None)
        self._train = by_class(counts)
        self._test = None if test is None else by_class(test)
        self.describe()
        self.update()

    def sentence(self, row: int, column: int) -> str:
        """One cell in words."""
        train, test = self._figure(self._train, row, column), ""
        if self._test is not None:
            test = self._figure(self._test, row, column)
        name = self.rows[row]
        meaning = (
            tr("Of the rows that are called {name}, the share that are.", name=name),
            tr("Of the rows that are {name}, the share that are called so.", name=name),
            tr("Precision and recall of {name} in one number: 2PR / (P + R).", name=name),
        )[column]
        return f"{' | '.join([train, test] if test else [train])}\n{meaning}"

    def thing(self, row: int, column: int, test: bool) -> Thing:
        """A figure of a class."""
        return Figure(ClassFigures._fields[column], test, of=row)

    def draw_cell(self, painter: QPainter, row: int, column: int) -> None:
        """One figure, or two."""
        box = self.box(row, column)
        if self._test is None:
            self._draw(painter, box, self._train, row, column)
            return
        for part, figures in zip(halves(box), (self._train, self._test), strict=True):
            self._draw(painter, part, figures, row, column)

    def _draw(
        self, painter: QPainter, box: QRectF, figures: ClassFigures | None, row: int, column: int
    ) -> None:
        text = self._figure(figures, row, column)
        painter.setPen(QColor(self.theme.muted if text == NOTHING else self.theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    @staticmethod
    def _figure(figures: ClassFigures | None, row: int, column: int) -> str:
        value = None if figures is None else float(figures[column][row])
        return NOTHING if value is None or np.isnan(value) else number(value)
