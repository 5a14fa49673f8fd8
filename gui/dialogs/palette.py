"""The command palette: type a few letters of anything that a menu offers, and press Return."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QMenu,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.kit.guard import guarded
from gui.kit.searching import rank
from gui.kit.words import tr, without_accelerator

WIDTH, HEIGHT = 520, 380
TOP = 60  # pixels from the window's upper edge
ACTION = Qt.ItemDataRole.UserRole
LINE = 28  # pixels high
BETWEEN = " › "


class Offer(NamedTuple):
    """Something that a menu offers, and the menus on the way to it."""

    action: QAction
    path: tuple[str, ...]

    @property
    def title(self) -> str:
        """The action's own text."""
        return without_accelerator(self.action.text()).rstrip("…")


def offers(menus: Sequence[QMenu]) -> Iterator[Offer]:
    """Everything that menus and their submenus offer; those that are filled late are filled."""
    for menu in menus:
        yield from _offers(menu, ())


class Palette(QDialog):
    """A field and the offers that answer to it; the best one is chosen already."""

    def __init__(self, found: Sequence[Offer], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("Palette")
        self.setWindowTitle(tr("Find a command"))
        self._offers = tuple(found)
        self.field, self.list = QLineEdit(), QTreeWidget()
        self.field.setPlaceholderText(tr("What would you like to do?"))
        self.field.setAccessibleName(tr("Find a command"))
        self.field.setClearButtonEnabled(True)
        self.list.setObjectName("Offers")
        self.list.setAccessibleName(tr("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._do)
        self._search("")

    def open_over(self, window: QWidget) -> None:
        """Come up in the upper middle of a window."""
        width, height = min(WIDTH, window.width() - 40), min(HEIGHT, window.height() - 2 * TOP)
        corner = window.mapToGlobal(window.rect().topLeft())
        left = corner.x() + (window.width() - width) // 2
        self.setGeometry(QRect(left, corner.y() + TOP, width, height))
        self.show()
        self.field.setFocus()

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow keys go through the list while the letters go into the field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do(self.list.currentItem())
                return True
            step = {
                Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8,
            }.get(Qt.Key(event.key()))  # fmt: skip
            if step is not None:
                self._walk(step)
                return True
        return super().eventFilter(watched, event)

    def _search(self, typed: str) -> None:
        found = [(self._rank(typed, offer), place) for place, offer in enumerate(self._offers)]
        self.list.clear()
        for _, place in sorted(pair for pair in found if pair[0] is not None):
            self.list.addTopLevelItem(_item(self._offers[place]))
        if not self.list.topLevelItemCount():
            nothing = QTreeWidgetItem([tr("Nothing is called like that.")])
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addTopLevelItem(nothing)
        self._choose(0)

    def _rank(self, typed: str, offer: Offer) -> int | None:
        found = rank(typed, offer.title, f"{' '.join(offer.path)} {offer.action.toolTip()}")
        return found if found is None or offer.action.isEnabled() else found + 1

    def _walk(self, step: int) -> None:
        row = self.list.indexOfTopLevelItem(self.list.currentItem()) + step
        self._choose(max(0, min(self.list.topLevelItemCount() - 1, row)))

    def _choose(self, row: int) -> None:
        item = self.list.topLevelItem(row)
        if item is not None:
            self.list.setCurrentItem(item)
        # The keyboard stays in the field: this is how a screen reader hears what is chosen.
        self.field.setAccessibleDescription(item.text(0) if item is not None else "")

    def _do(self, item: QTreeWidgetItem | None) -> None:
        action = item.data(0, ACTION) if item is not None else None
        if isinstance(action, QAction) and action.isEnabled():
            self.close()
            action.trigger()


def _offers(menu: QMenu, path: tuple[str, ...]) -> Iterator[Offer]:
    menu.aboutToShow.emit()  # what it lists may not be there yet
    here = (*path, without_accelerator(menu.title()))
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from _offers(below, here)
        elif not action.isSeparator() and (action.isEnabled() or action.data() is not None):
            yield Offer(action, here)


def _item(offer: Offer) -> QTreeWidgetItem:
    keys = offer.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    item = QTreeWidgetItem([BETWEEN.join([*offer.path[-1:], offer.title]), keys])
    item.setIcon(0, offer.action.icon())
    item.setToolTip(0, offer.action.toolTip())
    item.setData(0, ACTION, offer.action)
    item.setSizeHint(0, QSize(0, LINE))
    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setDisabled(not offer.action.isEnabled())
    return item
