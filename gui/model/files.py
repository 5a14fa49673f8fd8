"""Opening, saving and exporting: the file dialogs, and the question about unsaved work."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from engine import storage
from engine.errors import EngineError
from engine.experiment import Experiment
from gui.kit.passing import ask, open_once
from gui.kit.words import tr
from gui.model.document import PROJECT, Document
from gui.model.known_files import KnownFiles
from gui.model.projects import Projects
from gui.model.settings import FOLDER, Settings

if TYPE_CHECKING:
    from engine.files import Source
    from engine.files.loading import Fetched
    from engine.frames import Style
    from gui.model.loading import Loader
    from gui.model.saving import Saver

SCRIPT = ".py"
NOTEBOOK = ".ipynb"
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
    export_requested = Signal(object, str)  # Path, style
    form_found = Signal(object)  # the Path of a Markdown file that was to be opened

    def __init__(
        self, document: Document, settings: Settings, window: QWidget, look_at: LookAt
    ) -> None:
        super().__init__(window)
        self._look = look_at
        self._document = document
        self._settings = settings
        self._window = window
        self._loader: Loader | None = None
        self._otherwise: Callable[[], None] = _nothing
        self._saver: Saver | None = None
        self.known = KnownFiles()
        self.projects = Projects(document, self.known, self)
        self.projects.failed.connect(self.failed)
        self.projects.said.connect(self.said)
        self.projects.saved.connect(self._remember)
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
            self._window, tr("Open"), self._folder(), ";;".join(kinds)
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
        elif not self.paste_shared() and self.may_discard():
            self._look_at(Clipboard(text))

    def paste_shared(self) -> bool:
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
        if self.may_discard():
            self._document.adopt(experiment, unsaved=True)
        return True

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

    def save(self) -> bool:
        """Save to the document's file, or ask for one; False when nothing is saved."""
        path = self._document.path
        if path is None:
            return self.save_as()
        place = self.projects.place(path, self._window)
        if place is None:
            return False
        return self._save_project(place) if place.suffix.lower() == PROJECT else self._write(place)

    def save_as(self) -> bool:
        """Ask for a file name and save everything there; False when nothing is saved."""
        kind = tr("Projects") + f" (*{PROJECT})"
        suggestion = self.suggestion(PROJECT)
        name, _ = QFileDialog.getSaveFileName(self._window, tr("Save"), suggestion, kind)
        return self._save_project(_with_suffix(name, PROJECT)) if name else False

    def save_json(self) -> bool:
        """Ask for a file name and save the experiment alone there; False when it was not."""
        suggestion = self.suggestion(".json")
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
        name, kind = QFileDialog.getSaveFileName(
            self._window, tr("Export code"), self.suggestion(".py"), ";;".join(kinds), first
        )
        if name:
            suffix, chosen = kinds[kind or first]
            path = _with_suffix(name, suffix, (SCRIPT, NOTEBOOK))
            if self.known.may_write(path, self._window):
                self.export_requested.emit(path, chosen)

    def save_text(self, text: str, name: str, suffix: str) -> None:
        """Ask for a file name and write a text there; ``name`` is added to the suggested one."""
        self.save_bytes(text.encode(), name, suffix)

    def save_bytes(self, content: bytes, name: str, suffix: str) -> None:
        """The same for what is no text."""
        suggestion = Path(self.suggestion(suffix))
        suggested = suggestion.with_name(f"{suggestion.stem} - {name}{suffix}")
        kind = f"{suffix[1:].upper()} (*{suffix})"
        chosen, _ = QFileDialog.getSaveFileName(self._window, tr("Save"), str(suggested), kind)
        if not chosen:
            return
        path = _with_suffix(chosen, suffix)
        try:
            storage.write(path, lambda file: file.write(content))
        except EngineError as error:
            self.failed.emit(error)
        else:
            self.said.emit(tr("Saved as {name}.", name=path.name))

    def save_data(self) -> None:
        """Ask for a file name and have the table written there, for other programs."""
        kinds = {
            "CSV (*.csv)": ".csv",
            "TSV (*.tsv)": ".tsv",
            "Excel (*.xlsx)": ".xlsx",
            "Parquet (*.parquet)": ".parquet",
        }
        name, kind = QFileDialog.getSaveFileName(
            self._window, tr("Save data"), self.suggestion(".csv"), ";;".join(kinds)
        )
        if name:
            path = _with_suffix(name, kinds.get(kind, ".csv"), tuple(kinds.values()))
            if self.known.may_write(path, self._window):
                self.saver.save(self._document.experiment.data.table, path)

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

    @property
    def saver(self) -> Saver:
        """Who writes tables beside the window; there from its first use on."""
        if self._saver is None:
            from gui.model.saving import Saver

            self._saver = Saver(self)
            self._saver.failed.connect(self.failed)
            self._saver.saved.connect(self._on_saved)
        return self._saver

    def close(self) -> None:
        """End what reads, and let finish what writes."""
        self.projects.close()
        if self._loader is not None:
            self._loader.close()
        if self._saver is not None:
            self._saver.close()

    def may_end(self) -> bool:
        """Whether nothing is being written any more; waits for it, unless the learner minds."""
        written = self._saver is None or self._saver.may_end(self._window)
        return written and self.projects.may_end(self._window)

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
        box.button(button.Discard).setText(tr("Discard"))  # Qt's Korean says that it is ignored
        box.setDefaultButton(button.Save)
        answer = ask(box)
        if answer == button.Save:
            return self.save() and self.may_end()
        return bool(answer == button.Discard)

    def suggestion(self, suffix: str) -> str:
        """A file of the document's title, without what some systems refuse in a name."""
        name = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', " ", self._document.title)
        name = " ".join(name.split()).strip(" .")
        return str(Path(self._folder()) / f"{name or tr('experiment')}{suffix}")

    def _title(self) -> str:
        return self._document.title or tr("Untitled")

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

            self._tell(done(found.found))

    def _tell(self, text: str) -> None:
        if text:
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

    def _on_saved(self, path: Path) -> None:
        self.known.note(path)
        self.said.emit(tr("Saved as {name}.", name=path.name))

    def _load(self, path: Path, example: bool = False) -> None:
        try:
            self._document.open(path, example)
        except EngineError as error:
            self.failed.emit(error)
            return
        if not example:
            self._remember(path)

    def remember_read(self, path: Path) -> None:
        """That a file was read."""
        self.known.note_read(path)
        self._settings.remember(path)

    def _remember(self, path: Path) -> None:
        self.known.note(path)
        self._settings.remember(path)

    def _save_project(self, path: Path) -> bool:
        """Begin to write everything; what comes of it is said later."""
        if not self.known.may_write(path, self._window):
            return False
        self.projects.save(path)
        return True

    def _write(self, path: Path) -> bool:
        if not self.known.may_write(path, self._window):
            return False
        try:
            self._document.save(path)
        except EngineError as error:
            self.failed.emit(error)
            return False
        self._remember(path)
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
