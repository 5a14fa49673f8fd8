"""What is written for other programs; the document's own file stays as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from engine import storage
from engine.errors import EngineError
from gui.kit.words import tr
from gui.model.document import Document
from gui.model.known_files import KnownFiles
from gui.model.naming import Naming, with_suffix

if TYPE_CHECKING:
    from engine.frames import Style
    from gui.model.saving import Saver

SCRIPT = ".py"
NOTEBOOK = ".ipynb"


class Copies(QObject):
    """Asks for a file name each time; says what became of it."""

    failed = Signal(object)  # an EngineError
    said = Signal(str)  # a note
    export_requested = Signal(object, str)  # Path, style

    def __init__(
        self, document: Document, naming: Naming, known: KnownFiles, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document, self._naming, self._known = document, naming, known
        self._window = window
        self._saver: Saver | None = None

    def code(self, style: Style = "module") -> None:
        """Ask for a file name and have the training written there as a PyTorch program."""
        kinds: dict[str, tuple[str, Style]] = {
            tr("Script with torch.nn") + " (*.py)": (SCRIPT, "module"),
            tr("Script with tensors only") + " (*.py)": (SCRIPT, "scratch"),
            tr("Script with gradients by formula") + " (*.py)": (SCRIPT, "formula"),
            tr("Notebook with torch.nn") + " (*.ipynb)": (NOTEBOOK, "module"),
        }
        first = next(kind for kind, (_, written) in kinds.items() if written == style)
        name, kind = QFileDialog.getSaveFileName(
            self._window, tr("Export code"), self._naming.suggestion(".py"), ";;".join(kinds), first
        )
        if name:
            suffix, chosen = kinds[kind or first]
            path = with_suffix(name, suffix, (SCRIPT, NOTEBOOK))
            if self._known.may_write(path, self._window, name):
                self.export_requested.emit(path, chosen)

    def text(self, text: str, name: str, suffix: str) -> None:
        """Ask for a file name and write a text there; ``name`` is added to the suggested one."""
        self.content(text.encode(), name, suffix)

    def content(self, content: bytes, name: str, suffix: str) -> None:
        """The same for what is no text."""
        suggestion = Path(self._naming.suggestion(suffix))
        suggested = suggestion.with_name(f"{suggestion.stem} - {name}{suffix}")
        kind = f"{suffix[1:].upper()} (*{suffix})"
        chosen, _ = QFileDialog.getSaveFileName(self._window, tr("Save"), str(suggested), kind)
        if not chosen:
            return
        path = with_suffix(chosen, suffix)
        if not self._known.may_write(path, self._window, chosen):
            return
        try:
            storage.write(path, lambda file: file.write(content))
        except EngineError as error:
            self.failed.emit(error)
        else:
            self.said.emit(tr("Saved as {name}.", name=path.name))

    def data(self) -> None:
        """Ask for a file name and have the table written there, for other programs."""
        kinds = {
            "CSV (*.csv)": ".csv",
            "TSV (*.tsv)": ".tsv",
            "Excel (*.xlsx)": ".xlsx",
            "Parquet (*.parquet)": ".parquet",
        }
        name, kind = QFileDialog.getSaveFileName(
            self._window, tr("Save data"), self._naming.suggestion(".csv"), ";;".join(kinds)
        )
        if name:
            path = with_suffix(name, kinds.get(kind, ".csv"), tuple(kinds.values()))
            if self._known.may_write(path, self._window, name):
                self.saver.save(self._document.experiment.data.table, path)

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
        """Let finish what writes."""
        if self._saver is not None:
            self._saver.close()

    def may_end(self) -> bool:
        """Whether nothing is being written any more; waits for it, unless the learner minds."""
        return self._saver is None or self._saver.may_end(self._window)

    def _on_saved(self, path: Path) -> None:
        self._known.note(path)
        self.said.emit(tr("Saved as {name}.", name=path.name))
