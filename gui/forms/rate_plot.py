"""The learning rate of the epochs to come as a small curve, with a dot where training is."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.experiment import Experiment
from engine.rates import ahead, factor
from engine.specs import Choice
from gui.guard import guarded
from gui.numbers import count, short
from gui.shell.figure import tabular
from gui.theme import LIGHT, Theme
from gui.words import tr

HEIGHT = 64
DOT = 3.5  # pixels


class RatePlot(QWidget):
    """Drawn ahead to the last epoch; one that stays as it is needs no curve, and is hidden."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(tabular(self.font(), 0.85))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Learning rate ahead"))
        self._theme = LIGHT
        self._experiment: Experiment | None = None
        self._curve = np.zeros((2, 0))
        self._epoch = 0

    def show_experiment(self, experiment: Experiment) -> None:
        """Draw the schedule of an experiment."""
        before, self._experiment = self._experiment, experiment
        if before is not None and _subject(before) == _subject(experiment):
            return
        lr, epochs, schedule = _subject(experiment)
        self.setVisible(schedule.name != "constant")
        self._curve = ahead(lr, schedule, epochs)
        self._describe()
        self.update()

    def show_epoch(self, epoch: int) -> None:
        """Move the dot."""
        if epoch != self._epoch:
            self._epoch = epoch
            self._describe()
            self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """A strip."""
        return QSize(160, HEIGHT)

    @property
    def rate(self) -> float:
        """The learning rate of the epoch at hand."""
        if self._experiment is None:
            return 0.0
        lr, _, schedule = _subject(self._experiment)
        return lr * factor(schedule)(self._epoch)

    def _describe(self) -> None:
        text = tr(
            "The learning rate is {rate} in this epoch, {epoch}.",
            rate=short(self.rate),
            epoch=count(self._epoch + 1),
        )
        self.setToolTip(text)
        self.setAccessibleDescription(text)

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the curve, its two ends in words, and the dot."""
        if self._experiment is None or not self._curve.size:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        letters = self.fontMetrics().height()
        box = QRectF(self.rect()).adjusted(4, letters, -4, -letters)
        top = float(self._curve[1].max()) or 1.0
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        places = [self._pixel(box, top, x, y) for x, y in self._curve.T]
        painter.setPen(QPen(QColor(self._theme.accent), 1.8))
        painter.drawPolyline(QPolygonF(places))
        self._write(painter, top)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.accent))
        here = min(self._epoch, int(self._curve[0, -1]))
        painter.drawEllipse(self._pixel(box, top, here, self.rate), DOT, DOT)

    def _pixel(self, box: QRectF, top: float, epoch: float, rate: float) -> QPointF:
        across = epoch / max(float(self._curve[0, -1]), 1.0)
        return QPointF(
            box.left() + across * box.width(), box.bottom() - min(rate / top, 1) * box.height()
        )

    def _write(self, painter: QPainter, top: float) -> None:
        """The largest rate above, the first and the last epoch below."""
        painter.setPen(QColor(self._theme.muted))
        flags = Qt.AlignmentFlag
        whole = self.rect().adjusted(2, 0, -2, 0)
        last = tr("epoch {epoch}", epoch=count(int(self._curve[0, -1]) + 1))
        painter.drawText(whole, flags.AlignTop | flags.AlignLeft, short(top))
        painter.drawText(whole, flags.AlignBottom | flags.AlignLeft, tr("epoch {epoch}", epoch=1))
        painter.drawText(whole, flags.AlignBottom | flags.AlignRight, last)


def _subject(experiment: Experiment) -> tuple[float, int, Choice]:
    return experiment.optimizer.number("lr"), experiment.training.epochs, experiment.schedule
