"""The learning rate of the epochs to come as a small curve, with a dot where training is."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.experiment import Experiment
from engine.experiment.rates import ahead, factor
from engine.experiment.specs import Choice
from gui.kit.fonts import tabular
from gui.kit.guard import guarded
from gui.kit.numbers import count, short
from gui.kit.theme import LIGHT, Theme
from gui.kit.words import tr

HEIGHT = 74
GAP = 5  # pixels between the curve and the words above and below it
DOT = 3.5  # pixels
DECADES = 2  # of rates that a straight axis would squash, so that it is logarithmic


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
        self._low, self._top = 0.0, 1.0  # of the axis; a logarithmic one begins above 0
        self._epoch = 0

    def show_experiment(self, experiment: Experiment) -> None:
        """Draw the schedule of an experiment."""
        before, self._experiment = self._experiment, experiment
        if before is not None and _subject(before) == _subject(experiment):
            return
        lr, epochs, schedule = _subject(experiment)
        self.setVisible(schedule.name != "constant")
        self._curve = ahead(lr, schedule, epochs)
        self._low, self._top = axis(self._curve[1])
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
        box = QRectF(self.rect()).adjusted(4, letters + GAP, -4, -letters - GAP)
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        places = [self._pixel(box, x, y) for x, y in self._curve.T]
        painter.setPen(QPen(QColor(self._theme.accent), 1.8))
        painter.drawPolyline(QPolygonF(places))
        self._write(painter)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.accent))
        here = min(self._epoch, int(self._curve[0, -1]))
        painter.drawEllipse(self._pixel(box, here, self.rate), DOT, DOT)

    def height_of(self, rate: float) -> float:
        """How high a rate stands, as a share of the plot's height."""
        if not self._low:
            return min(rate / self._top, 1.0)
        rate = min(max(rate, self._low), self._top)
        return math.log(rate / self._low) / math.log(self._top / self._low)

    def _pixel(self, box: QRectF, epoch: float, rate: float) -> QPointF:
        across = epoch / max(float(self._curve[0, -1]), 1.0)
        return QPointF(
            box.left() + across * box.width(),
            box.bottom() - self.height_of(rate) * box.height(),
        )

    def _write(self, painter: QPainter) -> None:
        """The largest rate above, the first and the last epoch below."""
        painter.setPen(QColor(self._theme.muted))
        flags = Qt.AlignmentFlag
        whole = self.rect().adjusted(2, 0, -2, 0)
        last = tr("epoch {epoch}", epoch=count(int(self._curve[0, -1]) + 1))
        painter.drawText(whole, flags.AlignTop | flags.AlignLeft, short(self._top))
        if self._low:
            down = tr("log axis, down to {rate}", rate=short(self._low))
            painter.drawText(whole, flags.AlignTop | flags.AlignRight, down)
        painter.drawText(whole, flags.AlignBottom | flags.AlignLeft, tr("epoch {epoch}", epoch=1))
        painter.drawText(whole, flags.AlignBottom | flags.AlignRight, last)


def axis(rates: NDArray[np.float64]) -> tuple[float, float]:
    """Where the axis begins and ends; it begins at 0, or above it and is logarithmic."""
    low, top = float(rates.min()), float(rates.max())
    if 0 < low < top * 10.0**-DECADES:
        return low, top
    return 0.0, top or 1.0


def _subject(experiment: Experiment) -> tuple[float, int, Choice]:
    return experiment.optimizer.number("lr"), experiment.training.epochs, experiment.schedule
