"""What Qt tells of objects, counted."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QEvent, QObject

from gui.kit.guard import guarded


class Counting(QObject):
    """An event filter that lets everything pass, and counts it by kind."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: Counter[QEvent.Type] = Counter()

    @guarded(False)
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count one more."""
        self.seen[event.type()] += 1
        return False
