"""The legend as chips: lines to switch on and off, and the classes that new points can have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QToolButton, QWidget

from gui.kit.colors import class_look
from gui.kit.guard import guarded
from gui.kit.numbers import full, loss
from gui.kit.swatches import bar_room
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.stage.modes.editing import MOST_CLASSES, Label
from gui.stage.modes.mode import Row
from gui.stage.overlay import chip
from gui.stage.overlay.overflow import Overflow
from gui.stage.overlay.tabbing import chain, reach_chosen

WIDEST_FIGURE = 8.888e38
SPACE = 2  # pixels


class Chips(QWidget):
    """One beside the other; those without room are behind a button at the end.

    Built anew only when the content changes, so that nothing moves under the pointer.
    """

    switched = Signal(str, bool)  # a layer's name, and whether it is shown
    class_chosen = Signal(object)  # the label that new points get
    class_wanted = Signal()  # one class more
    menu_wanted = Signal(object, object)  # a class's label, and where its menu should open

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QWidget] = []  # in their order, here or behind the button
        self._here: list[QWidget] = []  # those with room
        self.after: QWidget | None = None  # what Tab reaches before the first of them
        self._more = Overflow(self)
        self._shown: object = None
        self._switches: dict[str, QToolButton] = {}
        self._classes: dict[Label, QToolButton] = {}
        self._noted: dict[str, tuple[Row, QToolButton]] = {}
        self._scale: tuple[QLabel, tuple[float, float]] | None = None
        self._group = QButtonGroup(self)

    def show_content(
        self, rows: Sequence[Row], off: set[str], classes: Mapping[Label, int], theme: Theme
    ) -> None:
        """Show the classes with their places in the palette, then the rows of a mode."""
        told = tuple((row.text, row.switch, row.help) for row in rows)
        shown = (told, tuple(classes.items()), theme)
        if shown != self._shown:
            self._shown = shown
            self._build(rows, classes, theme)
        for name, button in self._switches.items():
            button.setChecked(name not in off)

    def buttons(self) -> list[QToolButton]:
        """Every button, from left to right."""
        found = [
            [item] if isinstance(item, QToolButton) else item.findChildren(QToolButton)
            for item in self._items
        ]
        return [*(button for buttons in found for button in buttons), self._more]

    def scale_at(self, x: float) -> tuple[QRectF, float, float, float] | None:
        """Where the bar of colours is, its value so far from its left, from 0 to 1, and its ends.

        None without one in sight.
        """
        if self._scale is None or not self._scale[0].isVisibleTo(self):
            return None
        label, (low, high) = self._scale
        left, right = bar_room(label.pixmap())
        corner = QPointF(label.mapTo(self, QPoint(0, 0)))
        box = QRectF(corner.x() + left, corner.y(), right - left, label.height())
        return box, low + (high - low) * min(max(x, 0.0), 1.0), low, high

    def enter(self) -> None:
        """Have the keyboard, at the chosen class or at the first chip."""
        chosen = self._group.checkedButton()
        first = next((button for button in self.buttons() if button.isVisible()), None)
        target = chosen if chosen is not None and chosen.isVisible() else first
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def sizeHint(self) -> QSize:
        """All of them."""
        return QSize(sum(chip.hint(item) + SPACE for item in self._items), self._line())

    def minimumSizeHint(self) -> QSize:
        """The button at the end."""
        return QSize(self._more.sizeHint().width(), self._line())

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _line(self) -> int:
        return max(26, self.fontMetrics().height() + 10)

    def _arrange(self) -> None:
        """Put them side by side; what is too much goes behind the button, in its order."""
        room, x = self.width(), 0
        widths = [chip.hint(item) for item in self._items]
        if sum(widths) + SPACE * len(widths) > room:
            room -= self._more.sizeHint().width() + SPACE
        hidden, before = False, self._here
        for item, width in zip(self._items, widths, strict=True):
            hidden = hidden or x + width > room
            if hidden:
                self._more.take(item)
                continue
            if item.parentWidget() is not self:
                item.setParent(self)
            item.setGeometry(x, (self.height() - self._line()) // 2, width, self._line())
            item.show()
            x += width + SPACE
        self._here = [item for item in self._items if item.parentWidget() is self]
        if self._here != before:
            first, *following = [w for w in self.buttons() if self.isAncestorOf(w)]
            chain(self.after or first, [first, *following] if self.after else following)
        self._more.setVisible(hidden)
        self._more.setGeometry(x, (self.height() - 26) // 2, self._more.sizeHint().width(), 26)

    def show_figures(self, figures: Mapping[str, float | None]) -> None:
        """Say a figure in the place of a row's name, by its switch; None is the name again."""
        for switch, (row, button) in self._noted.items():
            value = figures.get(switch)
            name = row.text if value is None else row.note.format(value=loss(value))
            if name != button.text():
                button.setText(name)
                button.setToolTip(row.help if value is None else f"{full(value)}\n{row.help}")

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
        for label in list(classes)[:MOST_CLASSES]:
            self._add_class(label, classes[label], theme)
        if len(classes) > MOST_CLASSES:
            more = QLabel(tr("and {count} more", count=len(classes) - MOST_CLASSES))
            more.setObjectName("Muted")
            self._add(more)
        elif classes and len(classes) < MOST_CLASSES:
            self._add_plus(theme)
        for row in rows:
            self._add(self._switch(row) if row.switch else self._line_of(row))
        for row, button in self._noted.values():
            # The widest figure decides how wide the card is, so that none moves it or is cut.
            widest = row.note.format(value=loss(-WIDEST_FIGURE))
            button.setMinimumWidth(max(chip.width(button, text) for text in (row.text, widest)))
        self._more.restyle(theme)
        self.updateGeometry()
        self._arrange()

    def _line_of(self, row: Row) -> QWidget:
        line = chip.line(row)
        if row.scale is not None:
            self._scale = line.findChildren(QLabel)[0], row.scale
            line.setToolTip("")  # each of its colours can be pointed at
            for part in (line, *line.findChildren(QLabel)):
                part.setMouseTracking(True)  # so that the chips hear of the pointer
        return line

    def _add(self, widget: QWidget) -> None:
        widget.setParent(self)
        widget.ensurePolished()
        self._items.append(widget)

    def _clear(self) -> None:
        for item in self._items:
            item.hide()
            item.deleteLater()
        self._items.clear()
        for button in self._group.buttons():
            self._group.removeButton(button)
        self._switches.clear()
        self._noted.clear()
        self._scale = None
        self._classes.clear()

    def _switch(self, row: Row) -> QToolButton:
        button = chip.switch(row)
        button.clicked.connect(self._on_switch)
        self._switches[row.switch] = button
        if row.note:
            self._noted[row.switch] = row, button
        return button

    def _add_class(self, label: Label, place: int, theme: Theme) -> None:
        button = chip.labelled(label, class_look(theme, place))
        button.setProperty("place", len(self._classes))
        button.clicked.connect(self._on_class)
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        button.customContextMenuRequested.connect(self._on_menu)
        self._group.addButton(button)
        self._classes[label] = button
        self._add(chip.beside(button, self._dots(str(label), len(self._classes) - 1)))

    def _dots(self, name: str, place: int) -> QToolButton:
        dots = chip.dots(name, place)
        dots.clicked.connect(self._on_dots)
        return dots

    def _add_plus(self, theme: Theme) -> None:
        button = chip.plus(theme)
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
