"""Small pictures that are painted many times: a neuron's frame, and its bias by size and sign."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from gui.panels.network.looks import Looks

BIAS, LEAST_BIAS = 5.5, 2.0  # pixels of the radius of the largest and the smallest bias
SIZES = 16  # of biases, that are told apart
ROUND = 3.0
MARGIN = 2  # pixels around a sprite
HALF = QPoint(round(BIAS) + MARGIN, round(BIAS) + MARGIN)  # of a disc
CORNER = QPoint(MARGIN, MARGIN)


def own_ratio(painter: QPainter) -> float | None:
    """The screen's pixels in one of the painter's; None where a pixmap would be stretched."""
    ratio, across = painter.device().devicePixelRatioF(), painter.deviceTransform()
    engine = painter.paintEngine()
    plain = across.m11() == across.m22() == ratio and across.m12() == across.m21() == 0.0
    return ratio if plain and engine.type() == engine.Type.Raster else None


class Sprites:
    """Paints frames and discs, from pixmaps made once where these have the painter's pixels."""

    def __init__(self, looks: Looks, ratio: float | None) -> None:
        self.looks, self.ratio = looks, ratio
        self._frames: dict[float, QPixmap] = {}  # by side
        self._discs: dict[tuple[bool, int], QPixmap] = {}

    def frame(self, painter: QPainter, box: QRectF) -> None:
        """The outline around a neuron."""
        if self.ratio is None or box.width() != box.height():
            self._frame(painter, box)
            return
        side = box.width()
        if side not in self._frames:
            draw = partial(self._frame, box=QRectF(MARGIN, MARGIN, side, side))
            self._frames[side] = self._made(side + 2 * MARGIN, draw)
        painter.drawPixmap(box.topLeft().toPoint() - CORNER, self._frames[side])

    def disc(self, painter: QPainter, at: QPoint, negative: bool, size: int) -> None:
        """A bias, of ``SIZES`` sizes: full where it is positive, a ring where it is negative."""
        if self.ratio is None:
            self._disc(painter, at, negative, size)
            return
        if (negative, size) not in self._discs:
            draw = partial(self._disc, at=HALF, negative=negative, size=size)
            self._discs[negative, size] = self._made(2 * HALF.x(), draw)
        painter.drawPixmap(at - HALF, self._discs[negative, size])

    def _made(self, side: float, draw: Callable[[QPainter], None]) -> QPixmap:
        ratio = self.ratio or 1.0
        found = QPixmap(round(side * ratio), round(side * ratio))
        found.setDevicePixelRatio(ratio)
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter)
        painter.end()
        return found

    def _frame(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(self.looks.outline)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), ROUND, ROUND)

    def _disc(self, painter: QPainter, at: QPoint, negative: bool, size: int) -> None:
        pen, brush = self.looks.discs[negative]
        painter.setPen(pen)
        painter.setBrush(brush)
        radius = LEAST_BIAS + (BIAS - LEAST_BIAS) * size / SIZES - 0.75
        painter.drawEllipse(QPointF(at), radius, radius)
