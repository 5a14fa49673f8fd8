"""The ring around a plot or a painted view that the keyboard is in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.kit.guard import guarded

WIDTH = 2
PASSING = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class FocusRing(QWidget):
    """Lies over a widget and is seen while that has the focus; a click with the mouse shows none.

    Style sheets draw the rings of buttons and fields; this one is for what paints itself.
    """

    def __init__(self, around: QWidget) -> None:
        super().__init__(around)
        self._around = around
        self._wanted = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        around.installEventFilter(self)

    @guarded(False)
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow the widget's focus and size; a key shows the ring after a click too."""
        kind = event.type()
        if isinstance(event, QFocusEvent):
            if event.reason() not in PASSING:
                self._wanted = (
                    event.gotFocus() and event.reason() != Qt.FocusReason.MouseFocusReason
                )
            self._turn(event.gotFocus() and self._wanted)
        elif kind == QEvent.Type.KeyPress:
            self._wanted = self._around.hasFocus()
            self._turn(self._wanted)
        elif kind == QEvent.Type.Resize:
            self.setGeometry(self._around.rect())
        return False

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring in the accent."""
        painter = QPainter(self)
        painter.setPen(QPen(QColor(self.palette().accent().color()), WIDTH))
        edge = WIDTH // 2
        painter.drawRect(self.rect().adjusted(edge, edge, -edge, -edge))

    def _turn(self, on: bool) -> None:
        if on:
            self.setGeometry(self._around.rect())
            self.raise_()
        self.setVisible(on)
