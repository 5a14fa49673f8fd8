"""The start page: where to begin, every example with its picture, and the files used last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from gui.kit.guard import guarded
from gui.kit.words import tr, without_accelerator
from gui.model.examples import Example, examples, group_title
from gui.model.sketches import Sketch, sketch
from gui.shell.cards import BeginCard, Card, PictureCard

COLUMNS = 3
WIDEST = 900  # pixels
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
        """Read the examples and the recent files only now that they are seen."""
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        page = QWidget()
        page.setMaximumWidth(WIDEST)
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(8)
        column.addWidget(_label(tr("What would you like to watch?"), "Heading"))
        first, *others = examples()
        begin = BeginCard(first.title, sketch(first.path), tr("Open this example."))
        begin.setProperty("path", str(first.path))
        begin.clicked.connect(self._on_example)
        column.addWidget(begin)
        beginnings = [_action_card(action) for action in self._actions]
        column.addLayout(_grid(beginnings, len(beginnings)))
        recent = self._recent()
        if recent:
            self._add_group(column, tr("Recent files"))
            column.addLayout(_grid(self._file_card(path) for path in recent[: 2 * COLUMNS]))
        for letter, members in groupby(others, lambda example: example.group):
            self._add_group(column, f"{letter}   {group_title(letter)}")
            column.addLayout(_grid(self._example_card(example) for example in members))
        column.addStretch(1)
        self.setWidget(page)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)

    def _add_group(self, column: QVBoxLayout, title: str) -> None:
        column.addSpacing(10)
        column.addWidget(_label(title, "Group"))

    def _example_card(self, example: Example) -> Card:
        seen = sketch(example.path)
        card = PictureCard(example.title, _told(seen), tr("Open this example."), seen)
        card.setProperty("path", str(example.path))
        card.clicked.connect(self._on_example)
        return card

    def _file_card(self, path: Path) -> Card:
        seen = sketch(path)
        card = PictureCard(path.name, _told(seen) or path.parent.name, str(path), seen)
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


def _told(seen: Sketch | None) -> str:
    """What an experiment is, in a few words."""
    if seen is None:
        return ""
    task = tr("Classification") if seen.task == "classification" else tr("Regression")
    return tr("{task}, {count} rows", task=task, count=seen.rows)


def _label(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    return label
