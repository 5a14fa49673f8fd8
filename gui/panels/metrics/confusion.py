"""The confusion matrix: how many rows of each class were called what, as shaded cells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from engine.frames.things import Figure, Thing
from gui.kit.theme import mixed
from gui.kit.words import tr
from gui.panels.metrics.cells import CellTable, halves

MOST = 10  # classes; more of them would not be readable
STRONGEST = 0.55  # how much colour a whole row in one cell has; its figure must stay readable

Counts = NDArray[np.int64]


class ConfusionMatrix(CellTable):
    """Rows are the true classes, columns what the model calls them; darker is a larger share."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Confusion matrix"), parent)
        self._counts: Counts = np.zeros((0, 0), dtype=np.int64)
        self._test: Counts | None = None

    def show_counts(
        self, classes: tuple[str | int, ...], counts: Counts, test: Counts | None = None
    ) -> None:
        """Show training rows' counts, and test rows' below: [i, j] is how often i is called j."""
        names = tuple(str(name) for name in classes)
        self.name(names, names, paired=test is not None)
        same = np.array_equal(counts, self._counts) and _same(test, self._test)
        self._counts, self._test = counts, test
        if not same:
            self.describe()
        self.update()

    def sentence(self, row: int, column: int) -> str:
        """One cell in words."""
        words = {
            "count": int(self._counts[row, column]),
            "total": int(self._counts[row].sum()),
            "truth": self.rows[row],
            "called": self.columns[column],
        }
        if self._test is None:
            return tr("{count} of {total} rows of {truth} are called {called}", **words)
        test = {"test": int(self._test[row, column]), "tests": int(self._test[row].sum())}
        return tr(
            "{count} of {total} training rows and {test} of {tests} test rows of {truth} are "
            "called {called}",
            **words,
            **test,
        )

    def thing(self, row: int, column: int, test: bool) -> Thing:
        """How many rows are called so."""
        return Figure("confusion", test, (row, column))

    def draw_cell(self, painter: QPainter, row: int, column: int) -> None:
        """One count, or two."""
        box = self.box(row, column)
        if self._test is None:
            self._draw(painter, box, self._counts, row, column)
            return
        for part, counts in zip(halves(box), (self._counts, self._test), strict=True):
            self._draw(painter, part, counts, row, column)

    def _draw(self, painter: QPainter, box: QRectF, counts: Counts, row: int, column: int) -> None:
        theme, count = self.theme, int(counts[row, column])
        share = count / max(int(counts[row].sum()), 1)
        # Right answers in the accent, wrong ones in the warning colour: they should stand out.
        color = theme.accent if row == column else theme.warning
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mixed(theme.window, color, STRONGEST * share)))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QColor(theme.text if count else theme.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count))


def _same(one: Counts | None, other: Counts | None) -> bool:
    return one is other or (one is not None and other is not None and np.array_equal(one, other))
