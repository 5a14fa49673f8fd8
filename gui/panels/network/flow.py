"""What flows through the network in the phases of a step: activations forth, gradients back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.kit.numbers import number
from gui.panels.network.scene import SIZE, Arrays, Flow, Scene

ASIDE = 4.0  # pixels from a weight's line to its gradient's, and to itself before the update
PULSE = 4.5  # pixels of the radius of the largest activation on its way
THIN, THICK = 0.8, 3.5
MOST = 24  # edges of a layer beside which something is drawn: the ones that matter most


def paint_flow(painter: QPainter, scene: Scene) -> None:
    """What has been reached of the phase."""
    flow = scene.flow
    if flow is None:
        return
    last = len(scene.plan.columns) - 1
    for layer in range(1, last + 1):
        done = flow.reached(layer, last)
        if flow.phase == "forward":
            _paint_forward(painter, scene, flow, layer, done)
        elif flow.phase == "backward" and done and scene.plan.has_edges(layer):
            _paint_beside(painter, scene, layer, flow.gradients, done)
        elif flow.phase == "update" and scene.plan.has_edges(layer):
            _paint_before(painter, scene, flow, layer)


def _paint_forward(painter: QPainter, scene: Scene, flow: Flow, layer: int, done: float) -> None:
    values = _of(flow.activations, layer)
    if 0 < done < 1 and scene.plan.has_edges(layer):
        _paint_pulses(painter, scene, flow, layer, done)
    column = scene.plan.columns[layer]
    if done < 1 or values is None or column.is_block or len(values) != column.count:
        return
    painter.setFont(scene.small)
    for box, value in zip(column.boxes, values.tolist(), strict=True):
        text = number(value)
        wide = painter.fontMetrics().horizontalAdvance(text) + 4
        room = QRectF(box.center().x() - wide / 2, box.top() + 1, wide, SIZE + 3)
        painter.fillRect(room, QColor(scene.looks.theme.window))
        painter.setPen(scene.looks.accent)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def _paint_pulses(painter: QPainter, scene: Scene, flow: Flow, layer: int, done: float) -> None:
    """On each line a disc as large as what the neuron before it says."""
    sources = scene.plan.columns[layer - 1].count
    said = _of(flow.activations, layer - 1)
    sizes = np.ones(sources) if said is None else np.abs(np.nan_to_num(said))
    most = float(sizes.max()) or 1.0
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(scene.looks.accent)
    for place, line in enumerate(scene.plan.edges[layer]):
        radius = 1 + (PULSE - 1) * float(sizes[place % sources]) / most
        painter.drawEllipse(line.pointAt(done), radius, radius)


def _paint_beside(painter: QPainter, scene: Scene, layer: int, arrays: Arrays, done: float) -> None:
    """Each weight's gradient as a line of its own, from the neuron back as far as it has come."""
    values = _of(arrays, layer)
    lines = scene.plan.edges[layer]
    if values is None or values.size != len(lines):
        return
    scale = max((float(np.abs(each).max()) for each in arrays if each is not None and each.size),
                default=0.0) or 1.0  # fmt: skip
    for place in _largest(values):
        value = float(values.ravel()[place])
        line = beside(lines[place], ASIDE)
        width = THIN + (THICK - THIN) * min(1.0, abs(value) / scale)
        pen = QPen(scene.looks.gradient, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if value < 0:
            pen.setDashPattern([3.0, 2.0])
        painter.setPen(pen)
        painter.drawLine(QLineF(line.p2(), line.pointAt(1 - done)))


def _paint_before(painter: QPainter, scene: Scene, flow: Flow, layer: int) -> None:
    """Each weight as it was before the update, as a grey line beside what it is now."""
    now, changes = scene.weights.of(layer, scene.plan), _of(flow.changes, layer)
    if now is None or changes is None or changes.shape != now.shape:
        return
    before = now - changes
    lines = scene.plan.edges[layer]
    for place in _largest(changes):
        size = abs(float(before.ravel()[place])) / scene.weights.weight_scale
        pen = QPen(scene.looks.muted, THIN + (THICK - THIN) * min(1.0, size))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(beside(lines[place], -ASIDE))


def beside(line: QLineF, aside: float) -> QLineF:
    """The same line a few pixels to its side."""
    normal = line.normalVector().unitVector()
    return line.translated(QPointF(normal.dx(), normal.dy()) * aside)


def _largest(values: NDArray[np.floating]) -> list[int]:
    """The flat places of what matters most."""
    places: list[int] = np.argsort(-np.abs(values.ravel()), kind="stable")[:MOST].tolist()
    return places


def _of(arrays: Arrays, layer: int) -> NDArray[np.floating] | None:
    return arrays[layer - 1] if 0 < layer <= len(arrays) else None
