"""Dialogs and menus that are there only while they are open: what opens them frees them too."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QMenu, QMessageBox


def open_once(dialog: QDialog) -> None:
    """Open a dialog over its parent's window; closed in whatever way, it goes with all it holds."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def show_once(dialog: QDialog) -> None:
    """The same for a dialog beside which the window can be used: there is one of its kind."""
    parent = dialog.parentWidget()
    for other in parent.children() if parent is not None else ():
        if isinstance(other, type(dialog)) and other is not dialog:
            other.close()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()


def ask(box: QMessageBox) -> int:
    """Wait for the answer to a question; which button it was."""
    answer = box.exec()
    box.deleteLater()
    return answer


def pop_up(menu: QMenu, at: QPoint) -> None:
    """Open a menu at a point of the screen, for one choice; one without any does not open."""
    if menu.isEmpty():
        menu.deleteLater()
        return
    menu.aboutToHide.connect(menu.deleteLater)  # what was chosen is done before
    menu.popup(at)
