"""Paints the network: edges, neurons with what they make of the data, biases, names."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from engine.frames import Network, Parameters
from gui.kit.colors import Pixels
from gui.panels.network.flow import paint_flow
from gui.panels.network.looks import Looks
from gui.panels.network.matrices import paint_matrix
from gui.panels.network.pictures import Span, colored, curve, even, images
from gui.panels.network.plan import Plan
from gui.panels.network.scene import Pictures, Scene, Weights, largest

BIAS = 5.5  # pixels of the radius of the largest bias
LEAST_BIAS = 2.0
ROUND = 3.0
CUT = 3.5  # pixels of the arms of a cross


def pictures(
    view: Network, plan: Plan, looks: Looks, answers: Span, classes: Sequence[Pixels]
) -> Pictures:
    """The view as pictures; ``answers`` is the span of the output's colours or heights."""
    layers = (view.inputs, *view.hidden, view.output)
    own = [even(values) for values in layers[:-1]]
    spans = (*own, answers)
    if view.inputs.ndim == 2:
        boxes = [column.boxes for column in plan.columns]
        curves = tuple(
            [curve(each, span, box) for each, box in zip(values, row, strict=False)]
            for values, span, row in zip(layers, spans, boxes, strict=True)
        )
        return Pictures(curves=curves, spans=spans)
    pixels = [colored(values, span, looks.heat) for values, span in zip(layers, spans, strict=True)]
    if len(classes) > 1 and len(view.output) == len(classes):
        last = [colored(p, answers, t) for p, t in zip(view.output, classes, strict=True)]
        pixels[-1] = np.stack(last)
    return Pictures(tuple(images(each) for each in pixels), tuple(pixels), spans=spans)


def weights(view: Parameters, names: Sequence[str]) -> Weights:
    """The weights and biases of these layers, in their order."""
    layers = tuple(
        (view.values.get(f"{name}.weight"), view.values.get(f"{name}.bias")) for name in names
    )
    return Weights(
        layers,
        largest([w for w, _ in layers]),
        largest([b for _, b in layers]),
        tuple(view.gradients.get(f"{name}.weight") for name in names),
        tuple(view.changes.get(f"{name}.weight") for name in names),
    )


def paint(painter: QPainter, scene: Scene) -> None:
    """Everything, from back to front."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for layer in range(1, len(scene.plan.columns)):
        if scene.plan.has_edges(layer):
            _paint_edges(painter, scene, layer)
        elif layer in scene.matrices:
            view = scene.matrices[layer]
            paint_matrix(painter, scene.plan.matrix(layer), view, scene.matrix_scale, scene.looks)
    for layer in range(len(scene.plan.columns)):
        _paint_layer(painter, scene, layer)
    paint_flow(painter, scene)


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


def _paint_layer(painter: QPainter, scene: Scene, layer: int) -> None:
    column, looks = scene.plan.columns[layer], scene.looks
    if column.is_block:
        _paint_block(painter, column.boxes[0], str(column.count), looks)
        return
    maps = scene.pictures.maps[layer] if scene.pictures.maps else []
    curves = scene.pictures.curves[layer] if scene.pictures.curves else []
    bias = scene.weights.bias(layer)
    for place, box in enumerate(column.boxes):
        if place < len(maps):
            painter.drawImage(box, maps[place])
        else:
            painter.fillRect(box, QColor(looks.theme.window))
        if place < len(curves):
            _paint_curve(painter, box, curves[place], scene.pictures.spans[layer], looks)
        painter.setPen(QPen(looks.outline, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), ROUND, ROUND)
        if not scene.is_heard(layer, place):
            faint = QColor(looks.ground)
            faint.setAlphaF(0.75)
            painter.fillRect(box, faint)
        if bias is not None:
            _paint_bias(
                painter, bias_box(box), float(bias.ravel()[min(place, bias.size - 1)]), scene
            )


def bias_box(box: QRectF) -> QRectF:
    """Where a neuron's bias is: over its lower left corner."""
    return QRectF(box.left() - BIAS, box.bottom() - BIAS, 2 * BIAS, 2 * BIAS)


def _paint_bias(painter: QPainter, box: QRectF, value: float, scene: Scene) -> None:
    """A disc as large as the bias, full where it is positive, a ring where it is negative."""
    looks = scene.looks
    share = min(1.0, abs(value) / scene.weights.bias_scale) if math.isfinite(value) else 1.0
    radius = LEAST_BIAS + (BIAS - LEAST_BIAS) * share - 0.75
    pen, ground = looks.discs[value < 0]
    painter.setPen(pen)
    painter.setBrush(ground if value < 0 else pen.color())
    painter.drawEllipse(box.center(), radius, radius)


def _paint_curve(
    painter: QPainter, box: QRectF, pieces: list[QPolygonF], span: Span, looks: Looks
) -> None:
    low, high = span
    if low < 0 < high:
        zero = box.bottom() + low / (high - low) * box.height()
        painter.setPen(QPen(QColor(looks.theme.border), 1))
        painter.drawLine(QLineF(box.left(), zero, box.right(), zero))
    painter.setPen(QPen(looks.accent, 1.5))
    painter.setClipRect(box)
    for piece in pieces:
        painter.drawPolyline(piece)
    painter.setClipping(False)


def _paint_block(painter: QPainter, box: QRectF, text: str, looks: Looks) -> None:
    painter.setPen(QPen(looks.outline, 1))
    painter.setBrush(QColor(looks.theme.window))
    painter.drawRoundedRect(box, ROUND, ROUND)
    painter.setPen(looks.text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
