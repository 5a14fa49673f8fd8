"""The pinned runs: they outlive the run at hand, whatever is set and whichever panel shows them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gui.kit.pinned import MOST, PinnedRuns


class Pinned(QObject):
    """Holds a few of them."""

    changed = Signal(object)  # PinnedRuns

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runs: PinnedRuns = ()

    def choose(self, runs: PinnedRuns) -> None:
        """Keep these from now on, the newest where there are too many."""
        self.runs = runs[-MOST:]
        self.changed.emit(self.runs)
