"""The document's project file: saved and opened beside the window, never written over unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from engine.errors import EngineError
from gui.kit.passing import ask
from gui.kit.words import tr
from gui.model.document import PROJECT, Document
from gui.model.known_files import KnownFiles
from gui.model.stand import Stand

if TYPE_CHECKING:
    from engine.project import Project
    from engine.project.keeping import Done, Save
    from gui.model.desk import Desk


def _at_once(then: Callable[[], None]) -> None:
    """Nothing has to be waited for."""
    then()


class Projects(QObject):
    """Writes the whole document; who else has a part of it says so by ``gather``.

    ``prepare`` calls back once every part is there.
    """

    failed = Signal(object)  # an EngineError
    said = Signal(str)  # a note
    progressed = Signal(str)  # how far something has come
    wanted = Signal(object)  # the Path of a project that is to be opened
    saved = Signal(object)  # the Path of the file that has everything now

    def __init__(self, document: Document, known: KnownFiles, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._known = document, known
        self._desk: Desk | None = None
        self._replaced: Path | None = None  # a JSON that the learner wants written over
        self.gather: Callable[[], Project] = self._bare
        self.prepare: Callable[[Callable[[], None]], None] = _at_once

    @property
    def desk(self) -> Desk:
        """Who reads and writes beside the window; there from its first use on."""
        if self._desk is None:
            from gui.model.desk import Desk

            self._desk = Desk(
                lambda: self.gather(),
                lambda: self._document.stand,
                lambda then: self.prepare(then),
                self,
            )
            self._desk.saved.connect(self._on_saved)
            self._desk.undone.connect(self._on_undone)
            self._desk.progressed.connect(self.progressed)
        return self._desk

    def save(self, path: Path) -> None:
        """Have everything written to a file; ``saved`` or ``failed`` says what became of it."""
        self.desk.save(path)

    def may_end(self, window: QWidget) -> bool:
        """Whether nothing is being saved any more; waits for it, unless the learner minds."""
        return self._desk is None or self._desk.may_end(window)

    def close(self) -> None:
        """End what reads, and let finish what writes."""
        if self._desk is not None:
            self._desk.close()

    def place(self, path: Path, window: QWidget) -> Path | None:
        """Which file a document of that file is saved to, once the learner has said; or none."""
        if path.suffix.lower() == PROJECT or path == self._replaced:
            return path
        chosen = _asked(path, _free(path.with_suffix(PROJECT)), window)
        if chosen == path:
            self._replaced = path
        return chosen

    def _bare(self) -> Project:
        from engine.project import Project

        report = self._document.report.shown
        return Project(self._document.experiment, report=report.text, pictures=report.pictures)

    def _on_saved(self, save: Save, stand: Stand) -> None:
        self._document.saved_as(save.path, stand)
        self.saved.emit(save.path)
        self.said.emit(tr("Saved as {name}.", name=save.path.name))

    def _on_undone(self, done: Done) -> None:
        from engine.project.keeping import Save

        if isinstance(done.task, Save) and isinstance(done.error, EngineError):
            self.failed.emit(done.error)


def _free(path: Path) -> Path:
    """The path, or one like it where there is another one's file."""
    names = (path if n == 1 else path.with_stem(f"{path.stem} {n}") for n in range(1, 10**4))
    return next((name for name in names if not name.exists()), path)


def _asked(path: Path, project: Path, window: QWidget) -> Path | None:
    """Ask whether everything shall go into a project beside a JSON, or the JSON be replaced."""
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Save"))
    box.setText(tr("“{name}” can hold the experiment alone.", name=path.name))
    box.setInformativeText(
        tr(
            "“{project}” beside it holds everything: the training, the report and the views.",
            project=project.name,
        )
    )
    roles = QMessageBox.ButtonRole
    whole = box.addButton(tr("Save “{name}”", name=project.name), roles.AcceptRole)
    again = box.addButton(tr("Replace the JSON"), roles.DestructiveRole)
    whole.setToolTip(tr("The JSON stays as it is."))
    again.setToolTip(tr("Write over the file that is there."))
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(whole)
    ask(box)
    chosen = box.clickedButton()
    return project if chosen is whole else path if chosen is again else None
