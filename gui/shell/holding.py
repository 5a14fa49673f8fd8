"""What changes the whole window is put in order in one turn of the event loop, painted in the next.

Together they would hold the window up for twice as long.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from gui.kit.guard import guarded


class Holding(QObject):
    """Lets the screen stay as it is until everything in a window is in order.

    Only the request to paint what has changed waits: what changed is remembered by Qt, and a
    picture that is taken meanwhile shows it.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._waits = False  # a request to paint
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._let_go)
        window.installEventFilter(self)

    def hold(self) -> None:
        """Paint nothing in this turn."""
        if not self._turn.isActive():
            self._turn.start()

    @guarded(False)
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take a request to paint that has to wait."""
        if event.type() != QEvent.Type.UpdateRequest or not self._turn.isActive():
            return False
        self._waits = True
        return True

    def _let_go(self) -> None:
        if self._waits:
            self._waits = False
            QCoreApplication.sendEvent(self._window, QEvent(QEvent.Type.UpdateRequest))
