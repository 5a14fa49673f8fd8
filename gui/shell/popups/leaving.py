"""Where the keyboard goes when a popup goes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from gui.kit.pointing import Mark
from gui.shell.regions import enter


def give_back(popup: QWidget, origin: QWidget | None, view: QWidget) -> None:
    """To where the focus was, else to the view, unless it has gone elsewhere already."""
    focus = QApplication.focusWidget()
    if isinstance(origin, Mark) and not (focus is None or popup.isAncestorOf(focus)):
        origin.end()
    elif origin is not None and origin.isVisible():
        origin.setFocus(Qt.FocusReason.OtherFocusReason)
    elif origin is None and focus is not None and popup.isAncestorOf(focus):
        enter(view)
