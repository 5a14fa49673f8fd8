"""The keyboard on the plane: a cross goes where the arrows say, and Enter is a click there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from gui.kit.guard import guarded
from gui.kit.keys import key_of
from gui.kit.marks import Marks
from gui.kit.theme import Theme
from gui.stage.hand.mouse import ZOOM_A_NOTCH, Mouse
from gui.stage.hand.tool import Tool, kinds
from gui.stage.hand.tools import Tools
from gui.stage.modes.board import Board

Key = Qt.Key
Modifier = Qt.KeyboardModifier
ARROWS = {Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1)}
RESIZE = 1.25  # what one stroke makes of a tool's reach
STEP, FINE_STEP, LONG_STEP = 10.0, 1.0, 60.0  # pixels: alone, with Shift, with Control
ZOOMS = {
    Key.Key_Plus: 1 / ZOOM_A_NOTCH, Key.Key_Equal: 1 / ZOOM_A_NOTCH,
    Key.Key_Minus: ZOOM_A_NOTCH, Key.Key_Underscore: ZOOM_A_NOTCH,
}  # fmt: skip
PANNING = Modifier.ShiftModifier | Modifier.ControlModifier
PAN = 0.1  # of the plane, by one stroke
TABBED = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
CROSS_SIZE, CROSS_Z = 26, 20


class Keyboard(QObject):
    """Watches the stage's keys. They win over shortcuts of the window while the plane has focus."""

    tool_chosen = Signal(object)  # Tool
    class_chosen = Signal(int)  # its place in the palette, from 0
    fit_wanted = Signal()
    legend_wanted = Signal()  # the keyboard shall go there
    walked = Signal(object)  # QPointF in pixels: where the cross or the carried point is; or None

    def __init__(
        self, board: Board, tools: Tools, mouse: Mouse, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._board = board
        self._tools = tools
        self._of_key = {kind.key: tool for tool, kind in kinds().items()}
        self._mouse = mouse
        self._cross = Marks(pxMode=True, symbol="+", size=CROSS_SIZE)
        self._cross.hide()
        self._place: tuple[float, float] | None = None
        board.canvas.add(self._cross, CROSS_Z)

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the keys of the plane; everything else goes on."""
        if isinstance(event, QKeyEvent) and watched is not self._board.canvas:
            return self._on_key(event)
        if isinstance(event, QFocusEvent) and watched is self._board.canvas:
            self._on_focus(event)
        return super().eventFilter(watched, event)

    def hide_cross(self) -> None:
        """Show no cross; the mouse points now."""
        self._cross.hide()

    def enter_lane(self) -> None:
        """Move the cross to where the class at hand has a place of its own."""
        at = self._cross_pixel()
        height = self._board.lane()
        if height is not None:
            lane = self._pixel((0.0, height)).y()
            rect = self._board.canvas.pixels
            at.setY(min(max(lane, rect.top()), rect.bottom()))
            self._place = self._board.canvas.to_data(at)
            if self._cross.isVisible():
                self._put_cross(at)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._cross.setBrush(pg.mkBrush(theme.accent))
        self._cross.setPen(pg.mkPen(theme.stage, width=1))

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.type() == QEvent.Type.KeyRelease:
            return self._on_release(event)
        action = self._action(event)
        if event.type() == QEvent.Type.ShortcutOverride:
            # The space bar may be a command of the window's; it only pans where it is free.
            event.setAccepted(action is not None and event.key() != Key.Key_Space)
            return event.isAccepted()
        if action is not None:
            action()
        return action is not None

    def _on_release(self, event: QKeyEvent) -> bool:
        if event.isAutoRepeat():
            return False
        if event.key() == Key.Key_Space:
            self._pan(False)
        elif Key(event.key()) in ARROWS:
            self._tools.settle()
        return False

    def _on_focus(self, event: QFocusEvent) -> None:
        if event.lostFocus():
            self._cross.hide()
            self.walked.emit(None)
            self._tools.settle()
            if self._mouse.pan_wanted:
                self._pan(False)
        elif event.reason() in TABBED:
            self._put_cross(self._cross_pixel())

    def _action(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does here and now; None leaves it to the window."""
        key, modifiers = key_of(event), event.modifiers() & ~Modifier.KeypadModifier
        if key in ARROWS and modifiers == PANNING:
            x, y = ARROWS[key]
            return partial(self._board.canvas.pan, x * PAN, -y * PAN)
        if key in ZOOMS and not modifiers & ~PANNING:
            return partial(self._zoom, ZOOMS[key])
        if key in ARROWS and not modifiers & (Modifier.AltModifier | Modifier.MetaModifier):
            return partial(self._walk, QPointF(*ARROWS[key]) * step_of(modifiers))
        if key == Key.Key_N and modifiers in (Modifier.NoModifier, Modifier.ShiftModifier):
            return partial(self._next, -1 if modifiers else 1)
        if modifiers == Modifier.ShiftModifier and key in (Key.Key_Return, Key.Key_Enter):
            return partial(self._click, second=True)
        if modifiers:
            return None
        if key in self._of_key:
            return partial(self.tool_chosen.emit, self._of_key[key])
        if Key.Key_0 <= key <= Key.Key_9 and self._board.classes:
            return partial(self.class_chosen.emit, (key - Key.Key_1) % 10)
        return self._plain_action(key)

    def _plain_action(self, key: Qt.Key) -> Callable[[], object] | None:
        selected = len(self._board.rows) > 0
        if key in (Key.Key_Delete, Key.Key_Backspace):
            return self._tools.selecting.delete if selected else None
        if key == Key.Key_Escape:
            nothing = not selected and not self._tools.busy and not self._cross.isVisible()
            return None if nothing else self._escape
        actions: dict[Qt.Key, Callable[[], object]] = {
            Key.Key_F: self.fit_wanted.emit,
            Key.Key_L: self.legend_wanted.emit,
            Key.Key_BracketLeft: partial(self._resize, 1 / RESIZE),
            Key.Key_BracketRight: partial(self._resize, RESIZE),
            Key.Key_Return: self._click,
            Key.Key_Enter: self._click,
            Key.Key_Space: partial(self._pan, True),
        }
        return actions.get(key)

    def _walk(self, by: QPointF) -> None:
        row = self._board.selected
        carries = self._tools.tool in (Tool.MOVE, Tool.SELECT) and not self._tools.outlining
        if carries and len(self._board.rows):
            self._tools.nudge(by)
            if row is not None:
                self.walked.emit(self._pixel(self._board.place_of(row)))
            return
        start = self._cross_pixel()
        at, rect = start + by, self._board.canvas.pixels
        if not self._cross.isVisible():
            at = start  # the first stroke only shows where the cross is
        self._put_cross(
            QPointF(
                min(max(at.x(), rect.left()), rect.right()),
                min(max(at.y(), rect.top()), rect.bottom()),
            )
        )
        if self._tools.outlining:
            self._tools.drag(self._cross_pixel())

    def _click(self, second: bool = False) -> None:
        """A click where the cross is; ``second`` with the other button, as far as a tool has it."""
        at = self._cross_pixel()
        if not self._cross.isVisible():
            self._put_cross(at)
        elif self._tools.tool is Tool.SELECT:
            self._outline(at, add=second)
        elif (self._tools.sweeps or not second) and self._tools.press(at, second):
            self._tools.release()

    def _outline(self, at: QPointF, *, add: bool) -> None:
        """Begin an outline that follows the cross, or end it; on a point, select that."""
        if self._tools.busy:
            self._tools.release()
            return
        self._tools.press(at, modifiers=Modifier.ShiftModifier if add else Modifier.NoModifier)
        if not self._tools.outlining:
            self._tools.release()

    def _resize(self, factor: float) -> None:
        if self._tools.sweeps:
            self._tools.sweeper.resize(factor)

    def _next(self, step: int) -> None:
        rows, row = np.flatnonzero(~self._board.points.hidden), self._board.selected
        if len(rows):
            start = -1 if step > 0 else 0
            place = start if row is None else int(np.searchsorted(rows, row))
            self._tools.select(int(rows[(place + step) % len(rows)]))

    def _escape(self) -> None:
        if self._tools.busy:
            self._tools.cancel()
        else:
            self._tools.select(None)
            self.hide_cross()
            self.walked.emit(None)

    def _pan(self, wanted: bool) -> None:
        self._mouse.pan_wanted = wanted
        self._mouse.show_cursor()

    def _zoom(self, factor: float) -> None:
        self._board.canvas.zoom(factor, self._place if self._cross.isVisible() else None)

    def _cross_pixel(self) -> QPointF:
        area, rect = self._board.canvas.area, self._board.canvas.pixels
        if self._place is not None:
            x, y = self._place
            if area.left <= x <= area.right and area.bottom <= y <= area.top:
                return self._pixel(self._place)
        return rect.center()

    def _pixel(self, place: tuple[float, float]) -> QPointF:
        x, y = self._board.canvas.to_pixels(np.array([place[0]]), np.array([place[1]]))
        return QPointF(x[0], y[0])

    def _put_cross(self, at: QPointF) -> None:
        self._place = self._board.canvas.to_data(at)
        self._cross.setData(x=[self._place[0]], y=[self._place[1]])
        self._cross.show()
        self._tools.hover(at)
        self.walked.emit(at)


def step_of(modifiers: Qt.KeyboardModifier) -> float:
    """How many pixels one stroke of an arrow key goes."""
    if modifiers & Modifier.ShiftModifier:
        return FINE_STEP
    return LONG_STEP if modifiers & Modifier.ControlModifier else STEP
