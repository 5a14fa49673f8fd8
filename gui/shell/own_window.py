"""A view in a window of its own, for a second screen; closed, it goes back to its group."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.kit.guard import guarded
from gui.kit.icons import app_icon
from gui.shell.views import Host

SIZE = QSize(560, 480)


class OwnWindow(QWidget):
    """Holds one host as long as it is open."""

    closed = Signal(str)  # the view's name

    def __init__(self, host: Host, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(f"{host.view.title} – Gradus")
        self.setWindowIcon(app_icon())
        self._host = host
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(host)
        host.show()
        self.resize(SIZE)

    @guarded(None)
    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the view back."""
        super().closeEvent(event)
        self._host.hide()
        self._host.setParent(None)  # where it has no place just now, it must not go with this
        self.closed.emit(self._host.view.name)
