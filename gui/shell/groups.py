"""The groups at the right: views under tabs, one in front, of a size that no view changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QMenu,
    QSplitter,
    QWidget,
)

from gui.kit.passing import pop_up
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.shell.arrangement import MOST_GROUPS, STAGE
from gui.shell.group import Group
from gui.shell.views import Host, add_taking

OF_THREE = 0.8  # of its part of two groups is the first group's part of three


class Groups(QSplitter):
    """Two groups one above the other, three on a tall screen."""

    chosen = Signal(str)
    exchange_wanted = Signal(str)
    window_wanted = Signal(str)
    beside_wanted = Signal(str)
    close_wanted = Signal(str)  # the View menu opens it again
    move_wanted = Signal(str, int)  # the view, the group

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setObjectName("Groups")
        self.setChildrenCollapsible(False)
        self.setHandleWidth(8)
        self.can_split = False
        self._first = 0.5  # the first group's part of two
        self._theme: Theme | None = None
        self._hosts: Mapping[str, Host] = {}
        self.groups: list[Group] = []
        for _ in range(MOST_GROUPS - 1):
            self._add()

    @property
    def fronts(self) -> tuple[str, ...]:
        """The views in front."""
        return tuple(group.current for group in self.shown)

    def hides(self, name: str) -> bool:
        """Whether a view has a tab here, and another one is in front of it."""
        return any(name in group.names and group.current != name for group in self.shown)

    def mark(self, name: str, count: int) -> None:
        """Say on the tab of a view how much there is to see in it."""
        for group in self.groups:
            if name in group.names:
                group.mark(name, count)

    @property
    def shown(self) -> list[Group]:
        """The groups that there are now."""
        return [group for group in self.groups if not group.isHidden()]

    def show_groups(
        self, groups: Sequence[Sequence[str]], fronts: Sequence[str], hosts: Mapping[str, Host]
    ) -> None:
        """Hold these views, with those in front."""
        share, before = self.first_share, len(self.shown)
        self._hosts = hosts
        while len(self.groups) < len(groups):
            self._add()
        for place, group in enumerate(self.groups):
            group.setVisible(place < len(groups))
            if place < len(groups):
                group.show_views([hosts[name] for name in groups[place]], fronts[place])
        if len(self.shown) != before:
            self.share(share)

    def share(self, first: float) -> None:
        """Give the first group this part of the height, the others the rest in equal parts."""
        count = len(self.shown)
        self._first = first
        first = first if count < MOST_GROUPS else OF_THREE * first
        if count > 1:
            rest = (1 - first) / (count - 1)
            height = max(self.height(), 100)
            self.setSizes([round(height * (first if n == 0 else rest)) for n in range(count)])

    @property
    def first_share(self) -> float:
        """The first group's part of the height."""
        sizes: list[int] = self.sizes()
        whole = sum(sizes)
        if len(self.shown) < 2 or not whole:
            return self._first
        share = sizes[0] / whole
        return share if len(self.shown) < MOST_GROUPS else min(share / OF_THREE, 0.9)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        for group in self.groups:
            group.restyle(theme)

    def _add(self) -> None:
        group = Group(self)
        self.groups.append(group)
        self.addWidget(group)
        group.chosen.connect(self.chosen)
        group.exchange_wanted.connect(self.exchange_wanted)
        group.window_wanted.connect(self.window_wanted)
        group.menu_wanted.connect(self._show_menu)
        if self._theme is not None:
            group.restyle(self._theme)

    def menu_of(self, name: str) -> QMenu:
        """What can be done with a view; its parent frees it."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.addAction(tr("Exchange with the centre")).triggered.connect(
            lambda: self.exchange_wanted.emit(name)
        )
        if self.can_split:
            menu.addAction(tr("Beside the centre")).triggered.connect(
                lambda: self.beside_wanted.emit(name)
            )
        if name != STAGE:
            menu.addAction(tr("Own window")).triggered.connect(
                lambda: self.window_wanted.emit(name)
            )
        for place, group in enumerate(self.shown):
            if name not in group.names:
                text = tr("Move to group {number}", number=place + 1)
                menu.addAction(text).triggered.connect(
                    lambda _=False, place=place: self.move_wanted.emit(name, place)
                )
        menu.addSeparator()
        add_taking(menu, self._hosts[name])
        if name != STAGE and sum(len(group.names) for group in self.shown) > 1:
            menu.addAction(tr("Close")).triggered.connect(lambda: self.close_wanted.emit(name))
        return menu

    def _show_menu(self, name: str, at: QPoint) -> None:
        pop_up(self.menu_of(name), at)
