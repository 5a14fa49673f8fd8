"""What was open when the program ended without a chance to save: shown, to be opened or not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.project.autosaves import Summary, file_of, problem
from gui.kit.numbers import count
from gui.kit.scrolling import scrolled
from gui.kit.telling import capital, sentence
from gui.kit.words import language, tr
from gui.model.sessions import Lost

PICTURE = (160, 100)  # pixels
SIZE = (600, 380)
MOST_PIXELS = 2000  # of the wider side of a picture
LONGEST = 100  # letters of a line
MANY = 10  # of more than so many the learner is asked whether the older ones are needed


class RecoveryDialog(QDialog):
    """One row for each: picture, title, time and what it holds.

    What is discarded goes when the dialog is closed: until then it can be had back.
    """

    open_wanted = Signal(object)  # Lost
    discarded = Signal(object)  # Lost

    def __init__(self, lost: Sequence[Lost], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Unsaved work"))
        said = QLabel(tr("This was not saved when Gradus was ended."))
        said.setWordWrap(True)
        self.rows = [Row(one) for one in lost]
        area = scrolled(self._column(), sideways=False)
        column = QVBoxLayout(self)
        for part in (said, area, self._buttons()):
            column.addWidget(part)
        self.resize(*SIZE)
        self._on_changed()

    def done(self, result: int) -> None:
        """Close: what was discarded goes now."""
        for row in self.rows:
            if row.is_discarded:
                self.discarded.emit(row.lost)
        super().done(result)

    def _column(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        for row in self.rows:
            row.changed.connect(self._on_changed)
            row.open_wanted.connect(self._on_open)
            column.addWidget(row)
        column.addStretch(1)
        return inside

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self._later = buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        if len(self.rows) > MANY:
            text = tr("Discard all but the newest {count}", count=MANY)
            old = buttons.addButton(text, QDialogButtonBox.ButtonRole.DestructiveRole)
            old.setToolTip(tr("Nobody has opened these for a long time."))
            old.clicked.connect(self._on_many)
        buttons.rejected.connect(self.reject)
        return buttons

    def _on_open(self, lost: Lost) -> None:
        self.accept()
        self.open_wanted.emit(lost)

    def _on_changed(self) -> None:
        """Say what closing means now."""
        are_gone = all(row.is_discarded for row in self.rows)
        self._later.setText(tr("Close") if are_gone else tr("Later"))
        self._later.setToolTip(
            tr("Take what was discarded away for good.")
            if are_gone
            else tr("Leave everything where it is; it is offered again.")
        )

    def _on_many(self) -> None:
        for row in self.rows[MANY:]:
            row.discard(True)


class Row(QWidget):
    """One that was left behind, with its buttons."""

    open_wanted = Signal(object)  # Lost
    changed = Signal()

    def __init__(self, lost: Lost) -> None:
        super().__init__()
        self.lost, self.is_discarded = lost, False
        summary = lost.summary or Summary(title=_name(lost))
        self._title = summary.title or tr("Untitled")
        self.shown = (_picture(summary), _words(lost, summary))
        self._open, self._discard = QPushButton(tr("Open")), QPushButton()
        self._open.setToolTip(tr("Go on with it; it is kept until it is saved."))
        self._open.setAccessibleName(f"{tr('Open')}: {self._title}")
        self._open.clicked.connect(lambda: self.open_wanted.emit(lost))
        self._discard.clicked.connect(lambda: self.discard(not self.is_discarded))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 4, 0, 4)
        across.setSpacing(12)
        across.addWidget(self.shown[0])
        across.addWidget(self.shown[1], 1)
        for button in (self._open, self._discard):
            across.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.discard(False)

    def discard(self, is_discarded: bool) -> None:
        """Mark it as one that is to go, or have it back."""
        self.is_discarded = is_discarded
        for part in (*self.shown, self._open):
            part.setEnabled(not is_discarded)
        text = tr("Undo") if is_discarded else tr("Discard")
        self._discard.setText(text)
        self._discard.setAccessibleName(f"{text}: {self._title}")
        self._discard.setToolTip(
            tr("Do not discard it.")
            if is_discarded
            else tr("Take it away once this window is closed; until then it can be undone.")
        )
        self.changed.emit()


def _name(lost: Lost) -> str:
    """How to call one that does not say it itself."""
    file = file_of(lost.folder)
    return file.name if file is not None else ""


def _picture(summary: Summary) -> QLabel:
    label = QLabel()
    label.setFixedSize(*PICTURE)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    if not (image := _image(summary.picture)).isNull():
        mode = Qt.TransformationMode.SmoothTransformation
        pixmap = QPixmap.fromImage(image)
        label.setPixmap(pixmap.scaled(label.size(), Qt.AspectRatioMode.KeepAspectRatio, mode))
    return label


def _image(content: bytes) -> QImage:
    """The picture, unless it is larger than any that was made here: somebody else wrote it."""
    if not content:
        return QImage()
    buffer = QBuffer()
    buffer.setData(content)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"png"))
    size = reader.size()
    return reader.read() if max(size.width(), size.height()) <= MOST_PIXELS else QImage()


def _words(lost: Lost, summary: Summary) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    lines = [summary.title or tr("Untitled")]
    if lost.summary is not None:
        lines += [_time(summary), _holds(summary), summary.file]
    elif (why := problem(lost.folder)) is not None:
        lines.append(capital(sentence(why)))
    label.setText("\n".join(_short(line) for line in lines if line))
    return label


def _short(line: str) -> str:
    """A line as long as there is room for; of a path the end tells most."""
    plain = " ".join((line[:LONGEST] + line[LONGEST:][-LONGEST:]).split())
    half = LONGEST // 2
    return plain if len(plain) <= LONGEST else f"{plain[:half]}…{plain[-half:]}"


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
