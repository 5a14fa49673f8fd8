"""The file that the document lives in: saving to it, and to another one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from engine.errors import EngineError
from gui.kit.passing import ask
from gui.kit.words import tr
from gui.model.document import PROJECT, Document
from gui.model.known_files import KnownFiles
from gui.model.naming import Naming, with_suffix
from gui.model.projects import Projects
from gui.model.settings import Settings


class OwnFile(QObject):
    """Asks for a name where there is none, and before it writes over what is not its own."""

    failed = Signal(object)  # an EngineError
    said = Signal(str)  # a note

    def __init__(
        self,
        document: Document,
        settings: Settings,
        naming: Naming,
        known: KnownFiles,
        projects: Projects,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document, self._settings, self._naming = document, settings, naming
        self._known, self._projects, self._window = known, projects, window
        projects.saved.connect(self.remember)

    def save(self) -> bool:
        """Save to the document's file, or ask for one; False when nothing is saved."""
        path = self._document.path
        if path is None:
            return self.save_as()
        place = self._projects.place(path, self._window)
        if place is None:
            return False
        return self._save_project(place) if place.suffix.lower() == PROJECT else self._write(place)

    def save_as(self) -> bool:
        """Ask for a file name and save everything there; False when nothing is saved."""
        kind = tr("Projects") + f" (*{PROJECT})"
        suggestion = self._naming.suggestion(PROJECT)
        name, _ = QFileDialog.getSaveFileName(self._window, tr("Save"), suggestion, kind)
        return self._save_project(with_suffix(name, PROJECT), name) if name else False

    def save_json(self) -> bool:
        """Ask for a file name and save the experiment alone there; False when it was not."""
        suggestion = self._naming.suggestion(".json")
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save as JSON"), suggestion, tr("Experiments") + " (*.json)"
        )
        return self._write(with_suffix(name, ".json"), name) if name else False

    def remember(self, path: Path) -> None:
        """That a file is known now, and was the last that was used."""
        self._known.note(path)
        self._settings.remember(path)

    def _save_project(self, path: Path, chosen: str = "") -> bool:
        """Begin to write everything; what comes of it is said later."""
        if not self._known.may_write(path, self._window, chosen):
            return False
        self._projects.save(path)
        return True

    def _write(self, path: Path, chosen: str = "") -> bool:
        if not self._known.may_write(path, self._window, chosen):
            return False
        try:
            self._document.save(path)
        except EngineError as error:
            self.failed.emit(error)
            return False
        self.remember(path)
        self.said.emit(tr("Saved as {name}.", name=path.name))
        return True


def asked_to_save(title: str, window: QWidget) -> QMessageBox.StandardButton:
    """What the learner wants of changes that are not saved: Save, Discard or Cancel."""
    button = QMessageBox.StandardButton
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Unsaved changes"))
    box.setText(tr("Save the changes to “{title}”?", title=title or tr("Untitled")))
    box.setInformativeText(tr("Without saving they are lost."))
    box.setStandardButtons(button.Save | button.Discard | button.Cancel)
    box.button(button.Discard).setText(tr("Discard"))  # Qt's Korean says that it is ignored
    box.setDefaultButton(button.Save)
    return button(ask(box))
