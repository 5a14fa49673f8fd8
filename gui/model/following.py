"""Which single number of the parameters is followed: by the formulas, by the phase strip."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Following(QObject):
    """A parameter by its name, and the flat place of one of its numbers."""

    changed = Signal(str, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.parameter, self.place = "output.weight", 0

    def choose(self, parameter: str, place: int) -> None:
        """Follow another number; nothing is said where it is the same."""
        if (parameter, place) != (self.parameter, self.place):
            self.parameter, self.place = parameter, place
            self.changed.emit(parameter, place)
