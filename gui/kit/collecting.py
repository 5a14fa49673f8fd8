"""Garbage is looked for in the window's own thread only: Qt's objects must not die in another."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

from gui.kit.guard import guarded

EVERY = 1000  # milliseconds
REST = 200  # milliseconds after a document was opened, when it has been painted


class Collector(QObject):
    """Collects what Python would collect, but where and when the window has time for it.

    Python looks for garbage in whichever thread happens to make an object, and the threads that
    carry letters to the training process make some.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._tidy)

    def start(self) -> None:
        """Begin; what is there now stays, and is not looked through."""
        gc.disable()
        gc.freeze()
        self._timer.start(EVERY)

    def tidy(self) -> None:
        """Another document is open: soon let all that the last one has left go."""
        if self._timer.isActive():
            self._rest.start()

    @guarded(None)
    def _collect(self) -> None:
        due = [made > most for made, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if due[0]:
            gc.collect(2 if due[2] else 1 if due[1] else 0)

    @guarded(None)
    def _tidy(self) -> None:
        from engine.memory import give_back  # nothing has to go before the second document

        gc.collect()
        give_back()
