"""The mouse on the plane: what goes to the tools, what pans, what zooms."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent

from gui.kit.guard import guarded
from gui.stage.hand.tool import Tool
from gui.stage.hand.tools import Tools
from gui.stage.modes.board import Board

Button = Qt.MouseButton
ZOOM_A_NOTCH = 1.2
NOTCH = 120  # what one click of a wheel counts


class Mouse(QObject):
    """Takes the events before pyqtgraph would search its scene for whom they concern."""

    pressed = Signal()
    axis_pressed = Signal()  # twice, beside the plane
    hovered = Signal(object)  # QPointF in pixels, or None when the pointer has left

    def __init__(self, board: Board, tools: Tools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pan_wanted = False  # while the space bar is down
        self._board = board
        self._tools = tools
        self._pan_from: QPointF | None = None
        self._viewport = board.canvas.plot.viewport()
        self._viewport.installEventFilter(self)

    @guarded(True)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle what the mouse does; everything else goes on."""
        if isinstance(event, QWheelEvent):
            return self._wheel(event)
        if event.type() == QEvent.Type.Leave:
            self._tools.hover(None)
            self.hovered.emit(None)
        if not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            self._press(event)
        elif event.type() == QEvent.Type.MouseMove:
            self._move(event)
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._release(event)
        return True

    def show_cursor(self, at: QPointF | None = None) -> None:
        """The pointer's shape says what a press would do."""
        shape = self._shape(at)
        if self._viewport.cursor().shape() != shape:
            self._viewport.setCursor(shape)

    def _press(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return  # asks what is there, and changes nothing
        self.pressed.emit()
        self._board.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._tools.busy or not self._board.canvas.pixels.contains(at):
            if event.type() == QEvent.Type.MouseButtonDblClick and not self._tools.busy:
                self.axis_pressed.emit()
            return
        if self._tools.sweeps and event.button() == Button.RightButton:
            self._tools.press(at, second=True)
        elif event.button() == Button.RightButton:
            row = self._board.hit(at)
            if row is not None and self._tools.tool is not Tool.SELECT:
                self._tools.delete(row)
        elif self._pans(event):
            self._pan_from = at
        elif event.button() == Button.LeftButton:
            taken = self._tools.press(at, modifiers=event.modifiers())
            self._pan_from = at if not taken and self._tools.tool is Tool.MOVE else None
        self.show_cursor(at)

    def _pans(self, event: QMouseEvent) -> bool:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        left = event.button() == Button.LeftButton
        shift = shift and self._tools.tool is not Tool.SELECT  # there it adds to what is selected
        return event.button() == Button.MiddleButton or (left and (shift or self.pan_wanted))

    def _move(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.buttons() == Button.NoButton:
            self._stop()  # the release happened where we could not see it
        if self._pan_from is not None:
            self._pan(at - self._pan_from)
            self._pan_from = at
        elif self._tools.busy:
            self._tools.drag(at)
        else:
            self.show_cursor(at)
        self._tools.hover(at)
        self.hovered.emit(at)

    def _release(self, event: QMouseEvent) -> None:
        if event.button() in (Button.LeftButton, Button.MiddleButton, Button.RightButton):
            self._stop()
        self.show_cursor(event.position())

    def _stop(self) -> None:
        self._pan_from = None
        self._tools.release()

    def _wheel(self, event: QWheelEvent) -> bool:
        delta = event.angleDelta().y() or event.angleDelta().x()
        only_x = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        canvas, at = self._board.canvas, event.position()
        if delta and not self._tools.busy and canvas.pixels.contains(at):
            factor = ZOOM_A_NOTCH ** (-delta / NOTCH)
            around = canvas.to_data(at)  # the place under the pointer stays where it is
            canvas.show_area(canvas.area.scaled(*around, factor, 1.0 if only_x else factor))
        return True

    def _pan(self, by: QPointF) -> None:
        canvas = self._board.canvas
        x_size, y_size = canvas.pixel_size()
        canvas.show_area(canvas.area.moved(-by.x() * x_size, by.y() * y_size))

    def _shape(self, at: QPointF | None) -> Qt.CursorShape:
        if self._pan_from is not None or (self._tools.busy and self._tools.tool is Tool.MOVE):
            return Qt.CursorShape.ClosedHandCursor
        if self.pan_wanted:
            return Qt.CursorShape.OpenHandCursor
        if self._tools.sweeps:
            return Qt.CursorShape.CrossCursor
        if at is not None and not self._board.points.crowded and self._board.hit(at) is not None:
            return Qt.CursorShape.PointingHandCursor
        return {
            Tool.PUT: Qt.CursorShape.CrossCursor,
            Tool.MOVE: Qt.CursorShape.OpenHandCursor,
        }.get(self._tools.tool, Qt.CursorShape.CrossCursor)
