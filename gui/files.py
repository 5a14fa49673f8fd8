"""Opening, saving and exporting: the file dialogs, and the question about unsaved work."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from engine.errors import EngineError
from engine.frames import Style
from gui.document import Document
from gui.settings import FOLDER, Settings
from gui.words import tr

SCRIPT = ".py"
NOTEBOOK = ".ipynb"


class Files(QObject):
    """Asks the learner for files and lets the document do the work; says what went wrong."""

    failed = Signal(object)  # an EngineError
    said = Signal(str)  # a note
    export_requested = Signal(object, str)  # Path, style

    def __init__(self, document: Document, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._settings = settings
        self._window = window

    def new(self, task: Literal["regression", "classification"]) -> None:
        """Start with an empty table, once unsaved work is safe."""
        if self.may_discard():
            self._document.new(task)

    def choose(self) -> None:
        """Ask for a file and open it."""
        if not self.may_discard():
            return
        kinds = [
            tr("Experiments and tables") + " (*.json *.csv *.tsv *.txt)",
            tr("All files") + " (*)",
        ]
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("Open"), self._folder(), ";;".join(kinds)
        )
        if name:
            self._load(Path(name))

    def open(self, path: Path) -> None:
        """Open a file, once unsaved work is safe."""
        if self.may_discard():
            self._load(path)

    def open_example(self, path: Path) -> None:
        """Open a copy of an example, once unsaved work is safe."""
        if self.may_discard():
            self._load(path, example=True)

    def save(self) -> bool:
        """Save to the document's file, or ask for one; False when it was not saved."""
        path = self._document.path
        return self._write(path) if path else self.save_as()

    def save_as(self) -> bool:
        """Ask for a file name and save there; False when it was not saved."""
        suggestion = self._suggestion(".json")
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save as JSON"), suggestion, tr("Experiments") + " (*.json)"
        )
        return self._write(_with_suffix(name, ".json")) if name else False

    def export(self, style: Style = "module") -> None:
        """Ask for a file name and have the training written there as a PyTorch program."""
        kinds: dict[str, tuple[str, Style]] = {
            tr("Script with torch.nn") + " (*.py)": (SCRIPT, "module"),
            tr("Script with tensors only") + " (*.py)": (SCRIPT, "scratch"),
            tr("Script with gradients by formula") + " (*.py)": (SCRIPT, "formula"),
            tr("Notebook with torch.nn") + " (*.ipynb)": (NOTEBOOK, "module"),
        }
        first = next(kind for kind, (_, written) in kinds.items() if written == style)
        suggestion = str(Path(self._folder()) / f"{self._document.title or tr('experiment')}.py")
        name, kind = QFileDialog.getSaveFileName(
            self._window, tr("Export code"), suggestion, ";;".join(kinds), first
        )
        if name:
            suffix, chosen = kinds[kind or first]
            path = _with_suffix(name, suffix, (SCRIPT, NOTEBOOK))
            self.export_requested.emit(path, chosen)

    def may_discard(self) -> bool:
        """Whether the experiment may go: it is saved, or the learner does not mind."""
        if not self._document.dirty:
            return True
        button = QMessageBox.StandardButton
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("Unsaved changes"))
        box.setText(tr("Save the changes to “{title}”?", title=self._title()))
        box.setInformativeText(tr("Without saving they are lost."))
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        box.setDefaultButton(button.Save)
        answer = box.exec()
        return self.save() if answer == button.Save else answer == button.Discard

    def _suggestion(self, suffix: str) -> str:
        """A file of the document's title, without what some systems refuse in a name."""
        name = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', " ", self._document.title).strip(" .")
        return str(Path(self._folder()) / f"{name or tr('experiment')}{suffix}")

    def _title(self) -> str:
        return self._document.title or tr("Untitled")

    def _load(self, path: Path, example: bool = False) -> None:
        try:
            self._document.open(path, example)
        except EngineError as error:
            self.failed.emit(error)
            return
        if not example:
            self._settings.remember(path)

    def _write(self, path: Path) -> bool:
        try:
            self._document.save(path)
        except EngineError as error:
            self.failed.emit(error)
            return False
        self._settings.remember(path)
        self.said.emit(tr("Saved as {name}.", name=path.name))
        return True

    def _folder(self) -> str:
        path = self._document.path
        return str(path.parent) if path else self._settings.get(FOLDER)


def _with_suffix(name: str, suffix: str, known: tuple[str, ...] = ()) -> Path:
    """The path with ``suffix`` unless it already ends in one of the known ones."""
    path = Path(name)
    endings = known or (suffix,)
    return path if path.suffix.lower() in endings else path.with_name(path.name + suffix)
