"""Who typesets takes turns with all others: one of them works in a turn of the event loop."""

from __future__ import annotations

from collections import deque
from functools import cache
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from shiboken6 import isValid


class Worker(Protocol):
    """A widget with work that it does piece by piece."""

    def work(self) -> None: ...


class Turns(QObject):
    """Who asks first works first, and asks again where there is more to do."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Worker] = deque()
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._go_on)

    def ask(self, worker: Worker, *, soon: bool = False) -> None:
        """Let a widget work in a turn of its own, once for all that it has asked until then.

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
            worker.work()


@cache
def turns() -> Turns:
    """Those of the whole application."""
    return Turns(QCoreApplication.instance())
