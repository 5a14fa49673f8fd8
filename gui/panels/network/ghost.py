"""What the neurons would make of the data if some numbers were others: over half of each box."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine.frames import Network
from gui.kit.colors import Pixels
from gui.kit.guard import guarded
from gui.panels.network.pictures import colored, curve, images
from gui.panels.network.scene import Pictures, Scene


class Ghost(QWidget):
    """Over the picture: the lower right half of a map, or a dashed curve, is as it would be."""

    def __init__(self, canvas: QWidget, scene: Scene) -> None:
        super().__init__(canvas)
        self._scene = scene
        self._pictures: Pictures | None = None
        self._color = QColor()
        self.changed: list[tuple[int, int]] = []  # layers and places of neurons that would differ
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_views(
        self, now: Network | None, then: Network | None, classes: Sequence[Pixels], color: str
    ) -> None:
        """Show what would be in the scale of what is; None takes it away."""
        self.changed = [] if now is None or then is None else _differing(self._scene, now, then)
        self._pictures = None if then is None else imagined(then, self._scene, classes)
        self._color = QColor(color)
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.setVisible(then is not None)
        self.update()

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the neurons that would be others."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._color, 1.5)
        pen.setDashPattern([4.0, 3.0])
        for layer, place in self.changed:
            box = self._scene.plan.columns[layer].boxes[place]
            painter.setPen(pen)
            self._paint(painter, layer, place, box)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(-2, -2, 2, 2))

    def _paint(self, painter: QPainter, layer: int, place: int, box: QRectF) -> None:
        pictures = self._pictures
        if pictures is None:
            return
        if pictures.curves:
            for polygon in pictures.curves[layer][place]:
                painter.drawPolyline(polygon)
            return
        half = QPainterPath(box.topRight())
        half.lineTo(box.bottomRight())
        half.lineTo(box.bottomLeft())
        half.closeSubpath()
        painter.save()
        painter.setClipPath(half)
        painter.drawImage(box, pictures.maps[layer][place])
        painter.restore()
        painter.drawLine(box.topRight(), box.bottomLeft())


def imagined(view: Network, scene: Scene, classes: Sequence[Pixels]) -> Pictures:
    """A view as pictures in the scales of the scene's own."""
    layers, spans = (view.inputs, *view.hidden, view.output), scene.pictures.spans
    if view.inputs.ndim == 2:
        boxes = [column.boxes for column in scene.plan.columns]
        rows = zip(layers, spans, boxes, strict=False)
        return Pictures(
            curves=tuple(
                [curve(each, span, box) for each, box in zip(values, row, strict=False)]
                for values, span, row in rows
            )
        )
    pixels = [
        colored(values, span, scene.looks.heat) for values, span in zip(layers, spans, strict=False)
    ]
    if len(classes) > 1 and len(view.output) == len(classes) and spans:
        last = [colored(p, spans[-1], t) for p, t in zip(view.output, classes, strict=True)]
        pixels[-1] = np.stack(last)
    return Pictures(tuple(images(each) for each in pixels), tuple(pixels))


def _differing(scene: Scene, now: Network, then: Network) -> list[tuple[int, int]]:
    """The layers and places of the neurons that would make something else."""
    pairs = zip(
        (now.inputs, *now.hidden, now.output),
        (then.inputs, *then.hidden, then.output),
        strict=False,
    )
    return [
        (layer, place)
        for layer, (old, new) in enumerate(pairs)
        for place in range(min(len(old), len(new), len(scene.plan.columns[layer].boxes)))
        if not np.array_equal(old[place], new[place], equal_nan=True)
    ]
