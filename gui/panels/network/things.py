"""What of the drawn network can be pointed at: every edge, every neuron, every bias."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

from engine.frames.things import Input, Neuron, Number
from gui.kit.things import Painted
from gui.panels.network.drawing import bias_box
from gui.panels.network.matrices import Region
from gui.panels.network.plan import Plan

REACH = 4.0  # pixels beside a line that still belong to it
CLEAR = 10.0  # pixels from a neuron on that belong to one edge alone, where edges part


def painted(
    plan: Plan, layers: tuple[str, ...], shapes: Mapping[str, tuple[int, ...]], offset: QPointF
) -> list[Painted]:
    """Everything, the topmost last; ``offset`` is where the picture begins."""
    return [
        *_edges(plan, layers, offset),
        *_neurons(plan, offset),
        *_biases(plan, layers, shapes, offset),
    ]


def cells(plan: Plan, regions: Mapping[int, Region], offset: QPointF) -> list[Painted]:
    """The weights of the matrices that are shown exactly."""
    found = []
    for layer, region in regions.items():
        box = plan.matrix(layer).translated(offset)
        wide, high = box.width() / region.columns, box.height() / region.rows
        for row in range(region.rows):
            for column in range(region.columns):
                place = (region.top + row) * region.shape[1] + region.left + column
                cell = QRectF(box.left() + column * wide, box.top() + row * high, wide, high)
                found.append(Painted(Number(region.name, place), cell))
    return found


def _edges(plan: Plan, layers: tuple[str, ...], offset: QPointF) -> Iterator[Painted]:
    for layer in range(1, len(plan.columns)):
        if not plan.has_edges(layer):
            continue
        count, sources = plan.columns[layer].count, plan.columns[layer - 1].count
        for place in range(count * sources):
            line = plan.edge(layer, place // sources, place % sources).translated(offset)
            yield Painted(Number(f"{layers[layer - 1]}.weight", place), *_along(line))


def _along(line: QLineF) -> tuple[QRectF, QPainterPath]:
    """The box and the shape of a line's middle, where a place tells it from its neighbours."""
    cut = min(CLEAR / max(line.length(), 1.0), 0.4)
    start, end = line.pointAt(cut), line.pointAt(1 - cut)
    normal = line.normalVector().unitVector()
    aside = QPointF(normal.dx(), normal.dy()) * REACH
    path = QPainterPath()
    path.addPolygon(QPolygonF([start + aside, end + aside, end - aside, start - aside]))
    path.closeSubpath()
    return path.boundingRect(), path


def _neurons(plan: Plan, offset: QPointF) -> Iterator[Painted]:
    for column in plan.columns:
        if column.is_block:
            continue
        for place, box in enumerate(column.boxes):
            thing = Neuron(column.layer - 1, place) if column.layer else Input(place)
            yield Painted(thing, box.translated(offset))


def _biases(
    plan: Plan, layers: tuple[str, ...], shapes: Mapping[str, tuple[int, ...]], offset: QPointF
) -> Iterator[Painted]:
    for column in plan.columns[1:]:
        name = f"{layers[column.layer - 1]}.bias"
        if column.is_block or name not in shapes:
            continue
        shared = shapes[name] == (1,)
        for place, box in enumerate(column.boxes):
            yield Painted(Number(name, 0 if shared else place), bias_box(box).translated(offset))
