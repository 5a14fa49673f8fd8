"""One chip of the legend: a switch, a class, a plus, or a line that only says something."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gui.kit.colors import Look
from gui.kit.icons import icon
from gui.kit.swatches import HEIGHT, WIDTH, faded, symbol_sample
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.stage.modes.editing import Label
from gui.stage.modes.mode import Row

LONGEST_LABEL = 18


def switch(row: Row) -> QToolButton:
    """A row of a mode that can be switched off."""
    made = button(row.text, row.sample, row.help)
    samples = QIcon()
    samples.addPixmap(row.sample, QIcon.Mode.Normal, QIcon.State.On)
    samples.addPixmap(faded(row.sample), QIcon.Mode.Normal, QIcon.State.Off)
    made.setIcon(samples)
    made.setCheckable(True)
    made.setProperty("pictured", True)
    made.setProperty("layer", row.switch)
    return made


def labelled(label: Label, look: Look) -> QToolButton:
    """A class."""
    name = str(label)
    short = name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1] + "…"
    made = button(short.replace("&", "&&"), symbol_sample(look.color, look.symbol), "")
    made.setAccessibleName(tr("class {name}", name=name))
    made.setCheckable(True)
    made.setProperty("pictured", True)
    return made


def dots(name: str, place: int) -> QToolButton:
    """What stands beside a class, and opens its menu."""
    made = QToolButton()
    made.setText("…")
    made.setProperty("dots", place)
    made.setAccessibleName(tr("Edit class {name}", name=name))
    made.setToolTip(tr("Rename, recolour or remove class {name}.", name=name))
    return made


def plus(theme: Theme) -> QToolButton:
    """One class more."""
    help = tr("Add a class that points can have; the model begins anew with an output for it.")
    return button(tr("class"), icon("plus", theme.muted).pixmap(HEIGHT, HEIGHT), help)


def hint(item: QWidget) -> int:
    """How wide a chip wants to be."""
    return max(item.sizeHint().width(), item.minimumWidth())


def button(text: str, sample: QPixmap, help: str) -> QToolButton:
    """A chip that can be pressed."""
    button = QToolButton()
    button.setProperty("legend", True)
    button.setProperty("chip", True)
    button.setText(text)
    button.setIcon(QIcon(sample))
    button.setIconSize(QSize(WIDTH, HEIGHT))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setToolTip(help)
    button.setAccessibleName(text)
    return button


def width(button: QToolButton, text: str) -> int:
    """What a button needs for a text."""
    letters = button.fontMetrics().horizontalAdvance
    return button.sizeHint().width() - letters(button.text()) + letters(text)


def line(row: Row) -> QWidget:
    """A chip that only says something."""
    line = QWidget()
    line.setToolTip(row.help)
    sample, text = QLabel(), QLabel(row.text)
    sample.setPixmap(row.sample)
    text.setObjectName("Muted")
    layout = QHBoxLayout(line)
    layout.setContentsMargins(4, 3, 4, 3)
    layout.setSpacing(6)
    layout.addWidget(sample)
    layout.addWidget(text, 1)
    return line


def beside(first: QWidget, second: QWidget) -> QWidget:
    """Two parts of one chip."""
    pair = QWidget()
    layout = QHBoxLayout(pair)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    layout.addWidget(first, 1)
    layout.addWidget(second)
    return pair
