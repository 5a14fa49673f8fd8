"""The painted rows: a layer each, from the last to the first, as gradients come through them."""

from __future__ import annotations

import math
from typing import Literal, get_args

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.frames import Health, Histogram, LayerHealth
from gui.kit.calm import finite
from gui.kit.fonts import tabular
from gui.kit.guard import guarded
from gui.kit.layer_state import gradient, neurons, share
from gui.kit.numbers import number, short
from gui.kit.theme import LIGHT, Theme, mixed
from gui.kit.words import tr

Kind = Literal["before", "after", "weights", "gradients"]
KINDS: tuple[Kind, ...] = get_args(Kind)
BARS = 46  # pixels of the highest bar
GAP = 12  # pixels between two layers
SIDE, LESS = 96, 62  # pixels for the gradient's size
LEAST = 190  # pixels
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

    def sentence(self, layer: LayerHealth, place: int | None) -> str:
        """A layer in words, and the bin at a place of its histogram."""
        parts = [self._titles.get(layer.name, layer.name), neurons(layer), gradient(layer)]
        found: Histogram | None = getattr(layer, self.kind)
        if found is not None:
            parts.append(self._told(found, place))
        return "\n".join(part for part in parts if part)

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what the layer and the bin under the pointer are."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(event.pos()), self)
            return True
        return super().event(event)

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

    def _tip(self, at: QPoint) -> str:
        place = at.y() // self._pitch
        if not 0 <= place < len(self.layers):
            return ""
        layer, box = self.layers[place], self.box(place)
        found: Histogram | None = getattr(layer, self.kind)
        inside = found is not None and box.left() <= at.x() < box.right()
        share = (at.x() - box.left()) / box.width()
        bins = 0 if found is None else len(found.counts)
        return self.sentence(layer, int(share * bins) if inside else None)

    def _told(self, found: Histogram, place: int | None) -> str:
        if place is not None:
            step = 2 * found.size / len(found.counts)
            low = -found.size + place * step
            return tr(
                "{count} of {looked} numbers from {low} to {high}",
                count=int(found.counts[place]), looked=found.looked,
                low=short(low), high=short(low + step),
            )  # fmt: skip
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
