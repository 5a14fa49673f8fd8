"""The legend in the plane's corner: what lines mean, switches, and the classes to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.kit.colors import class_look
from gui.kit.icons import icon
from gui.kit.numbers import loss
from gui.kit.swatches import HEIGHT, WIDTH, faded, symbol_sample
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.stage.modes.editing import MOST_CLASSES, Label
from gui.stage.modes.mode import Row
from gui.stage.overlay.tabbing import reach_chosen

LONGEST_LABEL = 18
WIDEST_FIGURE = 8.888e38


class Card(QWidget):
    """Built anew only when its content changes, so that nothing moves under the pointer."""

    switched = Signal(str, bool)  # a layer's name, and whether it is shown
    class_chosen = Signal(object)  # the label that new points get
    class_wanted = Signal()  # one class more
    menu_wanted = Signal(object, object)  # a class's label, and where its menu should open

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(1)
        self._shown: object = None
        self._switches: dict[str, QToolButton] = {}
        self._classes: dict[Label, QToolButton] = {}
        self._noted: dict[str, tuple[Row, QToolButton]] = {}
        self._group = QButtonGroup(self)

    def show_content(
        self, rows: Sequence[Row], off: set[str], classes: Mapping[Label, int], theme: Theme
    ) -> bool:
        """Show the rows of a mode, then the classes with their places in the palette.

        True where that took new buttons.
        """
        shown = (tuple((row.text, row.switch) for row in rows), tuple(classes.items()), theme)
        is_other = shown != self._shown
        if is_other:
            self._shown = shown
            self._build(rows, classes, theme)
        for name, button in self._switches.items():
            button.setChecked(name not in off)
        return is_other

    def buttons(self) -> list[QToolButton]:
        """Every button, from top to bottom."""
        rows = [self._layout.itemAt(place).widget() for place in range(self._layout.count())]
        found = [
            [row] if isinstance(row, QToolButton) else row.findChildren(QToolButton) for row in rows
        ]
        return [button for buttons in found for button in buttons]

    def show_figures(self, figures: Mapping[str, float | None]) -> None:
        """Say a figure in the place of a row's name, by its switch; None is the name again."""
        for switch, (row, button) in self._noted.items():
            value = figures.get(switch)
            name = row.text if value is None else row.note.format(value=loss(value))
            if name != button.text():
                button.setText(name)

    def choose(self, label: Label) -> None:
        """Mark the class that new points get."""
        if label in self._classes:
            self._classes[label].setChecked(True)
            reach_chosen(self._group)

    def show_counts(self, counts: Sequence[int]) -> None:
        """Say in the classes' tooltips how many points each has."""
        for index, ((label, button), count) in enumerate(
            zip(self._classes.items(), counts, strict=False)
        ):
            help = tr(
                "New points are of class {name} (key {key}).", name=label, key=(index + 1) % 10
            )
            points = tr("{count} points have it now.", count=count)
            button.setToolTip(f"{help} {points}")

    def _build(self, rows: Sequence[Row], classes: Mapping[Label, int], theme: Theme) -> None:
        self._clear()
        for row in rows:
            self._add(self._switch(row) if row.switch else _line(row))
        for label in list(classes)[:MOST_CLASSES]:
            self._add_class(label, classes[label], theme)
        if len(classes) > MOST_CLASSES:
            more = QLabel(tr("and {count} more", count=len(classes) - MOST_CLASSES))
            more.setObjectName("Muted")
            self._add(more)
        elif classes and len(classes) < MOST_CLASSES:
            self._add_plus(theme)
        for row, button in self._noted.values():
            # The widest figure decides how wide the card is, so that none moves it or is cut.
            widest = row.note.format(value=loss(-WIDEST_FIGURE))
            button.setMinimumWidth(max(_width(button, text) for text in (row.text, widest)))
        self.adjustSize()

    def _add(self, widget: QWidget) -> None:
        self._layout.addWidget(widget)
        widget.show()  # now, because only what is shown counts in the card's size

    def _clear(self) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for button in self._group.buttons():
            self._group.removeButton(button)
        self._switches.clear()
        self._noted.clear()
        self._classes.clear()

    def _switch(self, row: Row) -> QToolButton:
        button = _button(row.text, row.sample, row.help)
        samples = QIcon()
        samples.addPixmap(row.sample, QIcon.Mode.Normal, QIcon.State.On)
        samples.addPixmap(faded(row.sample), QIcon.Mode.Normal, QIcon.State.Off)
        button.setIcon(samples)
        button.setCheckable(True)
        button.setProperty("layer", row.switch)
        button.clicked.connect(self._on_switch)
        self._switches[row.switch] = button
        if row.note:
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._noted[row.switch] = row, button
        return button

    def _add_class(self, label: Label, place: int, theme: Theme) -> None:
        look, name = class_look(theme, place), str(label)
        short = name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1] + "…"
        button = _button(short.replace("&", "&&"), symbol_sample(look.color, look.symbol), "")
        button.setAccessibleName(tr("class {name}", name=name))
        button.setCheckable(True)
        button.setProperty("place", len(self._classes))
        button.clicked.connect(self._on_class)
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        button.customContextMenuRequested.connect(self._on_menu)
        self._group.addButton(button)
        self._classes[label] = button
        self._add(_beside(button, self._dots(name, len(self._classes) - 1)))

    def _dots(self, name: str, place: int) -> QToolButton:
        dots = QToolButton()
        dots.setText("…")
        dots.setProperty("dots", place)
        dots.setAccessibleName(tr("Edit class {name}", name=name))
        dots.setToolTip(tr("Rename, recolour or remove class {name}.", name=name))
        dots.clicked.connect(self._on_dots)
        return dots

    def _add_plus(self, theme: Theme) -> None:
        pixmap = icon("plus", theme.muted).pixmap(HEIGHT, HEIGHT)
        button = _button(tr("class"), pixmap, tr("Add a class that new points can have."))
        button.clicked.connect(self.class_wanted)
        self._add(button)

    def _on_switch(self, checked: bool) -> None:
        self.switched.emit(self.sender().property("layer"), checked)

    def _on_class(self) -> None:
        self.class_chosen.emit(list(self._classes)[self.sender().property("place")])

    def _on_dots(self) -> None:
        dots = self.sender()
        if isinstance(dots, QToolButton):
            self._ask_menu(dots, dots.property("dots"), QPoint(0, dots.height()))

    def _on_menu(self, at: QPoint) -> None:
        button = self.sender()
        if isinstance(button, QToolButton):
            self._ask_menu(button, button.property("place"), at)

    def _ask_menu(self, button: QToolButton, place: int, at: QPoint) -> None:
        self.menu_wanted.emit(list(self._classes)[place], button.mapToGlobal(at))


def _button(text: str, sample: QPixmap, help: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("legend", True)
    button.setText(text)
    button.setIcon(QIcon(sample))
    button.setIconSize(QSize(WIDTH, HEIGHT))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setToolTip(help)
    button.setAccessibleName(text)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return button


def _width(button: QToolButton, text: str) -> int:
    """What a button needs for a text."""
    letters = button.fontMetrics().horizontalAdvance
    return button.sizeHint().width() - letters(button.text()) + letters(text)


def _line(row: Row) -> QWidget:
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


def _beside(first: QWidget, second: QWidget) -> QWidget:
    pair = QWidget()
    layout = QHBoxLayout(pair)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    layout.addWidget(first, 1)
    layout.addWidget(second)
    return pair
