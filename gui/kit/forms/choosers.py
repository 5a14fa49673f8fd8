"""The inputs that are chosen or dragged: a list of names, a slider, a list to check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QSizePolicy,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
    QWidgetAction,
)

from engine.catalog import Entry
from gui.kit.forms.steps import position, value_at
from gui.kit.guard import guarded
from gui.kit.words import tr

TICKS = 1000
MOST_LINES = 8  # of a list to check, before it scrolls
SHORTEST = 6  # letters that a closed list shows at least


class Item(NamedTuple):
    """One line of a list: what it stands for, its words, what they mean, whether it can be had."""

    name: str
    label: str
    help: str = ""
    enabled: bool = True


def items(catalog: Mapping[str, Entry]) -> list[Item]:
    """A catalog as the lines of a list."""
    return [Item(name, tr(entry.label), tr(entry.help)) for name, entry in catalog.items()]


class Closed(QComboBox):
    """A list that may be narrower than its names, and takes the wheel only with the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.setSizeAdjustPolicy(policy)
        self.setMinimumContentsLength(SHORTEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @guarded(None)
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """As Qt does it, but with an ellipsis where the name does not fit."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        part.adjust(2, 0, -2, 0)
        elide = Qt.TextElideMode.ElideRight
        text = self.fontMetrics().elidedText(self.currentText(), elide, part.width())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        color = QPalette.ColorRole.Text
        painter.drawItemText(part, middle, self.palette(), self.isEnabled(), text, color)


class NameCombo(Closed):
    """A closed list of names; ``chosen`` is emitted only for what the user picks."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[Item, ...] = ()
        self.activated.connect(self._on_activated)

    def set_items(self, lines: Iterable[Item]) -> None:
        """Offer other names; what was chosen stays, as long as it is one of them."""
        wanted = tuple(lines)
        if wanted == self._items:
            return
        self._items, chosen = wanted, self.currentData()
        with QSignalBlocker(self):
            self.clear()
            for place, item in enumerate(wanted):
                self.addItem(item.label, item.name)
                help_text = f"{item.label}: {item.help}" if item.help else item.label
                self.setItemData(place, help_text, Qt.ItemDataRole.ToolTipRole)
            self.setCurrentIndex(max(self.findData(chosen), 0))
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 24)

    def show_name(self, name: str) -> None:
        """Show the name that holds."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(name))

    def pick(self, name: object) -> None:
        """Choose a name as the user does, where it is offered; anything else changes nothing."""
        if isinstance(name, str) and self.findData(name) >= 0 and name != self.currentData():
            self.show_name(name)
            self.chosen.emit(name)

    def _on_activated(self, place: int) -> None:
        self.chosen.emit(self.itemData(place))


class ValueSlider(QSlider):
    """A slider over a stretch of numbers, by differences or by factors."""

    moved = Signal(object)

    def __init__(
        self,
        stretch: tuple[float, float],
        log: bool = False,
        whole: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.stretch, self.log, self.whole = stretch, log, whole
        self.setRange(0, TICKS)
        self.setSingleStep(TICKS // 100)
        self.setPageStep(TICKS // 10)
        self.valueChanged.connect(self._on_moved)

    def set_number(self, value: float) -> None:
        """Stand at a number, at the nearest end where it lies outside the stretch."""
        if value == self.number():
            return  # several places may stand for it: keep the one under the pointer
        with QSignalBlocker(self):
            self.setValue(round(position(value, *self.stretch, self.log) * TICKS))

    def number(self) -> float:
        """The number that the handle stands at."""
        return value_at(self.value() / TICKS, *self.stretch, self.log, self.whole)

    @guarded(None)
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _on_moved(self) -> None:
        self.moved.emit(self.number())


class CheckList(Closed):
    """A closed list whose names are checked, not chosen; closed, it shows the checked ones."""

    toggled_names = Signal(object)  # the names that are checked now, in the list's order

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[Item, ...] = ()
        self.list = QListWidget()
        self.list.setMinimumHeight(MOST_LINES * self.fontMetrics().height() // 2)
        self.list.itemChanged.connect(self._on_changed)
        self._menu = QMenu(self)
        action = QWidgetAction(self._menu)
        action.setDefaultWidget(self.list)
        self._menu.addAction(action)

    def set_name(self, name: str) -> None:
        """Say what the list is of, to those who hear the window instead of seeing it."""
        self.setAccessibleName(name)
        self.list.setAccessibleName(name)
        self.list.setToolTip(name)

    @property
    def is_open(self) -> bool:
        """Whether the list is seen."""
        return self._menu.isVisible()

    @property
    def names(self) -> tuple[str, ...]:
        """What the list offers, in its order."""
        return tuple(item.name for item in self._items)

    def show_items(self, lines: Iterable[Item], checked: Sequence[str]) -> None:
        """Offer names, some of them checked; closed, it shows these in their own order."""
        wanted = tuple(lines)
        with QSignalBlocker(self.list), QSignalBlocker(self):
            if wanted != self._items:
                self._items = wanted
                self._fill()
            for item in self._rows():
                on = item.data(Qt.ItemDataRole.UserRole) in checked
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.clear()
            labels = {line.name: line.label for line in wanted}
            self.addItem(", ".join(labels[name] for name in checked if name in labels))

    def showPopup(self) -> None:
        self.list.setMinimumWidth(max(self.width(), self.list.sizeHintForColumn(0) + 24))
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        self.list.setFocus()

    def hidePopup(self) -> None:
        self._menu.hide()

    @guarded(None)
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _fill(self) -> None:
        self.list.clear()
        for line in self._items:
            item = QListWidgetItem(line.label)
            item.setData(Qt.ItemDataRole.UserRole, line.name)
            item.setToolTip(line.help)
            flags = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(flags | Qt.ItemFlag.ItemIsEnabled if line.enabled else flags)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _rows(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _on_changed(self) -> None:
        checked = [i for i in self._rows() if i.checkState() == Qt.CheckState.Checked]
        self.toggled_names.emit(tuple(i.data(Qt.ItemDataRole.UserRole) for i in checked))
