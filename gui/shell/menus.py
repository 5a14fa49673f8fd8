"""The menu bar, built from the commands; its changing parts are filled when they open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from gui.commands.actions import Actions
from gui.commands.entries import Menu, all_menus
from gui.commands.entry import Command, Nested, Separator, Submenu
from gui.kit.theme import SETTINGS as THEMES
from gui.kit.words import LANGUAGES, tr
from gui.model.examples import examples, group_title


class Menus(QObject):
    """Fills a menu bar and says what was chosen in the parts that are no commands."""

    recent_chosen = Signal(object)  # Path
    example_chosen = Signal(object)  # Path
    classic_chosen = Signal(str)  # the name of a data set
    theme_chosen = Signal(str)
    language_chosen = Signal(str)

    def __init__(self, bar: QMenuBar, actions: Actions, views: Sequence[QAction]) -> None:
        super().__init__(bar)
        self._actions = actions
        self._menus: list[QMenu] = []
        self._views = views
        self.recent: Callable[[], list[Path]] = list
        self._recent = _menu(tr("Open &recent"), bar)
        self._examples = _menu(tr("E&xamples"), bar)
        self._classics = _menu(tr("&Classic data"), bar)
        self._theme = _menu(tr("&Theme"), bar)
        self._language = _menu(tr("La&nguage"), bar)
        self._named = {
            "recent": self._recent,
            "classics": self._classics,
            "theme": self._theme,
            "language": self._language,
        }
        self.submenus = (*self._named.values(), self._examples)
        self._recent.aboutToShow.connect(self._fill_recent)
        self._classics.aboutToShow.connect(self._fill_classics)
        self._examples.aboutToShow.connect(self._fill_examples)
        self._recent.triggered.connect(self._on_recent)
        self._classics.triggered.connect(self._on_classic)
        self._examples.triggered.connect(self._on_example)
        self._theme.triggered.connect(self._on_theme)
        self._language.triggered.connect(self._on_language)
        self._fill_theme()
        self._fill_language()
        *before, last = all_menus()
        for menu in before:
            self._add(bar, menu)
        bar.addMenu(self._examples)
        self._menus.append(self._examples)
        self._add(bar, last)

    def all(self) -> list[QMenu]:
        """The menus of the bar, from left to right."""
        return self._menus

    def mark(self, theme: str, language: str) -> None:
        """Tick the theme and the language that are chosen."""
        for menu, chosen in ((self._theme, theme), (self._language, language)):
            for action in menu.actions():
                action.setChecked(action.data() == chosen)

    def _add(self, bar: QMenuBar, of: Menu) -> None:
        menu = bar.addMenu(of.title)
        menu.setToolTipsVisible(True)
        self._menus.append(menu)
        self._fill(menu, of)

    def _fill(self, menu: QMenu, of: Menu) -> None:
        for entry in of.entries:
            match entry:
                case Command():
                    menu.addAction(self._actions[entry.id])
                case Separator():
                    menu.addSeparator()
                case Nested(text, commands):
                    below = QMenu(text, menu)  # which one that addMenu makes would not be
                    below.setToolTipsVisible(True)
                    below.addActions([self._actions[command.id] for command in commands])
                    menu.addMenu(below)
                case Submenu("views"):
                    menu.addActions(self._views)
                case Submenu(name):
                    menu.addMenu(self._named[name])

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self.recent():
            _entry(self._recent, path.name, path).setToolTip(str(path))
        if self._recent.isEmpty():
            self._recent.addAction(tr("No files yet")).setEnabled(False)

    def _fill_classics(self) -> None:
        from engine.catalog.classics import CLASSICS  # not before somebody looks for them

        if not self._classics.actions():
            for name, entry in CLASSICS.items():
                _entry(self._classics, tr(entry.label), name).setToolTip(tr(entry.help))

    def _fill_examples(self) -> None:
        if self._examples.actions():
            return
        for letter, members in groupby(examples(), lambda example: example.group):
            self._examples.addSeparator()
            self._examples.addAction(f"{letter}   {group_title(letter)}").setEnabled(False)
            for example in members:
                _entry(self._examples, example.title, example.path)

    def _fill_theme(self) -> None:
        names = {"system": tr("Like the desktop"), "light": tr("Light"), "dark": tr("Dark")}
        for theme in THEMES:
            _entry(self._theme, names[theme], theme)
        _choices(self._theme)

    def _fill_language(self) -> None:
        _entry(self._language, tr("Like the desktop"), "")
        for code, name in LANGUAGES.items():
            _entry(self._language, name, code)
        _choices(self._language)

    def _on_recent(self, action: QAction) -> None:
        self.recent_chosen.emit(action.data())

    def _on_classic(self, action: QAction) -> None:
        self.classic_chosen.emit(action.data())

    def _on_example(self, action: QAction) -> None:
        self.example_chosen.emit(action.data())

    def _on_theme(self, action: QAction) -> None:
        self.theme_chosen.emit(action.data())

    def _on_language(self, action: QAction) -> None:
        self.language_chosen.emit(action.data())


def _menu(title: str, bar: QMenuBar) -> QMenu:
    """A menu that goes with its bar, when the language is another one."""
    menu = QMenu(title, bar)
    menu.setToolTipsVisible(True)
    return menu


def _entry(menu: QMenu, text: str, data: object) -> QAction:
    action = menu.addAction(text.replace("&", "&&"))
    action.setData(data)
    return action


def _choices(menu: QMenu) -> None:
    """Of the menu's entries one is chosen."""
    group = QActionGroup(menu)
    for action in menu.actions():
        action.setCheckable(True)
        group.addAction(action)
