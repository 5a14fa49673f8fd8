"""A view as a picture for a report or a slide: its size, theme and title, and where it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.kit import picturing
from gui.kit.columns import csv_text
from gui.kit.forms.count_box import CountBox
from gui.kit.panel import Panel
from gui.kit.theme import DARK, LIGHT, Theme, of
from gui.kit.words import tr

PREVIEW = QSize(320, 240)
WIDTH = 1600  # pixels, at first


class Shown(NamedTuple):
    """A view that is seen, by the name that its tab has."""

    title: str
    panel: Panel


class PictureDialog(QDialog):
    """Shows what will be saved or copied, and does either; the first view is chosen at first."""

    saved = Signal(bytes, str, str)  # a file's content, the view's name, the name's ending
    said = Signal(str)  # a sentence

    def __init__(
        self, views: Sequence[Shown], about: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Picture of a view"))
        self._views, self._about = tuple(views), about
        self.view, self.theme = QComboBox(), QComboBox()
        self.width_field, self._height = CountBox(), QLabel()
        self.titled, self.title = QCheckBox(tr("Title")), QLineEdit()
        self.preview = QLabel()
        self.table: list[QPushButton] = []
        self._fill()
        self._arrange()
        self._connect()
        self._choose()

    @property
    def shown(self) -> Shown:
        """The view that is pictured."""
        return self._views[max(self.view.currentIndex(), 0)]

    @property
    def chosen_theme(self) -> Theme:
        """The theme of the picture."""
        themes = {"light": LIGHT, "dark": DARK}
        return themes.get(self.theme.currentData(), of(self.shown.panel.palette()))

    @property
    def pixels(self) -> QSize:
        """How large the picture will be."""
        is_titled = bool(self._title())
        return picturing.size_of(self.shown.panel, self.width_field.value(), is_titled)

    def picture(self) -> QImage:
        """What is copied, and saved as PNG."""
        return picturing.image(self.shown.panel, self.pixels, self.chosen_theme, self._title())

    def _title(self) -> str:
        return self.title.text().strip() if self.titled.isChecked() else ""

    def _fill(self) -> None:
        self.view.addItems([view.title for view in self._views])
        for name, text in (("", tr("As shown")), ("light", tr("Light")), ("dark", tr("Dark"))):
            self.theme.addItem(text, name)
        self.theme.setCurrentIndex(1)
        self.width_field.setRange(picturing.SMALLEST, picturing.LARGEST)
        self.width_field.setValue(WIDTH)
        self.width_field.setSingleStep(100)
        self.width_field.setSuffix(" px")
        self.width_field.setKeyboardTracking(False)
        self.titled.setChecked(True)
        self.title.setAccessibleName(tr("Title"))
        self.preview.setFixedSize(PREVIEW)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setAccessibleName(tr("Preview"))
        self._height.setObjectName("Muted")

    def _arrange(self) -> None:
        form, across = QFormLayout(), QHBoxLayout()
        across.addWidget(self.width_field)
        across.addWidget(self._height, 1)
        form.addRow(tr("View"), self.view)
        form.addRow(tr("Colours"), self.theme)
        form.addRow(tr("Width"), across)
        form.addRow(self.titled, self.title)
        right = QVBoxLayout()
        right.addLayout(form)
        right.addStretch(1)
        right.addLayout(self._deeds())
        whole = QHBoxLayout(self)
        whole.setSpacing(16)
        whole.addWidget(self.preview)
        whole.addLayout(right, 1)

    def _deeds(self) -> QVBoxLayout:
        png = _button(tr("Save PNG…"), tr("Save it as pixels."), self._save_png)
        svg = _button(
            tr("Save SVG…"), tr("Save lines and letters, sharp at any size."), self._save_svg
        )
        copy = _button(tr("Copy"), tr("Copy the picture for another program."), self._copy)
        copy.setDefault(True)
        self.table = [
            _button(tr("Save CSV…"), tr("Save the numbers of the view."), self._save_table),
            _button(tr("Copy table"), tr("Copy the numbers of the view."), self._copy_table),
        ]
        down = QVBoxLayout()
        for buttons in ((copy, png, svg), (*reversed(self.table),)):
            row = QHBoxLayout()
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            down.addLayout(row)
        return down

    def _connect(self) -> None:
        self.view.currentIndexChanged.connect(self._choose)
        self.theme.currentIndexChanged.connect(self._show)
        self.width_field.valueChanged.connect(self._show)
        self.titled.toggled.connect(self._show)
        self.title.textChanged.connect(self._show)

    def _choose(self) -> None:
        title, panel = self.shown
        with QSignalBlocker(self.title):  # one picture is enough
            self.title.setText(f"{self._about} · {title}" if self._about else title)
        has_numbers = panel.columns() is not None
        for button in self.table:
            button.setEnabled(has_numbers)
        self._show()

    def _show(self) -> None:
        size, fine = self.pixels, self.devicePixelRatioF()
        self._height.setText(f"× {size.height()} px")
        self.title.setEnabled(self.titled.isChecked())
        small = size.scaled(PREVIEW * fine, Qt.AspectRatioMode.KeepAspectRatio)
        image = picturing.image(self.shown.panel, small, self.chosen_theme, self._title())
        image.setDevicePixelRatio(fine)
        self.preview.setPixmap(QPixmap.fromImage(image))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setImage(self.picture())
        self.said.emit(tr("The picture was copied."))

    def _save_png(self) -> None:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(self.picture())
        self.saved.emit(bytes(buffer.data().data()), self.shown.title, ".png")

    def _save_svg(self) -> None:
        drawn = picturing.svg(self.shown.panel, self.pixels, self.chosen_theme, self._title())
        self.saved.emit(drawn, self.shown.title, ".svg")

    def _save_table(self) -> None:
        self.saved.emit(self._csv().encode(), self.shown.title, ".csv")

    def _copy_table(self) -> None:
        QGuiApplication.clipboard().setText(self._csv())
        self.said.emit(tr("The table was copied."))

    def _csv(self) -> str:
        return csv_text(self.shown.panel.columns() or {})


def _button(text: str, tip: str, answer: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    button.clicked.connect(answer)
    return button
