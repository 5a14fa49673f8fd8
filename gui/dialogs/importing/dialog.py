"""The dialog in which a table is looked at before it is opened, and corrected where need be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

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
from engine.files.numbers import number
from engine.files.source import Options, Preview, Source
from gui.dialogs.importing.choices import ReadingForm, RolesForm
from gui.dialogs.importing.rows import PreviewRows
from gui.kit import telling
from gui.kit.forms.rows import SPACE, describe
from gui.kit.words import tr
from gui.model.loading import Loader

FORM_WIDTH, SIZE = 270, (900, 560)
NAMED = 5  # rows left out that are named


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
        self._options = Options()
        self.reading, self.roles = ReadingForm(), RolesForm()
        self.rows = PreviewRows()
        self.table = QTableView()
        self.summary, self.trouble = QLabel(), QLabel()
        self.progress = QProgressBar()
        self.buttons = QDialogButtonBox()
        self.load: QPushButton = self.buttons.addButton(
            tr("Open"), QDialogButtonBox.ButtonRole.AcceptRole
        )
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
        describe(self.table, tr("First rows"), tr("The first rows as they are read."))
        self.table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(False)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.trouble.setWordWrap(True)
        self.trouble.setObjectName("Warning")
        self.summary.setWordWrap(True)
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress"))
        self.progress.setToolTip(tr("How far reading has come."))
        describe(self.load, tr("Open"), tr("Opens the table with these choices."))
        describe(self.give_up, self.give_up.text(), tr("Closes and keeps what is open."))
        self.load.setDefault(True)
        self.load.setEnabled(False)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(SPACE)
        left.addWidget(self.summary)
        left.addWidget(self.table, 1)
        left.addWidget(self.trouble)
        forms = QWidget()
        forms.setFixedWidth(FORM_WIDTH)
        right = QVBoxLayout(forms)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(2 * SPACE)
        right.addWidget(self.reading)
        right.addWidget(self.roles)
        right.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(3 * SPACE)
        across.addLayout(left, 1)
        across.addWidget(forms)
        down = QVBoxLayout(self)
        down.addLayout(across, 1)
        end = QHBoxLayout()
        end.addWidget(self.progress, 1)
        end.addWidget(self.buttons)
        down.addLayout(end)
        self.resize(*SIZE)

    def _connect(self) -> None:
        self._loader.previewed.connect(self._on_previewed)
        self._loader.loaded.connect(self._on_loaded)
        self._loader.failed.connect(self._on_failed)
        self._loader.progressed.connect(self._on_progress)
        self.reading.changed.connect(self._ask)
        self.roles.target_chosen.connect(self._on_target)
        self.buttons.accepted.connect(self._on_open)
        self.buttons.rejected.connect(self.reject)

    # ---- what happens ---------------------------------------------------------------------------

    def _ask(self, options: Options) -> None:
        self._options = replace(options, target=self.roles.target.currentData())
        self.load.setEnabled(False)
        self.progress.setRange(0, 0)  # busy
        self._loader.preview(self._source, self._options)

    def _on_previewed(self, preview: Preview) -> None:
        self.progress.setRange(0, 100)
        self._options = preview.options
        self.rows.show_preview(preview)
        self.reading.show_preview(preview)
        self.roles.show_preview(preview)
        self.summary.setText(_summary(preview))
        self._show_trouble(preview)
        self.load.setEnabled(preview.problem is None)
        if self.load.isEnabled() and not self.reading.isAncestorOf(self.focusWidget() or self):
            self.load.setFocus()

    def _show_trouble(self, preview: Preview) -> None:
        lines = [] if preview.problem is None else [_sentence(preview.problem)]
        lines += _notes(preview)
        if preview.left_out_total and preview.problem is None:
            lines.append(tr("Rows left out: {count}.", count=preview.left_out_total))
            lines += [_reason(row.reason) for row in preview.left_out[:NAMED]]
        self.trouble.setText("\n".join(lines))
        self.trouble.setToolTip("\n".join(_reason(row.reason) for row in preview.left_out))

    def _on_target(self) -> None:
        """Which cells are filled depends on what is predicted."""
        if self._options.missing == "mean":
            self._ask(self._options)

    def _on_open(self) -> None:
        self.load.setEnabled(False)
        self.progress.setRange(0, 100)
        self._loader.load(self._source, self._options, self.roles.roles())

    def _on_progress(self, part: float) -> None:
        self.progress.setValue(round(100 * part))

    def _on_loaded(self, experiment: Experiment) -> None:
        self.accept()
        self.opened.emit(experiment)

    def _on_failed(self, error: EngineError) -> None:
        self.progress.setRange(0, 100)
        self.progress.setValue(0)
        self.trouble.setText(_sentence(error))
        self.load.setEnabled(self.rows.columnCount() > 0)


def _sentence(error: EngineError) -> str:
    """Where, what, and what to do, in one line."""
    hint, text = telling.hint(error), _reason(error)
    return f"{text} ({hint})" if hint else text


def _reason(error: EngineError) -> str:
    """Where and what, where nothing is left to do."""
    place, text = telling.place(error), telling.sentence(error)
    return f"{place}: {text}" if place else text


def _notes(preview: Preview) -> list[str]:
    """What a learner should know of how the cells are read."""
    lines = []
    if preview.unsure:
        decimal = preview.options.decimal or "."
        value, other = (
            number(preview.unsure, point) for point in (decimal, "." if decimal == "," else ",")
        )
        lines.append(
            tr(
                "{cell} is read as {value}. If it means {other}, choose the other decimal point.",
                cell=preview.unsure,
                value=f"{value:.6g}",
                other=f"{other:.6g}",
            )
        )
    if preview.filled and preview.problem is None:
        lines.append(tr("Cells filled with their column's mean: {count}.", count=preview.filled))
    return lines


def _summary(preview: Preview) -> str:
    return tr(
        "{rows} rows, {columns} columns; the first ones:",
        rows=f"{preview.total:,}",
        columns=len(preview.names),
    )
