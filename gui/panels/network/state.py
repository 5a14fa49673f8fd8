"""A small bar on each layer: how large its gradient is, and how many of its neurons learn."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from engine.frames import LayerHealth
from gui.kit.guard import guarded
from gui.kit.layer_state import gradient, neurons, share
from gui.kit.theme import LIGHT, Theme, mixed

HIGH, WIDE, GAP = 4, 72, 4  # pixels
PART = 0.6  # of the bar, for the gradient


class StateBar(QWidget):
    """At the left the gradient, six decades from empty to full; at the right the neurons.

    Of these the dead ones are in the warning colour and the saturated ones are hatched.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._layer: LayerHealth | None = None
        self._largest = 0.0
        self._drawn: tuple[object, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_state(self, layer: LayerHealth | None, largest: float) -> None:
        """Show a layer beside the largest gradient of all, or nothing."""
        self._layer, self._largest = layer, largest
        drawn = self._pixels()
        if drawn != self._drawn:  # painting it paints what lies around it, too
            self._drawn = drawn
            self.setAccessibleDescription("" if layer is None else neurons(layer))
            self.setVisible(layer is not None)
            self.update()

    @property
    def words(self) -> str:
        """What it shows."""
        layer = self._layer
        parts = [] if layer is None else [neurons(layer), gradient(layer)]
        return "\n".join(part for part in parts if part)

    def _pixels(self) -> tuple[object, ...]:
        """All that its picture hangs on."""
        layer = self._layer
        if layer is None:
            return (None,)
        long = None if layer.gradient is None else round(
            share(layer.gradient, self._largest) * self.width()
        )  # fmt: skip
        return self.width(), long, layer.dead, layer.saturated, layer.neurons

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self.update()

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both parts."""
        layer, theme = self._layer, self._theme
        if layer is None:
            return
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        both = layer.dead is not None
        room = self.width() * (PART if both else 1.0) - (GAP if both else 0)
        painter.fillRect(QRectF(0, 0, room, HIGH), QColor(mixed(theme.stage, theme.text, 0.15)))
        if layer.gradient is not None:
            long = share(layer.gradient, self._largest) * room
            painter.fillRect(QRectF(0, 0, long, HIGH), QColor(theme.accent))
        if not both:
            return
        left, wide = self.width() * PART, self.width() * (1 - PART)
        painter.fillRect(QRectF(left, 0, wide, HIGH), QColor(mixed(theme.stage, theme.muted, 0.6)))
        dead, saturated = (
            wide * (count or 0) / max(layer.neurons, 1) for count in (layer.dead, layer.saturated)
        )
        painter.fillRect(QRectF(left, 0, dead, HIGH), QColor(theme.warning))
        hatched = QBrush(QColor(theme.warning), Qt.BrushStyle.Dense4Pattern)
        painter.fillRect(QRectF(left + dead, 0, saturated, HIGH), hatched)
