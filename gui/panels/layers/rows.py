"""The painted rows: a layer each, from the last to the first, as gradients come through them."""

from __future__ import annotations

import math
from typing import Literal, get_args

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.frames import Health, Histogram, LayerHealth
from engine.frames.sights import Asleep, Flow, Spread
from gui.kit.calm import finite
from gui.kit.fonts import tabular
from gui.kit.guard import guarded
from gui.kit.layer_state import gradient, neurons, share
from gui.kit.numbers import number, short
from gui.kit.theme import LIGHT, Theme, mixed
from gui.kit.things import Painted, topmost
from gui.kit.words import tr

Kind = Literal["before", "after", "weights", "gradients"]
KINDS: tuple[Kind, ...] = get_args(Kind)
BARS = 46  # pixels of the highest bar
GAP = 12  # pixels between two layers
SIDE, LESS = 96, 62  # pixels for the gradient's size
LEAST = 190  # pixels
MOST_BARS = 6  # of a histogram that are named one by one
NARROW = 270  # pixels, below which the gradient has less room


class LayerRows(QWidget):
    """Of each layer a histogram, its dead and saturated neurons, and how large its gradient is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind: Kind = "before"
        self._health: Health | None = None
        self._titles: dict[str, str] = {}
        self._theme = LIGHT
        self.setFont(tabular(self.font(), 0.9))
        self.setMinimumWidth(LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Layers from the last to the first"))

    @property
    def layers(self) -> tuple[LayerHealth, ...]:
        """What is drawn, from top to bottom."""
        return () if self._health is None else self._health.layers[::-1]

    def show_health(self, health: Health | None, titles: dict[str, str]) -> None:
        """Draw these layers under their titles, or none."""
        before = len(self.layers)
        self._health, self._titles = health, titles
        if len(self.layers) != before:
            self.updateGeometry()
        self.update()

    def show_kind(self, kind: Kind) -> None:
        """Draw other histograms."""
        self.kind = kind
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its layers."""
        return QSize(LEAST, len(self.layers) * self._pitch)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self.update()

    def sentence(self, layer: LayerHealth) -> str:
        """A layer in words, and its histogram."""
        parts = [self._titles.get(layer.name, layer.name), neurons(layer), gradient(layer)]
        found: Histogram | None = getattr(layer, self.kind)
        if found is not None:
            parts.append(self._told(found))
        return "\n".join(part for part in parts if part)

    def things(self) -> list[Painted]:
        """Of each layer its neurons, its histogram, some bars of that, and its gradient."""
        found = []
        for place in range(len(self.layers)):
            found += self._of_layer(place)
            bars = self._bars(place)
            found += [self._bar(place, bar) for bar in bars[:: max(1, -(-len(bars) // MOST_BARS))]]
        return found

    def thing_at(self, at: QPointF) -> Painted | None:
        """The bar over or under a place, or what else of a layer is there."""
        place = int(at.y() // self._pitch)
        if not 0 <= place < len(self.layers):
            return None
        box, found = self.box(place), self._histogram(place)
        if found is not None and box.contains(at):
            bar = int((at.x() - box.left()) / box.width() * len(found.counts))
            return self._bar(place, min(bar, len(found.counts) - 1))
        return topmost(self._of_layer(place), at)

    def _of_layer(self, place: int) -> list[Painted]:
        layer, box = self._index(place), self.box(place)
        head = QRectF(4, place * self._pitch, self.width() - 12, self._line)
        bends = self.layers[place].dead is not None
        found = [Painted(Asleep(layer), head)] if bends else []
        if self._histogram(place) is not None:
            under = QRectF(box.left(), box.bottom() + 1, box.width(), self._line)
            found.append(Painted(Spread(layer, self.kind), under))
        if self.layers[place].gradient is not None:
            left = self.width() - self._side - 4
            found.append(Painted(Flow(layer), QRectF(left, box.top(), self._side - 4, BARS)))
        return found

    def _bars(self, place: int) -> list[int]:
        found = self._histogram(place)
        return [] if found is None else np.flatnonzero(found.counts).tolist()

    def _bar(self, place: int, bar: int) -> Painted:
        box, found = self.box(place), self._histogram(place)
        wide = box.width() / max(1, 0 if found is None else len(found.counts))
        column = QRectF(box.left() + bar * wide, box.top(), wide, box.height())
        return Painted(Spread(self._index(place), self.kind, bar), column)

    def _histogram(self, place: int) -> Histogram | None:
        found: Histogram | None = getattr(self.layers[place], self.kind)
        return found

    def _index(self, place: int) -> int:
        """The layer's own number: they stand from the last to the first."""
        return len(self.layers) - 1 - place

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the layers."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        largest = max((layer.gradient or 0.0 for layer in self.layers), default=0.0)
        for place, layer in enumerate(self.layers):
            self._write_head(painter, place, layer)
            found: Histogram | None = getattr(layer, self.kind)
            if found is not None:
                self._draw_bars(painter, self.box(place), found)
            if self.kind == "before":
                self._draw_curve(painter, self.box(place), layer)
            if layer.gradient is not None:
                self._draw_gradient(painter, self.box(place), layer.gradient, largest)

    def box(self, place: int) -> QRectF:
        """Where a layer's histogram is."""
        top = place * self._pitch + self._line + 2
        return QRectF(4, top, max(self.width() - self._side - 16, 40), BARS)

    @property
    def _side(self) -> int:
        return SIDE if self.width() >= NARROW else LESS

    @property
    def _line(self) -> int:
        return self.fontMetrics().height() + 2

    @property
    def _pitch(self) -> int:
        return 2 * self._line + BARS + GAP

    def _told(self, found: Histogram) -> str:
        told = tr(
            "mean {mean}, standard deviation {deviation}",
            mean=number(found.mean), deviation=number(found.deviation),
        )  # fmt: skip
        lost = tr("{count} are no numbers any more", count=found.lost) if found.lost else ""
        return f"{told}; {lost}" if lost else told

    def _write_head(self, painter: QPainter, place: int, layer: LayerHealth) -> None:
        top, theme = place * self._pitch, self._theme
        line = QRectF(4, top, self.width() - 12, self._line)
        state = neurons(layer)
        loud = bool(layer.dead or layer.saturated)
        painter.setPen(QColor(theme.warning if loud else theme.muted))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, right, state)
        room = line.width() - self.fontMetrics().horizontalAdvance(state) - 8
        elide = Qt.TextElideMode.ElideRight
        title = self.fontMetrics().elidedText(
            self._titles.get(layer.name, layer.name), elide, int(room)
        )
        painter.setPen(QColor(theme.text))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, title)

    def _draw_bars(self, painter: QPainter, box: QRectF, found: Histogram) -> None:
        theme, counts = self._theme, found.counts
        painter.fillRect(box, QColor(theme.window))
        wide, most = box.width() / len(counts), max(int(counts.max()), 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mixed(theme.window, theme.accent, 0.55)))
        for place, count in enumerate(counts.tolist()):
            high = count / most * (box.height() - 2)
            if count:
                bar = QRectF(
                    box.left() + place * wide, box.bottom() - high, max(wide - 0.5, 1), high
                )
                painter.drawRect(bar)
        painter.setPen(QPen(QColor(theme.outline), 1))
        painter.drawLine(QPointF(box.left(), box.bottom()), QPointF(box.right(), box.bottom()))
        painter.setPen(QColor(theme.muted))
        under = QRectF(box.left(), box.bottom(), box.width(), self._line)
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter,
                 Qt.AlignmentFlag.AlignRight)  # fmt: skip
        for side, value in zip(sides, (-found.size, 0.0, found.size), strict=True):
            painter.drawText(under, side | Qt.AlignmentFlag.AlignVCenter, short(value))

    def _draw_curve(self, painter: QPainter, box: QRectF, layer: LayerHealth) -> None:
        """The activation over the same axis as the histogram of what goes into it."""
        if layer.curve is None:
            return
        values = finite(layer.curve)
        low, high = float(values.min()), float(values.max())
        if not math.isfinite(high - low) or high <= low:
            return
        step, room = box.width() / (len(values) - 1), box.height() - 6
        heights = box.bottom() - 3 - (values - low) / (high - low) * room
        line = [QPointF(box.left() + i * step, y) for i, y in enumerate(heights.tolist())]
        painter.setPen(QPen(QColor(self._theme.warning), 1.5))
        painter.drawPolyline(QPolygonF(line))

    def _draw_gradient(self, painter: QPainter, box: QRectF, size: float, largest: float) -> None:
        theme = self._theme
        left, middle = self.width() - self._side - 4, box.center().y()
        track = QRectF(left, middle - 4, self._side - 4, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mixed(theme.panel, theme.text, 0.08)))
        painter.drawRoundedRect(track, 3, 3)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(
            QRectF(left, middle - 4, max(share(size, largest) * track.width(), 2), 8), 3, 3
        )
        painter.setPen(QColor(theme.muted))
        above = QRectF(left, middle - 6 - self._line, track.width(), self._line)
        below = QRectF(left, middle + 6, track.width(), self._line)
        painter.drawText(above, Qt.AlignmentFlag.AlignVCenter, tr("gradient"))
        painter.setPen(QColor(theme.text))
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, number(size))
