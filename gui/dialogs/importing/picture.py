"""A small picture of what the stage will show, while a table is still looked at."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.files.source import Picture
from gui.kit.colors import class_look
from gui.kit.guard import guarded
from gui.kit.theme import DARK, LIGHT
from gui.kit.words import tr

WIDTH, HEIGHT = 210, 112
EDGE, DOT = 6, 2.2


class PictureView(QWidget):
    """Points in a frame: the first feature across, the target or a second feature up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self.setFixedSize(WIDTH, HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Picture"))
        self.setToolTip(tr("What the stage will show with these choices."))

    def sizeHint(self) -> QSize:
        """Small: the table is what is looked at."""
        return QSize(WIDTH, HEIGHT)

    def show_picture(self, picture: Picture | None) -> None:
        """Show other points, or none."""
        self._picture = picture
        self.setAccessibleDescription("" if picture is None else " × ".join(picture.names))
        self.update()

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = DARK if self.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.border))
        painter.setBrush(QColor(theme.stage))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if self._picture is None:
            return
        low = self.fontMetrics().height()
        inner = QRectF(self.rect()).adjusted(EDGE, EDGE + low, -EDGE, -EDGE - low)
        self._draw_names(painter, QColor(theme.muted), self._picture.names)
        painter.setPen(Qt.PenStyle.NoPen)
        for place, point in enumerate(_points(self._picture, inner)):
            group = self._picture.classes[place] if self._picture.classes else 0
            color = QColor(class_look(theme, group).color)
            color.setAlphaF(0.75)
            painter.setBrush(color)
            painter.drawEllipse(point, DOT, DOT)

    def _draw_names(self, painter: QPainter, color: QColor, names: tuple[str, str]) -> None:
        painter.setPen(color)
        metrics = self.fontMetrics()
        across, up = (
            metrics.elidedText(name, Qt.TextElideMode.ElideRight, WIDTH - 2 * EDGE)
            for name in names
        )
        rect = self.rect().adjusted(EDGE, 2, -EDGE, -2)
        top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
        painter.drawText(rect, int(top | Qt.AlignmentFlag.AlignLeft), up)
        painter.drawText(rect, int(bottom | Qt.AlignmentFlag.AlignRight), across)


def _points(picture: Picture, frame: QRectF) -> list[QPointF]:
    across = _shares(picture.across)
    up = _shares(picture.up)
    return [
        QPointF(frame.left() + x * frame.width(), frame.bottom() - y * frame.height())
        for x, y in zip(across, up, strict=True)
    ]


def _shares(values: Sequence[float]) -> list[float]:
    """Values between the smallest and the largest of them, from 0 to 1."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    spread = high - low
    if not spread or not math.isfinite(spread):
        return [0.5] * len(values)
    return [(value - low) / spread for value in values]
