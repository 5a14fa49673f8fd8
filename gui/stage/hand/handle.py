"""A handle on the plane that the mouse or the arrow keys move."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.kit.guard import guarded
from gui.kit.theme import Theme
from gui.stage.hand.keyboard import ARROWS, step_of

SIZE = 26  # pixels that can be gripped
RADIUS = 8.0


class Handle(QWidget):
    """A round grip over the canvas; whoever made it decides where it goes."""

    wanted = Signal(QPointF)  # the pixel of the canvas where the hand wants it
    released = Signal()
    cancelled = Signal()

    def __init__(self, canvas: QWidget, theme: Theme) -> None:
        # Beside the canvas, not in it: over the legend a handle can still be gripped.
        super().__init__(canvas.parentWidget())
        self._canvas = canvas
        self._theme = theme
        self._grip: QPointF | None = None  # from the handle's middle to the pointer
        self._by_keys = False
        self.resize(SIZE, SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    @property
    def middle(self) -> QPointF:
        """Where it is, in the canvas's pixels."""
        return QPointF(self.pos() - self._canvas.pos()) + QPointF(SIZE / 2, SIZE / 2)

    @property
    def held(self) -> bool:
        """Whether the mouse or a key holds it now."""
        return self._grip is not None or self._by_keys

    def put(self, at: QPointF) -> None:
        """Stand at a pixel of the canvas."""
        self.move((at - QPointF(SIZE / 2, SIZE / 2)).toPoint() + self._canvas.pos())

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """As large as a finger's grip."""
        return QSize(SIZE, SIZE)

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """A ring in the line's colour, filled where it has the keyboard."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.accent), 2.5))
        fill = self._theme.accent if self.hasFocus() or self.held else self._theme.stage
        painter.setBrush(QColor(fill))
        half = SIZE / 2
        painter.drawEllipse(QRectF(half - RADIUS, half - RADIUS, 2 * RADIUS, 2 * RADIUS))
        painter.end()

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it where the pointer is."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position() - QPointF(SIZE / 2, SIZE / 2)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    @guarded(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self._grip is not None:
            self.wanted.emit(
                event.position() + QPointF(self.pos() - self._canvas.pos()) - self._grip
            )

    @guarded(None)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay there."""
        if self._grip is not None and event.button() == Qt.MouseButton.LeftButton:
            self._let_go()

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows move it, finer with Shift; Escape puts the line back."""
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape and self.held:
            self._grip, self._by_keys = None, False
            self.cancelled.emit()
        elif key in ARROWS and not modifiers & Qt.KeyboardModifier.AltModifier:
            self._by_keys = True
            self.wanted.emit(self.middle + QPointF(*ARROWS[key]) * step_of(modifiers))
        else:
            super().keyPressEvent(event)

    @guarded(None)
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """An arrow let go lets go of the handle."""
        if self._by_keys and not event.isAutoRepeat():
            self._let_go()
        else:
            super().keyReleaseEvent(event)

    @guarded(None)
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the arrows move this one."""
        super().focusInEvent(event)
        self.update()

    @guarded(None)
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is held without the keyboard."""
        super().focusOutEvent(event)
        if self._by_keys:
            self._let_go()
        self.update()

    def _let_go(self) -> None:
        self._grip, self._by_keys = None, False
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.released.emit()
        self.update()
