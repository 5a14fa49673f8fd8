"""Formulas whose numbers are followed with a click, and changed with the other button or F2."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from engine.frames.things import Thing
from gui.kit.guard import guarded
from gui.kit.numbers import full, single
from gui.kit.scrolling import bring_into_view
from gui.kit.theme import LIGHT, Theme
from gui.kit.worked.formulas import Formulas
from gui.kit.worked.links import Link

ROOM = 2.0  # pixels around a number
LEAST = 24.0  # pixels that can be aimed at
Key = Qt.Key
STEPS = {Key.Key_Left: -1, Key.Key_Up: -1, Key.Key_Right: 1, Key.Key_Down: 1}


class FollowedFormulas(Formulas):
    """Each number says what it is; ``own`` is the thing that they all make, and leads nowhere."""

    followed = Signal(int, object)  # a line's place, and the Link in it
    change_wanted = Signal(int, object, object)  # the same, and where it is drawn

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.own: Thing | None = None
        self.elsewhere: frozenset[int] = frozenset()  # lines of another step than ``own``
        self.changed: tuple[Thing, ...] = ()  # those that are thought of as others
        self.names: dict[Thing, str] = {}
        self._current = -1
        self._look = LIGHT
        self.turn = 0.03  # it is waited for
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def links(self) -> list[tuple[int, Link, QRectF]]:
        """The numbers that can be changed; all but the thing's own lead elsewhere."""
        return self.numbers

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._look = theme
        super().restyle(theme)

    @property
    def current(self) -> tuple[int, Link, QRectF] | None:
        """The number that the keys or the mouse are at."""
        links = self.links()
        return links[self._current] if 0 <= self._current < len(links) else None

    @guarded(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point out the number under the pointer."""
        super().mouseMoveEvent(event)
        self._choose(self._at(event.position()))
        found = self.current
        shape = Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        if found:
            QToolTip.showText(event.globalPosition().toPoint(), self.sentence(found[1]), self)
        else:
            QToolTip.hideText()

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The left button follows a number, the right one changes it."""
        self._choose(self._at(event.position()))
        if event.button() == Qt.MouseButton.LeftButton:
            self._follow()
        elif event.button() == Qt.MouseButton.RightButton:
            self._change()

    @guarded(None)
    def leaveEvent(self, event: QEvent) -> None:
        """Point out nothing."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self._choose(-1)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from number to number, Enter follows one, F2 changes it."""
        key, links = Key(event.key()), self.links()
        if key in STEPS and links:
            start = self._current if self._current >= 0 or STEPS[key] > 0 else 0
            self._choose((start + STEPS[key]) % len(links))
            bring_into_view(self, links[self._current][2])
        elif key in (Key.Key_Return, Key.Key_Enter) and self.current:
            self._follow()
        elif key == Key.Key_F2 and self.current:
            self._change()
        else:
            super().keyPressEvent(event)

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The formulas over the grounds of what is pointed out, and of what was changed."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, (line, link, box) in enumerate(self.links()):
            around = box.adjusted(-ROOM, -ROOM, ROOM, ROOM)
            if link.thing in self.changed:
                ground = QColor(self._look.warning)
                ground.setAlphaF(0.22)
                painter.fillRect(around, ground)
            if place == self._current or self._leads(line, link):
                painter.setPen(self._pen(place == self._current))
                painter.drawLine(around.bottomLeft(), around.bottomRight())
        painter.end()
        super().paintEvent(event)

    def _leads(self, line: int, link: Link) -> bool:
        """Whether a number has a formula of its own; the thing's own is this one."""
        return link.thing != self.own or line in self.elsewhere

    def _pen(self, chosen: bool) -> QPen:
        pen = QPen(QColor(self._look.accent), 2 if chosen else 1)
        if not chosen:
            pen.setStyle(Qt.PenStyle.DotLine)
        return pen

    def sentence(self, link: Link) -> str:
        """What a number is, with all its digits."""
        name, digits = self.names.get(link.thing, ""), full(single(link.value))
        return f"{name}: {digits}" if name else digits

    def _choose(self, place: int) -> None:
        if place != self._current:
            self._current = place
            found = self.current
            self.setAccessibleDescription(self.sentence(found[1]) if found else self.latex)
            self.update()

    def _follow(self) -> None:
        if self.current is not None and self._leads(*self.current[:2]):
            line, link, _ = self.current
            self.followed.emit(line, link)

    def _change(self) -> None:
        if self.current is not None:
            self.change_wanted.emit(*self.current)

    def _at(self, at: QPointF) -> int:
        """Which of the links is at a place, with as much room as can be aimed at."""
        near = [
            (abs((box.center() - at).y()), place)
            for place, (_, _, box) in enumerate(self.links())
            if _roomy(box).contains(at)
        ]
        return min(near)[1] if near else -1


def _roomy(box: QRectF) -> QRectF:
    wide, high = max(0.0, LEAST - box.width()) / 2, max(0.0, LEAST - box.height()) / 2
    return box.adjusted(-wide, -high, wide, high)
