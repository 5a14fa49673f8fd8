"""The numbers beside weights and biases, as many as there is room for, the largest first."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gui.kit.numbers import number
from gui.panels.network.scene import SIZE, Scene

FIRST, LAST = 0.3, 0.75  # of the way, between which a number stands
SEEN = 0.86  # how much of the ground hides what lies behind a number


def paint_numbers(painter: QPainter, scene: Scene) -> None:
    """Over everything that is painted; no number over another one."""
    painter.setFont(scene.small)
    taken: list[QRectF] = []
    for layer in range(1, len(scene.plan.columns)):
        _write_biases(painter, scene, layer, taken)
    for layer in range(1, len(scene.plan.columns)):
        if scene.plan.has_edges(layer):
            _write_weights(painter, scene, layer, taken)


def _write_weights(painter: QPainter, scene: Scene, layer: int, taken: list[QRectF]) -> None:
    values = scene.weights.of(layer, scene.plan)
    if values is None:
        return
    sources = scene.plan.columns[layer - 1].count
    for place in np.argsort(-np.abs(values.ravel()), kind="stable").tolist():
        part = (place % sources + 0.5) / sources
        at = scene.plan.edges[layer][place].pointAt(FIRST + (LAST - FIRST) * part)
        _write(painter, scene, at, number(float(values.ravel()[place])), taken)


def _write_biases(painter: QPainter, scene: Scene, layer: int, taken: list[QRectF]) -> None:
    column, bias = scene.plan.columns[layer], scene.weights.bias(layer)
    if column.is_block or bias is None:
        return
    for place, box in enumerate(column.boxes):
        value = float(bias.ravel()[min(place, bias.size - 1)])
        at = QPointF(box.center().x(), box.bottom() - SIZE * 0.75)
        _write(painter, scene, at, number(value), taken)


def _write(painter: QPainter, scene: Scene, at: QPointF, text: str, taken: list[QRectF]) -> None:
    wide = painter.fontMetrics().horizontalAdvance(text) + 4
    box = QRectF(at.x() - wide / 2, at.y() - SIZE * 0.65, wide, SIZE * 1.3)
    if any(box.intersects(other) for other in taken):
        return
    taken.append(box)
    ground = QColor(scene.looks.ground)
    ground.setAlphaF(SEEN)
    painter.fillRect(box, ground)
    painter.setPen(scene.looks.text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
