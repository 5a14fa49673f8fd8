"""Experiments as one line of text, which goes through the clipboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from engine.errors import EngineError
from gui.kit.words import tr
from gui.model.document import Document


class Sharing(QObject):
    """Gives the document's experiment to others, and takes theirs."""

    failed = Signal(object)  # an EngineError
    said = Signal(str)  # a note

    def __init__(
        self, document: Document, may_discard: Callable[[], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._document, self._may_discard = document, may_discard

    def share(self) -> None:
        """Copy the experiment as one line of text."""
        from engine.project.sharing import shared

        try:
            text = shared(self._document.experiment)
        except EngineError as error:
            self.failed.emit(error)
            return
        QGuiApplication.clipboard().setText(text)
        self.said.emit(
            tr("Copied as one line of text: paste it into a chat, and from there into Gradus.")
        )

    def paste(self) -> bool:
        """Open the experiment that somebody has shared as text; False where that is none."""
        text = QGuiApplication.clipboard().text()
        from engine.project.sharing import is_shared, received  # seldom there is one

        if not is_shared(text):
            return False
        try:
            experiment = received(text)
        except EngineError as error:
            self.failed.emit(error)
            return True
        if self._may_discard():
            self._document.adopt(experiment, unsaved=True)
        return True
