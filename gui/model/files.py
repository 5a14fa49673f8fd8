"""Opening: the file dialogs, and the question about unsaved work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from engine.errors import EngineError
from engine.experiment import Experiment
from gui.kit.passing import open_once
from gui.kit.words import tr
from gui.model.copies import Copies
from gui.model.document import PROJECT, Document
from gui.model.known_files import KnownFiles
from gui.model.naming import Naming
from gui.model.own_file import OwnFile, asked_to_save
from gui.model.projects import Projects
from gui.model.settings import Settings
from gui.model.sharing import Sharing

if TYPE_CHECKING:
    from engine.files import Source
    from engine.files.tasks import Fetched
    from gui.model.loading import Loader

FORMS = (".md", ".markdown")


LookAt = Callable[["Loader", "Source", QWidget], QDialog]


def _nothing() -> None:
    """Nothing is to be done."""


def _nobody(_: Path) -> bool:
    """No other window has the file."""
    return True


class Files(QObject):
    """Asks the learner for files and lets the document do the work; says what went wrong.

    ``look_at`` makes the dialog in which a table is looked at before it is opened.
    """

    failed = Signal(object)  # an EngineError
    said = Signal(str)  # a note
    warned = Signal(str)  # what is to be read before going on
    form_found = Signal(object)  # the Path of a Markdown file that was to be opened

    def __init__(
        self, document: Document, settings: Settings, window: QWidget, look_at: LookAt
    ) -> None:
        super().__init__(window)
        self._document, self._settings = document, settings
        self._window, self._look = window, look_at
        self._loader: Loader | None = None
        self._otherwise: Callable[[], None] = _nothing
        self.known = KnownFiles()
        self.naming = Naming(document, settings)
        self.copies = Copies(document, self.naming, self.known, window)
        self.copies.failed.connect(self.failed)
        self.copies.said.connect(self.said)
        self.sharing = Sharing(document, self.may_discard, self)
        self.sharing.failed.connect(self.failed)
        self.sharing.said.connect(self.said)
        self.projects = Projects(document, self.known, self)
        self.projects.failed.connect(self.failed)
        self.projects.said.connect(self.said)
        self.own = OwnFile(document, settings, self.naming, self.known, self.projects, window)
        self.own.failed.connect(self.failed)
        self.own.said.connect(self.said)
        self.claim: Callable[[Path], bool] = _nobody  # whether no other window has a file
        self._dialog: QDialog | None = None

    def new(self, task: Literal["regression", "classification"]) -> None:
        """Start with an empty table, once unsaved work is safe."""
        if self.may_discard():
            self._document.new(task)

    def choose(self) -> None:
        """Ask for a file and open it."""
        if not self.may_discard():
            return
        from engine.files import TABLES

        endings = " ".join(f"*{suffix}" for suffix in (PROJECT, ".json", *TABLES, *FORMS))
        kinds = [f"{tr('Projects, experiments and tables')} ({endings})"]
        kinds += [tr("All files") + " (*)"]
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("Open"), self.naming.folder, ";;".join(kinds)
        )
        if name and not self._is_form(Path(name)):
            self._bring(Path(name))

    def open(self, path: Path, otherwise: Callable[[], None] = _nothing) -> None:
        """Open a file as it is; a table that asks something is looked at before.

        ``otherwise`` is done first where it does not open at once.
        """
        self._otherwise = otherwise
        self._fetch(path)

    def bring(self, path: Path) -> None:
        """Open a file, once unsaved work is safe; a table is looked at before."""
        if not self._is_form(path) and self.may_discard():
            self._bring(path)

    def paste(self) -> None:
        """Open the table that the clipboard has as text."""
        from engine.files import Clipboard

        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.said.emit(tr("The clipboard has no text: copy the cells of a table first."))
        elif not self.sharing.paste() and self.may_discard():
            self._look_at(Clipboard(text))

    def open_classic(self, name: str) -> None:
        """Open a classic data set, once unsaved work is safe."""
        from engine.files import Classic, Options

        if self.may_discard():
            self.loader.load(Classic(name), Options())
            self.said.emit(tr("Loading the data set…"))

    def open_example(self, path: Path) -> None:
        """Open a copy of an example, once unsaved work is safe."""
        if self.may_discard():
            self._load(path, example=True)

    @property
    def loader(self) -> Loader:
        """Who reads and writes tables beside the window; there from its first use on."""
        if self._loader is None:
            from gui.model.loading import Loader

            self._loader = Loader(self)
            self._loader.loaded.connect(self._on_loaded)
            self._loader.failed.connect(self._on_failed)
            self._loader.fetched.connect(self._on_fetched)
            self._loader.unclear.connect(self._on_unclear)
        return self._loader

    def close(self) -> None:
        """End what reads, and let finish what writes."""
        self.projects.close()
        if self._loader is not None:
            self._loader.close()
        self.copies.close()

    def may_end(self) -> bool:
        """Whether nothing is being written any more; waits for it, unless the learner minds."""
        return self.copies.may_end() and self.projects.may_end(self._window)

    def may_discard(self) -> bool:
        """Whether the experiment may go: it is saved, or the learner does not mind."""
        if not self._document.dirty:
            return True
        button = QMessageBox.StandardButton
        answer = asked_to_save(self._document.title, self._window)
        if answer == button.Save:
            return self.own.save() and self.may_end()
        return answer == button.Discard

    def _is_form(self, path: Path) -> bool:
        """Whether a file is a form, which only begins another report beside the experiment."""
        if path.suffix.lower() in FORMS:
            self.form_found.emit(path)
            return True
        return False

    def _bring(self, path: Path) -> None:
        self._otherwise = _nothing
        self._fetch(path, tables=False)

    def _fetch(self, path: Path, tables: bool = True) -> None:
        self.known.begin(path)
        if path.suffix.lower() == PROJECT:
            self.projects.wanted.emit(path)
        else:
            self.loader.fetch(path, tables=tables)

    def _on_fetched(self, found: Fetched) -> None:
        is_copy = found.is_own and not self.claim(found.path)
        self._document.adopt(found.experiment, found.path if found.is_own and not is_copy else None)
        self.remember_read(found.path)
        if is_copy:
            self.say_copy(found.path)
        elif found.found is not None:
            from gui.model.findings import done

            if text := done(found.found):
                self.said.emit(text)

    def say_copy(self, path: Path) -> None:
        """Say that another window has a file, so that this one has a copy."""
        self.warned.emit(
            tr("“{name}” is open in another window: this is a copy of it.", name=path.name)
        )

    def say_failed(self, error: EngineError) -> None:
        """A file could not be opened."""
        self._on_failed(error)

    def _on_unclear(self, path: Path) -> None:
        self._turn()
        self.remember_read(path)
        self._look_at(path)

    def _look_at(self, source: Source) -> None:
        self._dialog = self._look(self.loader, source, self._window)
        self._dialog.destroyed.connect(self._on_closed)
        open_once(self._dialog)

    def _on_closed(self) -> None:
        self._dialog = None

    def _on_loaded(self, experiment: Experiment) -> None:
        self._document.adopt(experiment)

    def _on_failed(self, error: EngineError) -> None:
        self._turn()
        if self._dialog is None:  # which says so itself
            self.failed.emit(error)

    def _turn(self) -> None:
        """Do what was to be done where a file does not open at once."""
        otherwise, self._otherwise = self._otherwise, _nothing
        otherwise()

    def _load(self, path: Path, example: bool = False) -> None:
        try:
            self._document.open(path, example)
        except EngineError as error:
            self.failed.emit(error)
            return
        if not example:
            self.own.remember(path)

    def remember_read(self, path: Path) -> None:
        """That a file was read."""
        self.known.note_read(path)
        self._settings.remember(path)
