"""A style sheet for the whole application, put on without holding the window up."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from gui.kit.fonts import keeping_fonts
from gui.kit.turns import turns

A_TURN = 200  # widgets that are dressed in one turn of the event loop: some ten milliseconds


class Dressing(QObject):
    """Dresses every widget anew: what is seen at once, the rest in turns of the event loop."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._waiting: list[QWidget] = []

    def put_on(self, sheet: str) -> None:
        """Put a sheet on in place of the one before."""
        had = bool(self._application.styleSheet())
        put_on(self._application, sheet)
        if not had:  # then Qt has done everything itself
            return
        self._waiting = [w for w in self._application.allWidgets() if _is_dressed(w)]
        self._dress(sum(w.isVisible() for w in self._waiting))

    def go_on(self) -> None:
        """Dress some more of those that are waiting; the ones that are seen by now come first."""
        self._dress(A_TURN)

    def _dress(self, count: int) -> None:
        waiting = [w for w in self._waiting if isValid(w)]
        waiting.sort(key=QWidget.isVisible, reverse=True)
        now, self._waiting = waiting[:count], waiting[count:]
        style = self._application.style()
        with keeping_fonts(now):
            for widget in now:
                style.polish(widget)
        if any(widget.isVisible() for widget in now):  # the others are painted once they are shown
            for window in self._application.topLevelWidgets():
                QWidget.update(window)  # a list of proposals is a window too, with another update
        if self._waiting:
            turns().ask(self)


def put_on(application: QApplication, sheet: str) -> None:
    """Put a sheet on the application; widgets that have been dressed keep their palettes.

    Left to itself Qt dresses each widget once more for every widget that it lies in: thousands are
    done ten times each. Where Qt has forgotten which rules there were for whom, it does none, and
    looks for rules again when something is painted or measured.
    """
    application.style().unpolish(application)
    application.setStyleSheet(sheet)


def _is_dressed(widget: QWidget) -> bool:
    """Whether Qt has dressed it: the others are dressed when they are first shown."""
    return widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
