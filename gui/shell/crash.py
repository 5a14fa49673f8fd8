"""When something unexpected fails: one dialog with details, and the program goes on."""

from __future__ import annotations

import sys
import threading
import traceback
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from engine.errors import EngineError
from gui.kit.passing import open_once
from gui.kit.words import tr
from gui.model import log
from gui.shell.messages import Messages

if TYPE_CHECKING:
    from gui.kit.copied_text import CopiedText


class Reporter(QObject):
    """Takes what nobody caught: an EngineError to the message bar, the rest to one dialog."""

    _caught = Signal(object)

    def __init__(self, window: QWidget, bar: Messages) -> None:
        super().__init__(window)
        self._window = window
        self.bar = bar
        self.dialog: CopiedText | None = None
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
            self.dialog = details_of(details, self._window)
            self.dialog.finished.connect(self._forget)
            open_once(self.dialog)

    def _forget(self) -> None:
        self.dialog = None

    def _report(self, error: BaseException) -> None:
        if isinstance(error, EngineError):
            self.bar.show_error(error)
        else:
            self.show_details("".join(traceback.format_exception(error)))


def details_of(text: str, parent: QWidget | None = None) -> CopiedText:
    """The dialog that says that something went wrong, with what can be copied into a report."""
    from gui.kit.copied_text import CopiedText, Said  # mostly nothing goes wrong

    said = Said(
        title=tr("Something went wrong"),
        about=tr(
            "This should not have happened. Gradus goes on; please save your work. "
            "The details below help to find the mistake."
        ),
        name=tr("Details"),
        copy=tr("Copy details"),
        help=tr("Copy the details to the clipboard."),
    )
    return CopiedText(said, text, parent)
