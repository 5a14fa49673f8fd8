"""The choice of the workspace, beside the menus: tabs, or one button where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QMenu, QToolButton, QWidget

from gui.kit.guard import guarded
from gui.kit.passing import pop_up
from gui.kit.words import tr

MOST_KEYS = 6  # Alt+1 to Alt+6


class Switcher(QWidget):
    """Says which workspace is wanted, and what becomes of the learner's own."""

    chosen = Signal(str)  # its name
    saved = Signal(str)  # the arrangement as it is, under this name
    renamed = Signal(str, str)  # old name, new name
    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Switcher")
        self._titles: dict[str, str] = {}
        self._own: frozenset[str] = frozenset()
        self._current = ""
        self.buttons: dict[str, QToolButton] = {}
        self._folded = _tab(self, "", tr("Choose an arrangement of the window."))
        self._plus = _tab(self, "+", tr("Save the arrangement of the window under a name."))
        self._plus.setCheckable(False)
        self._plus.setAccessibleName(tr("Save arrangement"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 8, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._folded)
        self._row.addWidget(self._plus)
        self._folded.clicked.connect(self._show_list)
        self._plus.clicked.connect(self.ask_to_save)

    def show_workspaces(self, titles: dict[str, str], own: Sequence[str]) -> None:
        """Offer these: the title by name; the learner's ``own`` can be renamed and removed."""
        self._titles, self._own = titles, frozenset(own)
        for button in self.buttons.values():
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for place, (name, title) in enumerate(titles.items()):
            button = self.buttons[name] = _tab(self, title, _help(title, place))
            button.setProperty("workspace", name)
            button.clicked.connect(self._on_clicked)
            button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            button.customContextMenuRequested.connect(self._on_menu)
            self._row.insertWidget(self._row.count() - 1, button)
        self.show_current(self._current)
        self.updateGeometry()

    def show_current(self, name: str) -> None:
        """Mark the one that was applied last."""
        self._current = name
        for other, button in self.buttons.items():
            button.setChecked(other == name)
        self._folded.setText(f"{self._titles.get(name, tr('Arrangement'))} ▾")

    def fold_into(self, width: int) -> None:
        """Show the tabs where they have room, else one button with all of them."""
        folded = width < self._full()
        self._folded.setVisible(folded)
        for button in self.buttons.values():
            button.setVisible(not folded)

    def choose_place(self, place: int) -> None:
        """The one at a place of the row, where there is one."""
        if place < len(self._titles):
            self.chosen.emit(list(self._titles)[place])

    def ask_to_save(self) -> None:
        """Ask for a name for the arrangement as it is."""
        name = self._ask(tr("Save arrangement"), "")
        if name:
            self.saved.emit(name)

    def sizeHint(self) -> QSize:
        """All the tabs."""
        return QSize(self._full(), self._plus.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """One button and the plus."""
        width = self._folded.sizeHint().width() + self._plus.sizeHint().width() + 8
        return QSize(width, self._plus.sizeHint().height())

    def menu_of(self, name: str) -> QMenu:
        """What can be done with one of the learner's own."""
        menu = QMenu(self)
        menu.addAction(tr("Save the arrangement here")).triggered.connect(
            lambda: self.saved.emit(name)
        )
        menu.addAction(tr("Rename…")).triggered.connect(lambda: self._rename(name))
        menu.addAction(tr("Remove")).triggered.connect(lambda: self.removed.emit(name))
        return menu

    def _full(self) -> int:
        shown = (*self.buttons.values(), self._plus)
        return sum(button.sizeHint().width() for button in shown) + 8

    def _rename(self, name: str) -> None:
        new = self._ask(tr("Rename arrangement"), name)
        if new and new != name:
            self.renamed.emit(name, new)

    def _ask(self, title: str, text: str) -> str:
        name, accepted = QInputDialog.getText(self.window(), title, tr("Name"), text=text)
        return name.strip() if accepted else ""

    def _show_list(self) -> None:
        menu = QMenu(self)
        for name, title in self._titles.items():
            entry = menu.addAction(title.replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(name == self._current)
            entry.triggered.connect(lambda _=False, name=name: self.chosen.emit(name))
        pop_up(menu, self._folded.mapToGlobal(QPoint(0, self._folded.height())))

    def _on_clicked(self) -> None:
        name = self.sender().property("workspace")
        self.show_current(self._current)  # until it is applied
        self.chosen.emit(name)

    def _on_menu(self, at: QPoint) -> None:
        button = self.sender()
        if isinstance(button, QToolButton) and button.property("workspace") in self._own:
            pop_up(self.menu_of(button.property("workspace")), button.mapToGlobal(at))


class TopRow(QWidget):
    """The menus at the left, the workspaces at the right."""

    def __init__(self, menus: QWidget, switcher: Switcher) -> None:
        super().__init__()
        self.setObjectName("TopRow")
        self._menus, self._switcher = menus, switcher
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(menus, 1)
        row.addWidget(switcher)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the menus their room."""
        super().resizeEvent(event)
        self._switcher.fold_into(self.width() - self._menus.sizeHint().width())


def _tab(parent: QWidget, text: str, help: str) -> QToolButton:
    button = QToolButton(parent)
    button.setText(text.replace("&", "&&"))
    button.setToolTip(help)
    button.setCheckable(True)
    button.setProperty("tab", True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setMinimumHeight(24)
    return button


def _help(title: str, place: int) -> str:
    help = tr("Arrange the window for “{title}”.", title=title)
    return f"{help} (Alt+{place + 1})" if place < MOST_KEYS else help
