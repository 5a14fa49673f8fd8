"""What can be done little by little: one piece in a turn of the event loop, of all that wait."""

from __future__ import annotations

from collections import deque
from functools import cache
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from shiboken6 import isValid


class Worker(Protocol):
    """An object with work that it does piece by piece."""

    def go_on(self) -> None: ...


class Turns(QObject):
    """Who asks first works first, and asks again where there is more to do."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Worker] = deque()
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._go_on)

    def ask(self, worker: Worker, *, soon: bool = False) -> None:
        """Let somebody work in a turn of its own, once for all that it has asked until then.

        One that is waited for works ``soon``, before the others.
        """
        if worker not in self._waiting:
            self._waiting.insert(0 if soon else len(self._waiting), worker)
        self._turn.start()

    def _go_on(self) -> None:
        worker = self._waiting.popleft()
        if self._waiting:
            self._turn.start()
        if isValid(worker):
            worker.go_on()


@cache
def turns() -> Turns:
    """Those of the whole application."""
    return Turns(QCoreApplication.instance())
