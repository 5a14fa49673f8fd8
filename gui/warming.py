"""What the window may need later is loaded little by little, while nothing else happens."""

from __future__ import annotations

import gc
import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from threading import Thread

from PySide6.QtCore import QObject, QTimer

import gui
from gui.kit.guard import guarded

LATER = 1000  # milliseconds: what is seen and the training process come first
EVERY = 25  # a module takes five, some twenty
WITHOUT_QT = ("ziamath.tex",)  # takes 0.1 s in one piece


class Warming(QObject):
    """Loads the rest of the program, a module at a time: no first click has to wait for one."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._names: Iterator[str] = iter(())
        self._turn = QTimer(self, singleShot=True)
        self._turn.timeout.connect(self.go_on)

    def start(self) -> None:
        """Begin, once the window is there."""
        self._names = _unloaded()
        self._turn.start(LATER)

    @property
    def is_over(self) -> bool:
        """Whether everything is loaded, or nothing was asked for."""
        return not self._turn.isActive()

    @guarded(None)
    def go_on(self) -> None:
        """Load one more module."""
        self._turn.stop()
        name = next(self._names, None)
        if name is None:
            return
        if name in WITHOUT_QT and not gc.isenabled():  # or it could destroy Qt's objects there
            Thread(target=import_module, args=(name,), daemon=True).start()
        else:
            import_module(name)
        self._turn.start(EVERY)


def _unloaded() -> Iterator[str]:
    """What has not been loaded yet, looked for while it is asked for."""
    yield from WITHOUT_QT
    for module in pkgutil.walk_packages(gui.__path__, "gui."):
        if module.name not in sys.modules:
            yield module.name
