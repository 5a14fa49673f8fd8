"""What lies under the neurons: the weights, painted again only where a layer's look others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from engine.frames import Matrix
from gui.panels.network.looks import Looks
from gui.panels.network.matrices import paint_matrix
from gui.panels.network.plan import HEAD, Plan
from gui.panels.network.scene import Scene

CUT = 3.5  # pixels of the arms of a cross
SEEN = 0.75  # of the difference of two widths: a fifth of a pixel


class Backdrop:
    """A picture of the weights and the inputs' names.

    After a step most layers' lines are as thick as before, and their part of it is kept.
    """

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._under: tuple[object, ...] = ()  # what all of it hangs on
        self._drawn: dict[int, Drawn] = {}  # by layer

    def paint(self, painter: QPainter, scene: Scene, ratio: float | None) -> None:
        """The ground and all layers; kept where a picture of this ``ratio`` has its pixels."""
        if ratio is None:
            painter.fillRect(QRectF(QPointF(), scene.plan.size), scene.looks.ground)
            paint_names(painter, scene)
            for layer in range(1, len(scene.plan.columns)):
                paint_weights(painter, scene, layer)
            return
        under = scene.plan, scene.looks, scene.names, scene.font, ratio
        if not _same(under, self._under):
            self._begin(scene, ratio)
            self._under = under
        self._refresh(scene)
        painter.drawPixmap(0, 0, self._pixmap)

    def _begin(self, scene: Scene, ratio: float) -> None:
        size = (scene.plan.size * ratio).toSize() + QSize(1, 1)
        picture = QImage(size, QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(ratio)
        picture.fill(scene.looks.ground)
        self._pixmap, self._drawn = QPixmap.fromImage(picture), {}
        painter = QPainter(self._pixmap)
        paint_names(painter, scene)
        painter.end()

    def _refresh(self, scene: Scene) -> None:
        due: dict[int, Drawn] = {}
        for layer in range(1, len(scene.plan.columns)):
            now, before = Drawn.of(scene, layer), self._drawn.get(layer)
            if before is None or not now.looks_like(before):
                due[layer] = now
        if not due:
            return
        painter = QPainter(self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for layer in due:
            strip = _strip(scene.plan, layer)
            painter.setClipRect(strip)
            painter.fillRect(strip, scene.looks.ground)
            paint_weights(painter, scene, layer)
        painter.end()
        self._drawn |= due


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """All that the picture of the weights into a layer hangs on."""

    shares: NDArray[np.floating] | None = None  # of lines: of the pens' widths, signed
    off: bytes | None = None
    matrix: Matrix | None = None
    scale: float = 1.0

    @classmethod
    def of(cls, scene: Scene, layer: int) -> Drawn:
        """That of a layer as it is now."""
        if not scene.plan.has_edges(layer):
            return cls(matrix=scene.matrices.get(layer), scale=scene.matrix_scale)
        values, mask = scene.weights.of(layer, scene.plan), scene.off.get(layer)
        if values is None:
            return cls()
        shares = scene.looks.shares(values, scene.weights.weight_scale)
        return cls(shares, None if mask is None else mask.tobytes())

    def looks_like(self, other: Drawn) -> bool:
        """Whether no line's width is off by more than a part of a pixel that nobody sees."""
        rest = self.matrix is other.matrix and (self.off, self.scale) == (other.off, other.scale)
        if not rest or self.shares is None or other.shares is None:
            return rest and self.shares is other.shares
        apart = np.abs(self.shares - other.shares).max(initial=0.0)
        same_signs = np.array_equal(self.shares < 0, other.shares < 0)
        return same_signs and bool(apart <= SEEN)


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return len(one) == len(other) and all(
        a is b or (isinstance(a, float) and a == b) for a, b in zip(one, other, strict=True)
    )


def paint_names(painter: QPainter, scene: Scene) -> None:
    """Under each input its name."""
    painter.setFont(scene.font)
    painter.setPen(scene.looks.muted)
    for box, name in scene.names:
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, name)


def paint_weights(painter: QPainter, scene: Scene, layer: int) -> None:
    """The weights into a layer, as lines or as a matrix."""
    if scene.plan.has_edges(layer):
        _paint_edges(painter, scene, layer)
    elif layer in scene.matrices:
        view = scene.matrices[layer]
        paint_matrix(painter, scene.plan.matrix(layer), view, scene.matrix_scale, scene.looks)


def _paint_edges(painter: QPainter, scene: Scene, layer: int) -> None:
    values, lines = scene.weights.of(layer, scene.plan), scene.plan.edges[layer]
    if values is None:
        return
    for pen, places in scene.looks.strokes(values, scene.weights.weight_scale):
        painter.setPen(pen)
        painter.drawLines([lines[place] for place in places.tolist()])
    mask = scene.off.get(layer)
    if mask is not None and mask.size == len(lines):
        _paint_cuts(painter, [lines[p] for p in np.flatnonzero(mask.ravel()).tolist()], scene.looks)


def _paint_cuts(painter: QPainter, lines: Sequence[QLineF], looks: Looks) -> None:
    """What is off for a while: dots where the weight was, crossed out in the middle."""
    for line in lines:
        painter.setPen(QPen(looks.muted, 1, Qt.PenStyle.DotLine))
        painter.drawLine(line)
        painter.setPen(QPen(QColor(looks.theme.warning), 2))
        middle = line.pointAt(0.5)
        for slope in (CUT, -CUT):
            arm = QPointF(CUT, slope)
            painter.drawLine(QLineF(middle - arm, middle + arm))


def _strip(plan: Plan, layer: int) -> QRectF:
    """Between two columns, from the names to the foot."""
    left, right = plan.columns[layer - 1].boxes[0].right(), plan.columns[layer].boxes[0].left()
    return QRectF(left, HEAD, right - left, plan.size.height() - HEAD)
