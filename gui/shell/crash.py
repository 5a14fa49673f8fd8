"""When something unexpected fails: one dialog with details, and the program goes on."""

from __future__ import annotations

import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from engine.errors import EngineError
from gui.kit.passing import open_once
from gui.kit.words import tr
from gui.model import log
from gui.shell.messages import Messages


class Reporter(QObject):
    """Takes what nobody caught: an EngineError to the message bar, the rest to one dialog."""

    _caught = Signal(object)

    def __init__(self, window: QWidget, bar: Messages) -> None:
        super().__init__(window)
        self._window = window
        self.bar = bar
        self.dialog: CrashDialog | None = None
        # Queued: from any thread, and never in the middle of painting.
        self._caught.connect(self._report, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Hear of everything uncaught from now on, in every thread."""
        sys.excepthook = self.hook
        threading.excepthook = self._thread_hook

    def remove(self) -> None:
        """Give Python its own hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """What Python calls with an exception that nobody caught."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.exit(0)
            return
        if not isinstance(error, EngineError):
            sys.__excepthook__(kind, error, trace)
        self._caught.emit(error)

    def _thread_hook(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self.hook(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def show_details(self, details: str) -> None:
        """Show the dialog, unless it is there already; a report of a problem has it too."""
        log.note(details, is_error=True)
        if self.dialog is None:
            self.dialog = CrashDialog(details, self._window)
            self.dialog.finished.connect(self._forget)
            open_once(self.dialog)

    def _forget(self) -> None:
        self.dialog = None

    def _report(self, error: BaseException) -> None:
        if isinstance(error, EngineError):
            self.bar.show_error(error)
        else:
            self.show_details("".join(traceback.format_exception(error)))


class CrashDialog(QDialog):
    """Says that something went wrong, with details that can be copied into a report."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Something went wrong"))
        self.details = details
        explanation = QLabel(
            tr(
                "This should not have happened. Gradus goes on; please save your work. "
                "The details below help to find the mistake."
            )
        )
        explanation.setWordWrap(True)
        text = QPlainTextEdit(details)
        text.setReadOnly(True)
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        text.setAccessibleName(tr("Details"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(tr("Copy details"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setToolTip(tr("Copy the details to the clipboard."))
        copy.clicked.connect(self.copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (explanation, text, buttons):
            layout.addWidget(widget)
        self.resize(640, 360)

    def copy(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self.details)
