"""A view over a range of steps as a film: which steps, how large, how fast, and where it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.errors import EngineError
from engine.films import Format
from gui.dialogs.picture import Shown
from gui.kit import picturing
from gui.kit.forms.count_box import CountBox
from gui.kit.theme import of
from gui.kit.words import tr
from gui.model.filming import Filming

WIDTH = 1280  # pixels, at first
MOST_WIDE = 1920
FRAMES, MOST_FRAMES = 100, 2000  # how many at first, and at most
PER_SECOND, FASTEST = 15, 50
FORMS: dict[Format, str] = {"gif": "GIF (*.gif)", "webp": "WebP (*.webp)", "png": "PNG"}
Film = Callable[[Sequence[int], Callable[[], QImage], QWidget], Filming]


class FilmDialog(QDialog):
    """Chooses, then shows how far it is; Cancel ends it at once and leaves nothing behind."""

    said = Signal(str)
    failed = Signal(object)  # an EngineError

    def __init__(
        self,
        views: Sequence[Shown],
        steps: tuple[int, int],
        film: Film,
        suggestion: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Film of a view"))
        self.setModal(True)
        self._views, self._film, self._suggestion = tuple(views), film, suggestion
        self._filming: Filming | None = None
        self.view, self.form = QComboBox(), QComboBox()
        self.first, self.last, self.frames = CountBox(), CountBox(), CountBox()
        self.width_field, self.speed = CountBox(), CountBox()
        self.progress, self.told = QProgressBar(), QLabel()
        self.save, self.cancel = QPushButton(tr("Save film…")), QPushButton(tr("Close"))
        self._fill(steps)
        self._arrange()
        self._connect()
        self._tell()

    @property
    def steps(self) -> list[int]:
        """The steps that are shown, evenly from the first to the last."""
        first, last = self.first.value(), max(self.first.value(), self.last.value())
        count = min(self.frames.value(), last - first + 1)
        if count < 2:
            return [first]
        return [first + round(k * (last - first) / (count - 1)) for k in range(count)]

    @property
    def pixels(self) -> QSize:
        """How large a frame is."""
        panel = self._views[max(self.view.currentIndex(), 0)].panel
        return picturing.size_of(panel, self.width_field.value(), False)

    def start(self, path: Path, form: Format) -> None:
        """Make the film."""
        panel = self._views[max(self.view.currentIndex(), 0)].panel
        size, theme = self.pixels, of(panel.palette())
        steps = self.steps
        self._filming = self._film(steps, lambda: picturing.image(panel, size, theme), self)
        self._filming.progressed.connect(self.progress.setValue)
        self._filming.finished.connect(lambda: self._on_finished(path))
        self._filming.failed.connect(self._on_failed)
        self.progress.setRange(0, len(steps))
        self.progress.setValue(0)
        self._show_busy(True)
        try:
            area = size.width(), size.height()
            self._filming.start(path, form, area, float(self.speed.value()))
        except EngineError as error:
            self._on_failed(error)

    def reject(self) -> None:
        """Close; a film that is being made is given up."""
        if self._filming is not None:
            self._filming.stop()
            self._filming = None
            self._show_busy(False)
            self.said.emit(tr("The film was given up."))
            return
        super().reject()

    def _fill(self, steps: tuple[int, int]) -> None:
        self.view.addItems([view.title for view in self._views])
        for name, text in FORMS.items():
            self.form.addItem(text.partition(" ")[0] if name != "png" else tr("PNG pictures"), name)
        first, last = steps
        for field, value in ((self.first, first), (self.last, last)):
            field.setRange(first, last)
            field.setValue(value)
        self.frames.setRange(1, MOST_FRAMES)
        self.frames.setValue(min(FRAMES, last - first + 1))
        self.width_field.setRange(picturing.SMALLEST, MOST_WIDE)
        self.width_field.setValue(WIDTH)
        self.width_field.setSuffix(" px")
        self.speed.setRange(1, FASTEST)
        self.speed.setValue(PER_SECOND)
        self.speed.setSuffix(f" {tr('a second')}")
        self.progress.hide()
        self.told.setObjectName("Muted")
        self.save.setDefault(True)

    def _arrange(self) -> None:
        form, along, buttons = QFormLayout(), QHBoxLayout(), QHBoxLayout()
        along.addWidget(self.first)
        along.addWidget(QLabel("–"))
        along.addWidget(self.last)
        self.first.setAccessibleName(tr("First step"))
        self.last.setAccessibleName(tr("Last step"))
        form.addRow(tr("View"), self.view)
        form.addRow(tr("Steps"), along)
        form.addRow(tr("Pictures"), self.frames)
        form.addRow(tr("Speed"), self.speed)
        form.addRow(tr("Width"), self.width_field)
        form.addRow(tr("Format"), self.form)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        down = QVBoxLayout(self)
        down.addLayout(form)
        down.addWidget(self.told)
        down.addWidget(self.progress)
        down.addLayout(buttons)

    def _connect(self) -> None:
        for field in (self.first, self.last, self.frames, self.speed, self.width_field):
            field.valueChanged.connect(self._tell)
        self.view.currentIndexChanged.connect(self._tell)
        self.save.clicked.connect(self._on_save)
        self.cancel.clicked.connect(self.reject)

    def _tell(self) -> None:
        size, count = self.pixels, len(self.steps)
        seconds = f"{count / self.speed.value():.1f}"
        self.told.setText(
            tr(
                "{count} pictures of {width} × {height} px, {seconds} s",
                count=count,
                width=size.width(),
                height=size.height(),
                seconds=seconds,
            )
        )

    def _on_save(self) -> None:
        form: Format = self.form.currentData()
        ending = "" if form == "png" else f".{form}"
        suggested = str(Path(self._suggestion).with_suffix(ending))
        title = tr("A folder for the pictures") if form == "png" else tr("Save film")
        name, _ = QFileDialog.getSaveFileName(self, title, suggested, FORMS[form])
        if name:
            path = Path(name)
            self.start(path if path.suffix or not ending else path.with_suffix(ending), form)

    def _show_busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.save.setEnabled(not busy)
        self.cancel.setText(tr("Cancel") if busy else tr("Close"))
        for field in (self.view, self.form, self.first, self.last, self.frames):
            field.setEnabled(not busy)
        for field in (self.width_field, self.speed):
            field.setEnabled(not busy)

    def _on_finished(self, path: Path) -> None:
        self._filming = None
        self.said.emit(tr("Saved as {name}.", name=path.name))
        self.accept()

    def _on_failed(self, error: EngineError) -> None:
        self._filming = None
        self._show_busy(False)
        self.failed.emit(error)
