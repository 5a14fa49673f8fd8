"""Paints the network: edges, neurons with what they make of the data, biases, names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from engine.frames import Network, Parameters
from gui.kit.colors import Pixels
from gui.panels.network.backdrop import Backdrop
from gui.panels.network.flow import paint_flow
from gui.panels.network.looks import Looks
from gui.panels.network.pictures import Span, colored, curve, even, images
from gui.panels.network.plan import Plan, bias_place
from gui.panels.network.scene import Pictures, Scene, Weights, largest
from gui.panels.network.sprites import BIAS, ROUND, SIZES, Sprites, own_ratio


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


def paint(painter: QPainter, scene: Scene, backdrop: Backdrop) -> None:
    """Everything, from back to front."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ratio = own_ratio(painter)
    backdrop.paint(painter, scene, ratio)
    if scene.sprites is None or (scene.sprites.looks, scene.sprites.ratio) != (scene.looks, ratio):
        scene.sprites = Sprites(scene.looks, ratio)
    for layer in range(len(scene.plan.columns)):
        _paint_layer(painter, scene, layer, scene.sprites)
    paint_flow(painter, scene)


def _paint_layer(painter: QPainter, scene: Scene, layer: int, sprites: Sprites) -> None:
    column, looks = scene.plan.columns[layer], scene.looks
    if column.is_block:
        _paint_block(painter, column.boxes[0], str(column.count), looks)
        return
    maps = scene.pictures.maps[layer] if scene.pictures.maps else []
    for box, picture in zip(column.boxes, maps, strict=False):
        painter.drawImage(box, picture)
    for box in column.boxes[len(maps) :]:
        painter.fillRect(box, looks.window)
    if scene.pictures.curves:
        span = scene.pictures.spans[layer]
        for box, pieces in zip(column.boxes, scene.pictures.curves[layer], strict=False):
            _paint_curve(painter, box, pieces, span, looks)
    for box in column.boxes:
        sprites.frame(painter, box)
    for box in scene.unheard(layer):
        painter.fillRect(box, looks.faint)
    _paint_biases(painter, scene, layer, sprites)


def bias_box(box: QRectF) -> QRectF:
    """Where a neuron's bias is."""
    at = bias_place(box)
    return QRectF(at.x() - BIAS, at.y() - BIAS, 2 * BIAS, 2 * BIAS)


def _paint_biases(painter: QPainter, scene: Scene, layer: int, sprites: Sprites) -> None:
    bias, boxes = scene.weights.bias(layer), scene.plan.columns[layer].boxes
    if bias is None:
        return
    values = np.broadcast_to(bias.ravel(), (len(boxes),)) if bias.size == 1 else bias.ravel()
    shares = np.fmin(np.abs(values) / scene.weights.bias_scale, 1.0)  # what is lost is largest
    sizes = (shares * SIZES + 0.5).astype(int).tolist()
    places = scene.plan.columns[layer].biases
    for at, negative, size in zip(places, (values < 0).tolist(), sizes, strict=False):
        sprites.disc(painter, at, negative, size)


def _paint_curve(
    painter: QPainter, box: QRectF, pieces: list[QPolygonF], span: Span, looks: Looks
) -> None:
    low, high = span
    if low < 0 < high:
        zero = box.bottom() + low / (high - low) * box.height()
        painter.setPen(looks.zero)
        painter.drawLine(QLineF(box.left(), zero, box.right(), zero))
    painter.setPen(looks.curve)
    painter.setClipRect(box)
    for piece in pieces:
        painter.drawPolyline(piece)
    painter.setClipping(False)


def _paint_block(painter: QPainter, box: QRectF, text: str, looks: Looks) -> None:
    painter.setPen(looks.outline)
    painter.setBrush(looks.window)
    painter.drawRoundedRect(box, ROUND, ROUND)
    painter.setPen(looks.text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
