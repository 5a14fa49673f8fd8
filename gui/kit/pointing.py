"""Pointing at what a view paints: with the mouse over it, or from thing to thing by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.kit.guard import guarded
from gui.kit.scrolling import bring_into_view
from gui.kit.things import Painted, nearest_towards, reading_order, topmost
from gui.kit.wishes import Tell, Wish, WorkOut
from gui.kit.words import tr

Key = Qt.Key
SLACK = 4  # pixels that a hand trembles in a click
ROOM = 3.0  # pixels between a thing and the ring around it
TOWARDS = {
    Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1),
}  # fmt: skip
NEXT = {Key.Key_Tab: 1, Key.Key_Backtab: -1}
May = Callable[[Painted, QMouseEvent], bool]


class Pointing(QObject):
    """Wishes that things are told and worked out, for a panel that says where it paints them.

    ``things`` is everything that can be pointed at, the topmost last, and ``at`` what is at a place
    where that is more than the topmost there. The mouse is watched over ``grounds``, parts of the
    panel or the panel itself. By keys it goes on once it was begun; where ``keys`` is given, arrow
    keys in that widget begin it. ``tells`` and ``opens`` say whether the mouse may mean a thing
    where it means other things too.
    """

    def __init__(
        self,
        panel: QWidget,
        wish: Callable[[Wish], None],
        *grounds: QWidget,
        things: Callable[[], Sequence[Painted]],
        at: Callable[[QPointF], Painted | None] | None = None,
        keys: QWidget | None = None,
        tells: May | None = None,
        opens: May | None = None,
    ) -> None:
        super().__init__(panel)
        self._panel, self._wish = panel, wish
        self.things, self._at = things, at
        self._keys, self._tells, self._opens = keys, tells, opens
        self._pressed: tuple[QPointF, Painted] | None = None
        self.hovered: Painted | None = None
        self.mark = Mark(self, panel)
        self.watch(*grounds)
        if keys is not None and keys not in grounds:
            keys.installEventFilter(self)

    def watch(self, *grounds: QWidget) -> None:
        """Watch the mouse over more parts of the panel."""
        for ground in grounds:
            ground.setMouseTracking(True)
            ground.installEventFilter(self)

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See what the mouse is at; only keys that begin pointing are taken away."""
        if isinstance(event, QMouseEvent) and isinstance(watched, QWidget):
            self._mouse(event, self._mapped(watched, event.position()))
        elif event.type() == QEvent.Type.Leave:
            self._hover(None)
        elif event.type() == QEvent.Type.ToolTip:
            return self.hovered is not None  # its sentence stands there already
        elif watched is self._keys and isinstance(event, QKeyEvent):
            return self._begins(event)
        return False

    def begin(self) -> bool:
        """Point at the first thing, by keys from now on; False where nothing is painted."""
        things = self.painted()
        if not things:
            return False
        self.mark.begin(things[0])
        return True

    def point(self, painted: Painted | None) -> None:
        """Have told what this is."""
        self._wish(Tell(self._panel, painted, self.mark.setAccessibleDescription))

    def work_out(self, painted: Painted, *, by_keys: bool = False) -> None:
        """Have its formula opened."""
        self._wish(WorkOut(self._panel, painted, by_keys))

    def painted(self) -> list[Painted]:
        """Everything that the panel paints, as one reads."""
        return reading_order(self.things())

    def thing_at(self, at: QPointF) -> Painted | None:
        """What is painted at a place of the panel."""
        return topmost(self.things(), at) if self._at is None else self._at(at)

    def _mouse(self, event: QMouseEvent, at: QPointF) -> None:
        if event.type() == QEvent.Type.MouseMove and event.buttons() == Qt.MouseButton.NoButton:
            found = self.thing_at(at)
            may = found is None or self._tells is None or self._tells(found, event)
            self._hover(found if may else None)
        elif event.type() == QEvent.Type.MouseButtonPress:
            painted = self.thing_at(at)
            left = event.button() == Qt.MouseButton.LeftButton
            may = painted is not None and (self._opens is None or self._opens(painted, event))
            self._pressed = (at, painted) if left and may and painted is not None else None
        elif event.type() == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            (start, painted), self._pressed = self._pressed, None
            if (at - start).manhattanLength() <= SLACK:
                self.work_out(painted)

    def _hover(self, painted: Painted | None) -> None:
        before, self.hovered = self.hovered, painted
        if painted is None and before is None:
            return
        if painted is None or before is None or painted.thing != before.thing:
            self.point(painted)

    def _begins(self, event: QKeyEvent) -> bool:
        arrow = Key(event.key()) in TOWARDS and not event.modifiers() & ~KEYPAD
        return event.type() == QEvent.Type.KeyPress and arrow and self.begin()

    def _mapped(self, ground: QWidget, at: QPointF) -> QPointF:
        if ground is self._panel:
            return at
        return QPointF(ground.mapTo(self._panel, QPoint(0, 0))) + at


KEYPAD = Qt.KeyboardModifier.KeypadModifier


class Mark(QWidget):
    """Lies over a panel and has the focus while its things are pointed at by keys."""

    def __init__(self, pointing: Pointing, panel: QWidget) -> None:
        super().__init__(panel)
        self._pointing = pointing
        self._over = panel
        self._before: QWidget | None = None  # where the focus was
        self._away = False  # a formula that was opened from here has the focus
        self.current: Painted | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Pointing at things"))
        self.hide()

    def begin(self, painted: Painted) -> None:
        """Take the focus and ring a thing."""
        if not self.hasFocus():
            self._before = self.window().focusWidget()
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ring(painted)

    def end(self) -> None:
        """Give the focus back."""
        before, self._before = self._before, None
        if before is not None and before.isVisible() and self.hasFocus():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Tab goes on within the things; keys that mean something here are no shortcuts."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(self._is_mine(event))
            return event.isAccepted()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event) or super().event(event)
        return super().event(event)

    @guarded(None)
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Back from a formula."""
        super().focusInEvent(event)
        self._away = False

    @guarded(None)
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The mouse, or another key, has gone elsewhere."""
        super().focusOutEvent(event)
        passing = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        if not self._away and event.reason() not in passing:
            self.current = None
            self._pointing.point(None)
            self.hide()

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ring, in the accent."""
        if self.current is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self.palette().accent().color()), 2))
            painter.drawRoundedRect(_around(self.current.box, QRectF(self.rect())), 4, 4)

    def _is_mine(self, event: QKeyEvent) -> bool:
        key = Key(event.key())
        others = (Key.Key_Return, Key.Key_Enter, Key.Key_Escape, Key.Key_Home, Key.Key_End)
        return key in TOWARDS or key in NEXT or key in others

    def _press(self, event: QKeyEvent) -> bool:
        key, things = Key(event.key()), self._pointing.painted()
        here = self._here(things)
        if not self._is_mine(event):
            return False
        if key == Key.Key_Escape or not things:
            self.end()
        elif key in (Key.Key_Return, Key.Key_Enter):
            self._away = True
            self._pointing.work_out(things[here], by_keys=True)
            self._away = not self.hasFocus()
        elif key in TOWARDS:
            self._ring(nearest_towards(things, things[here], TOWARDS[key]))
        elif key in NEXT:
            self._ring(things[(here + NEXT[key]) % len(things)])
        else:
            self._ring(things[0 if key == Key.Key_Home else -1])
        return True

    def _here(self, things: list[Painted]) -> int:
        """Which of the things is ringed; it may have moved since."""
        current = self.current
        if current is None:
            return 0
        found = [place for place, one in enumerate(things) if one.thing == current.thing]
        if len(found) > 1:
            found.sort(key=lambda place: _apart(things[place], current))
        return found[0] if found else 0

    def _ring(self, painted: Painted) -> None:
        self.current = painted
        bring_into_view(self._over, painted.box)
        self.update()
        self._pointing.point(painted)


def _apart(one: Painted, other: Painted) -> float:
    return (one.box.center() - other.box.center()).manhattanLength()


def _around(box: QRectF, room: QRectF) -> QRectF:
    return box.adjusted(-ROOM, -ROOM, ROOM, ROOM).intersected(room.adjusted(1, 1, -1, -1))
