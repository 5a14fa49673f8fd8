"""The start page: every example as a card, something new, and the files used last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.kit.guard import guarded
from gui.kit.words import tr, without_accelerator
from gui.model.examples import Example, examples, group_title

COLUMNS = 3
NEW = ("file.new_regression", "file.new_classification", "file.open", "file.generate")


class StartPage(QScrollArea):
    """Shown in place of the stage on demand. ``actions`` are its ways to begin with nothing."""

    example_chosen = Signal(object)  # Path
    file_chosen = Signal(object)  # Path

    def __init__(
        self,
        actions: Sequence[QAction],
        recent: Callable[[], list[Path]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("StartPage")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._actions = actions
        self._recent = recent

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        """Read the examples' titles and the recent files only now that they are seen."""
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        page = QWidget()
        page.setMaximumWidth(860)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(10)
        column.addWidget(_label(tr("What would you like to watch?"), "Heading"))
        column.addSpacing(6)
        beginnings = [_action_card(action) for action in self._actions]
        column.addLayout(_grid(beginnings, len(beginnings)))
        recent = self._recent()
        if recent:
            column.addSpacing(10)
            column.addWidget(_label(tr("Recent files"), "Group"))
            column.addLayout(_grid(self._file_card(path) for path in recent[:COLUMNS]))
        for letter, members in groupby(examples(), lambda example: example.group):
            column.addSpacing(10)
            column.addWidget(_label(f"{letter}   {group_title(letter)}", "Group"))
            column.addLayout(_grid(self._example_card(example) for example in members))
        column.addStretch(1)
        self.setWidget(page)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)

    def _example_card(self, example: Example) -> Card:
        card = Card(example.title, tr("Open this example."))
        card.setProperty("path", str(example.path))
        card.clicked.connect(self._on_example)
        return card

    def _file_card(self, path: Path) -> Card:
        card = Card(path.name, str(path))
        card.setProperty("path", str(path))
        card.clicked.connect(self._on_file)
        return card

    def _on_example(self) -> None:
        self.example_chosen.emit(Path(self.sender().property("path")))

    def _on_file(self) -> None:
        self.file_chosen.emit(Path(self.sender().property("path")))


def _grid(cards: Iterable[Card], columns: int = COLUMNS) -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(10)
    count = 0
    for place, card in enumerate(cards):
        grid.addWidget(card, place // columns, place % columns)
        count = place + 1
    for column in range(columns):
        grid.setColumnStretch(column, 1)
        if column >= count:
            grid.addWidget(QWidget(), 0, column)  # an empty column would lose its room
    return grid


def _action_card(action: QAction) -> Card:
    card = Card(without_accelerator(action.text()), action.toolTip(), action.icon())
    card.clicked.connect(action.trigger)
    return card


class Card(QPushButton):
    """A button with a picture and as many lines of text as it needs."""

    def __init__(self, text: str, tip: str, drawing: QIcon | None = None) -> None:
        super().__init__()
        self.setObjectName("Card")
        self.setToolTip(tip)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        words = QLabel(text)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(10)
        if drawing is not None:
            picture = QLabel()
            picture.setPixmap(drawing.pixmap(20))
            picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(picture)
        row.addWidget(words, 1)

    def sizeHint(self) -> QSize:
        """Two lines high, or what the text needs at this width."""
        needed = self._row.totalHeightForWidth(max(self.width(), 180))
        return QSize(180, max(needed, 2 * self.fontMetrics().lineSpacing() + 20))


def _label(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    return label
