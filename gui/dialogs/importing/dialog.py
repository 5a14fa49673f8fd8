"""The dialog in which a table is looked at before it is opened, and corrected where need be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.files.source import Options, Preview, Source
from gui.dialogs.importing.choices import ReadingForm, TargetForm
from gui.dialogs.importing.header import ColumnHeader
from gui.dialogs.importing.picture import PictureView
from gui.dialogs.importing.questions import Questions
from gui.dialogs.importing.rows import PreviewRows
from gui.kit import telling
from gui.kit.forms.rows import SPACE, describe
from gui.kit.words import tr
from gui.model.loading import Loader

FORM_WIDTH, SIZE = 240, (940, 580)
NAMED = 4  # rows left out that are named


class ImportDialog(QDialog):
    """Reading happens in another process; here is shown what it found, and what went wrong."""

    opened = Signal(object)  # Experiment

    def __init__(self, loader: Loader, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = source.name if isinstance(source, Path) else tr("clipboard")
        self.setWindowTitle(tr("Open {name}", name=name))
        self._loader = loader
        self._source = source
        self._options = Options()  # only what the learner has said
        self._preview: Preview | None = None
        self.reading, self.target = ReadingForm(), TargetForm()
        self.picture, self.questions = PictureView(), Questions()
        self.rows, self.table, self.header = PreviewRows(), QTableView(), ColumnHeader()
        self.trouble = QLabel()
        self.progress = QProgressBar()
        self.buttons = QDialogButtonBox()
        self.load = QPushButton(tr("Open"))
        self.buttons.addButton(self.load, QDialogButtonBox.ButtonRole.AcceptRole)
        self.give_up: QPushButton = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self._dress()
        self._lay_out()
        self._connect()
        self._ask(self._options)

    def done(self, result: int) -> None:
        """Give up what is still being read."""
        self._loader.cancel()
        super().done(result)

    # ---- building -------------------------------------------------------------------------------

    def _dress(self) -> None:
        self.table.setModel(self.rows)
        self.table.setHorizontalHeader(self.header)
        describe(self.table, tr("First rows"), tr("The first rows as they are read."))
        self.table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(False)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.trouble.setWordWrap(True)
        self.trouble.setObjectName("Warning")
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress"))
        self.progress.setToolTip(tr("How far reading has come."))
        describe(self.load, tr("Open"), tr("Opens the table with these choices."))
        describe(self.give_up, self.give_up.text(), tr("Closes and keeps what is open."))
        self.load.setDefault(True)
        self.load.setEnabled(False)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(3 * SPACE)
        top.addWidget(self.target, 1)
        top.addWidget(self.picture)
        forms = QWidget()
        forms.setFixedWidth(FORM_WIDTH)
        right = QVBoxLayout(forms)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.reading)
        right.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(3 * SPACE)
        middle.addWidget(self.table, 1)
        middle.addWidget(forms)
        end = QHBoxLayout()
        end.addWidget(self.progress, 1)
        end.addWidget(self.buttons)
        down = QVBoxLayout(self)
        down.setSpacing(2 * SPACE)
        down.addLayout(top)
        down.addLayout(middle, 1)
        for widget in (self.questions, self.trouble):
            down.addWidget(widget)
        down.addLayout(end)
        self.resize(*SIZE)

    def _connect(self) -> None:
        self._loader.previewed.connect(self._on_previewed)
        self._loader.loaded.connect(self._on_loaded)
        self._loader.failed.connect(self._on_failed)
        self._loader.progressed.connect(self._on_progress)
        self._loader.changed.connect(self._on_changed)
        self.reading.changed.connect(self._on_reading)
        self.questions.answered.connect(self._on_answered)
        self.target.target_chosen.connect(lambda name: self._on_column(name, role="target"))
        self.target.task_chosen.connect(lambda task: self._on_reading({"task": task}))
        self.target.standardize_chosen.connect(lambda on: self._on_reading({"standardize": on}))
        self.header.role_chosen.connect(lambda name, role: self._on_column(name, role=role))
        self.header.kind_chosen.connect(lambda name, kind: self._on_column(name, kind=kind))
        self.header.fill_chosen.connect(lambda name, fill: self._on_column(name, fill=fill))
        self.buttons.accepted.connect(self._on_open)
        self.buttons.rejected.connect(self.reject)

    # ---- what is chosen -------------------------------------------------------------------------

    def _on_reading(self, chosen: dict[str, Any]) -> None:
        self._ask(replace(self._options, **chosen))

    def _on_answered(self, change: Callable[[Options], Options]) -> None:
        self._ask(change(self._options))

    def _on_column(self, name: str, **chosen: str) -> None:
        options = self._options
        if chosen.get("role") == "target":
            options = replace(options, task=None)  # as the other target suggests
        elif chosen.get("role") == "feature" and self._is_text(name):
            chosen["kind"] = "category"
        self._ask(options.with_column(name, **chosen))

    def _is_text(self, name: str) -> bool:
        columns = self._preview.columns if self._preview is not None else ()
        return any(column.name == name and column.kind == "text" for column in columns)

    # ---- what happens ---------------------------------------------------------------------------

    def _ask(self, options: Options) -> None:
        self._options = options
        self.load.setEnabled(False)
        self.progress.setRange(0, 0)  # busy
        self._loader.preview(self._source, options)

    def _on_previewed(self, preview: Preview) -> None:
        self.progress.setRange(0, 100)
        self._preview = preview
        self.rows.show_preview(preview)
        self.header.show_columns(preview.columns)
        self.reading.show_preview(preview)
        self.target.show_preview(preview)
        self.questions.show_preview(preview)
        self.picture.show_picture(preview.picture)
        self._show_trouble(preview)
        asked = bool(self.questions.buttons)
        self.load.setEnabled(preview.problem is None and not asked)
        if asked:
            self.questions.buttons[0].setFocus()
        elif self.load.isEnabled() and not self.reading.isAncestorOf(self.focusWidget() or self):
            self.load.setFocus()

    def _show_trouble(self, preview: Preview) -> None:
        lines = [] if preview.problem is None else [_sentence(preview.problem)]
        if preview.left_out_total and preview.problem is None:
            lines.append(tr("Rows left out: {count}.", count=preview.left_out_total))
            lines += [_reason(row.reason) for row in preview.left_out[:NAMED]]
        self.trouble.setText("\n".join(lines))
        self.trouble.setToolTip("\n".join(_reason(row.reason) for row in preview.left_out))
        self.trouble.setVisible(bool(lines))

    def _on_open(self) -> None:
        self.load.setEnabled(False)
        self.progress.setRange(0, 100)
        stamp = None if self._preview is None else self._preview.stamp
        self._loader.load(self._source, self._options, stamp)

    def _on_progress(self, part: float) -> None:
        self.progress.setValue(round(100 * part))

    def _on_loaded(self, experiment: Experiment) -> None:
        self.accept()
        self.opened.emit(experiment)

    def _on_changed(self) -> None:
        """The file is another one than was looked at: look again."""
        self._ask(self._options)
        self._say(tr("The file has changed since it was looked at; this is how it is now."))

    def _on_failed(self, error: EngineError) -> None:
        self.progress.setRange(0, 100)
        self.progress.setValue(0)
        self._say(_sentence(error))
        self.load.setEnabled(self.rows.columnCount() > 0)

    def _say(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.setVisible(True)


def _sentence(error: EngineError) -> str:
    """Where, what, and what to do, in one line."""
    hint, text = telling.hint(error), _reason(error)
    return f"{text} ({hint})" if hint else text


def _reason(error: EngineError) -> str:
    """Where and what, where nothing is left to do."""
    place, text = telling.place(error), telling.sentence(error)
    return f"{place}: {text}" if place else text
