"""The window's regions in the order of the keyboard: Tab goes through them, F6 from one to next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from gui.shell.views import Host

KEYS = {"F6": 1, "Shift+F6": -1}
LINE = 16  # pixels: what is no further apart stands in one line


class Regions(QObject):
    """``regions`` in the order of F6; ``parts`` in that of Tab, which are finer and more.

    Within a part Tab goes as one reads, however late something was made.
    """

    def __init__(
        self, window: QWidget, regions: Sequence[QWidget], parts: Sequence[QWidget]
    ) -> None:
        super().__init__(window)
        self._regions, self._parts = list(regions), list(parts)
        self._last: dict[int, QWidget] = {}  # where the keyboard was in a region, by its place
        for key, step in KEYS.items():
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.activated.connect(self.forth if step > 0 else self.back)

    def tab(self, step: int) -> bool:
        """To the next or the last stop; whether there was one.

        Qt asks for this as well where what has the focus vanishes: then it stays nearby.
        """
        stops = [stop for part in self._parts for stop in self._stops(part)]
        focus = QApplication.focusWidget()
        if focus is not None and not _is_usable(focus):
            return self._stay_near(focus, stops)
        here = stops.index(focus) if focus in stops else (-1 if step > 0 else 0)
        if stops:
            reason = Qt.FocusReason
            stop = stops[(here + step) % len(stops)]
            stop.setFocus(reason.TabFocusReason if step > 0 else reason.BacktabFocusReason)
        return bool(stops)

    def _stay_near(self, gone: QWidget, stops: Sequence[QWidget]) -> bool:
        """To what is nearest in what it was a part of; a button only where nothing else is there.

        A key that was meant for what is gone must not press something else.
        """
        within = near(gone.parentWidget()) or [
            stop for stop in stops if self._regions[1].isAncestorOf(stop)
        ]
        if not within:
            gone.clearFocus()
            return True
        middle = gone.mapTo(gone.window(), gone.rect().center())

        def remoteness(stop: QWidget) -> int:
            return (stop.mapTo(gone.window(), stop.rect().center()) - middle).manhattanLength()

        calm = [stop for stop in within if not isinstance(stop, QAbstractButton)]
        min(calm or within, key=remoteness).setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def forth(self) -> None:
        """To the next region."""
        self._go(1)

    def back(self) -> None:
        """To the region before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        here = self._place()
        focus = QApplication.focusWidget()
        if here is not None and focus is not None:
            self._last[here] = focus
        start = here if here is not None else (-1 if step > 0 else 0)
        for distance in range(1, len(self._regions) + 1):
            if self._enter((start + step * distance) % len(self._regions)):
                return

    def _enter(self, place: int) -> bool:
        region = self._regions[place]
        stops = [s for part in self._parts for s in self._stops(part) if region.isAncestorOf(s)]
        if stops:
            target = self._last.get(place)
            (target if target in stops else stops[0]).setFocus(Qt.FocusReason.ShortcutFocusReason)
        return bool(stops)

    def _place(self) -> int | None:
        """Where the keyboard is."""
        focus = QApplication.focusWidget()
        if focus is None:
            return None
        inside = [region.isAncestorOf(focus) for region in self._regions]
        return inside.index(True) if True in inside else None

    def _stops(self, part: QWidget) -> list[QWidget]:
        """What Tab stops at within a part, as one reads; parts of it that are listed come alone."""
        found = [part, *part.findChildren(QWidget)]
        found = [widget for widget in found if _is_stop(widget) and self._owner(widget) is part]
        return sorted(found, key=lambda widget: _reading_order(part, widget))

    def _owner(self, widget: QWidget) -> QWidget | None:
        """The innermost of the parts that a widget is in."""
        inside = [part for part in self._parts if part.isAncestorOf(widget)]
        inner = (p for p in inside if not any(p is not q and p.isAncestorOf(q) for q in inside))
        return next(inner, None)


def _is_usable(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled()


def _is_stop(widget: QWidget) -> bool:
    stops = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return stops and _is_usable(widget)


def enter(view: QWidget) -> None:
    """Bring the keyboard into a view; to a button only where nothing else is there."""
    stops = near(view)
    for stop in sorted(stops, key=lambda stop: isinstance(stop, QAbstractButton))[:1]:
        stop.setFocus(Qt.FocusReason.OtherFocusReason)


def near(around: QWidget | None) -> list[QWidget]:
    """The stops of the smallest part from here on that has more than buttons, else of the view."""
    found: list[QWidget] = []
    while around is not None and not around.isWindow():
        if around.isVisible():
            stops = [each for each in (around, *around.findChildren(QWidget)) if _is_stop(each)]
            found = [stop for stop in stops if stop.isVisibleTo(around)]
            if isinstance(around, Host) or not all(isinstance(e, QAbstractButton) for e in found):
                return found
        around = around.parentWidget()
    return found


def _reading_order(part: QWidget, widget: QWidget) -> tuple[int, int]:
    middle = widget.mapTo(part, QPoint(0, widget.height() // 2)) if widget is not part else QPoint()
    return middle.y() // LINE, middle.x()
