"""The window's regions in the order of the keyboard: Tab goes through them, F6 from one to next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

KEYS = {"F6": 1, "Shift+F6": -1}


class Regions(QObject):
    """``regions`` as Tab should meet them, however late their parts were made."""

    def __init__(self, window: QWidget, regions: Sequence[QWidget]) -> None:
        super().__init__(window)
        self._regions = list(regions)
        self._last: dict[int, QWidget] = {}  # where the keyboard was in a region, by its place
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.chain)
        for key, step in KEYS.items():
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.activated.connect(self.forth if step > 0 else self.back)

    def changed(self) -> None:
        """Something has another place, or is new."""
        self._soon.start()

    def chain(self) -> None:
        """Let Tab go through the regions one after the other."""
        last: QWidget | None = None
        for region in self._regions:
            for widget in _stops(region):
                if last is not None:
                    QWidget.setTabOrder(last, widget)
                last = widget

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
            place = (start + step * distance) % len(self._regions)
            if self._enter(place):
                return

    def _enter(self, place: int) -> bool:
        region = self._regions[place]
        stops = [w for w in _stops(region) if w.isVisible() and w.isEnabled()]
        if not stops:
            return False
        target = self._last.get(place)
        (target if target in stops else stops[0]).setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _place(self) -> int | None:
        """Where the keyboard is: the innermost region."""
        widget: QWidget | None = QApplication.focusWidget()
        while widget is not None:
            if widget in self._regions:
                return self._regions.index(widget)
            widget = widget.parentWidget()
        return None


def _stops(region: QWidget) -> list[QWidget]:
    """What Tab stops at within a region, in the order that it has."""
    found = []
    widget: QWidget = region
    while True:
        inside = widget is region or region.isAncestorOf(widget)
        if inside and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.focusProxy():
            found.append(widget)
        following = widget.nextInFocusChain()
        widget = region if following is None else following
        if widget is region:
            return found
