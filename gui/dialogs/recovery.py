"""What was open when the program ended without a chance to save: shown, to be opened or not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.project.autosaves import Summary
from gui.kit.numbers import count
from gui.kit.scrolling import scrolled
from gui.kit.words import language, tr
from gui.model.sessions import Lost

PICTURE = (160, 100)  # pixels
SIZE = (600, 380)
MANY = 10  # of more than so many the learner is asked whether the older ones are needed


class RecoveryDialog(QDialog):
    """One row for each: picture, title, time and what it holds."""

    open_wanted = Signal(object)  # Lost
    discarded = Signal(object)  # Lost

    def __init__(self, lost: Sequence[Lost], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Unsaved work"))
        self._rows: list[tuple[Lost, QWidget]] = []
        said = QLabel(tr("This was not saved when Gradus was ended."))
        said.setWordWrap(True)
        self._column = QVBoxLayout()
        for one in lost:
            self._add(one)
        self._column.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._column)
        area = scrolled(inside, sideways=False)
        buttons = QDialogButtonBox()
        later = buttons.addButton(tr("Later"), QDialogButtonBox.ButtonRole.RejectRole)
        later.setToolTip(tr("Leave everything where it is; it is offered again."))
        if len(lost) > MANY:
            text = tr("Discard all but the newest {count}", count=MANY)
            old = buttons.addButton(text, QDialogButtonBox.ButtonRole.DestructiveRole)
            old.setToolTip(tr("Nobody has opened these for a long time."))
            old.clicked.connect(self._on_many)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (said, area, buttons):
            column.addWidget(part)
        self.resize(*SIZE)

    def _add(self, lost: Lost) -> None:
        summary = lost.summary or Summary(title=tr("Damaged"))
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 4, 0, 4)
        across.setSpacing(12)
        across.addWidget(_picture(summary))
        across.addWidget(_words(summary), 1)
        for text, help, act in (
            (tr("Open"), tr("Go on with it; it is kept until it is saved."), self._on_open),
            (tr("Discard"), tr("Take it away for good."), self._on_discard),
        ):
            button = QPushButton(text)
            button.setToolTip(help)
            button.setAccessibleName(f"{text}: {summary.title or tr('Untitled')}")
            button.clicked.connect(partial(act, lost, row))
            across.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._rows.append((lost, row))
        self._column.addWidget(row)

    def _on_open(self, lost: Lost, _: QWidget) -> None:
        self.accept()
        self.open_wanted.emit(lost)

    def _on_discard(self, lost: Lost, row: QWidget) -> None:
        self._rows = [other for other in self._rows if other[1] is not row]
        row.hide()
        row.deleteLater()
        if not self._rows:
            self.reject()
        self.discarded.emit(lost)

    def _on_many(self) -> None:
        for lost, row in self._rows[MANY:]:
            self._on_discard(lost, row)


def _picture(summary: Summary) -> QLabel:
    label = QLabel()
    label.setFixedSize(*PICTURE)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    pixmap = QPixmap()
    if summary.picture and pixmap.loadFromData(summary.picture):
        mode = Qt.TransformationMode.SmoothTransformation
        label.setPixmap(pixmap.scaled(label.size(), Qt.AspectRatioMode.KeepAspectRatio, mode))
    return label


def _words(summary: Summary) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    lines = (summary.title or tr("Untitled"), _time(summary), _holds(summary), summary.file)
    label.setText("\n".join(line for line in lines if line))
    return label


def _time(summary: Summary) -> str:
    when = QDateTime.fromSecsSinceEpoch(round(summary.time))
    return QLocale(language()).toString(when, QLocale.FormatType.ShortFormat)


def _holds(summary: Summary) -> str:
    parts = [tr("{count} rows", count=count(summary.rows))]
    if summary.steps:
        parts.append(tr("{count} steps", count=count(summary.steps)))
    if summary.has_report:
        parts.append(tr("a report"))
    return ", ".join(parts)
