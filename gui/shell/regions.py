"""The window's regions in the order of the keyboard: Tab goes through them, F6 from one to next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

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
        """To the next or the last stop; whether there was one."""
        stops = [stop for part in self._parts for stop in self._stops(part)]
        focus = QApplication.focusWidget()
        here = stops.index(focus) if focus in stops else (-1 if step > 0 else 0)
        if stops:
            reason = Qt.FocusReason
            stop = stops[(here + step) % len(stops)]
            stop.setFocus(reason.TabFocusReason if step > 0 else reason.BacktabFocusReason)
        return bool(stops)

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


def _is_stop(widget: QWidget) -> bool:
    stops = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return stops and widget.isVisible() and widget.isEnabled()


def _reading_order(part: QWidget, widget: QWidget) -> tuple[int, int]:
    middle = widget.mapTo(part, QPoint(0, widget.height() // 2)) if widget is not part else QPoint()
    return middle.y() // LINE, middle.x()
