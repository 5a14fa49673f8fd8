"""Dialogs and menus leave nothing behind: not in the window, and no Python object of theirs."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox

from gui.app import App
from gui.kit.passing import pop_up
from gui.model.settings import Settings
from gui.panels.table.panel import TablePanel
from gui.shell.switcher import Switcher
from gui.stage.overlay.asking import Asking
from gui.stage.overlay.class_menu import ClassMenu
from tests.experiments import flowers
from tests.there import found

OPENINGS = 20


@pytest.fixture(scope="module")
def classes(qapp: QApplication) -> Iterator[App]:
    """The window with an experiment of three classes, and its table."""
    app = App(qapp, Settings({"language": "en", "theme": "light"}))
    app.window.may_close = lambda: True
    app.start(None)
    while not hasattr(app, "runner"):
        qapp.processEvents()
    app.document.adopt(flowers())
    app.window.show_view("table")
    while not any(isinstance(one, TablePanel) for one in app.board.panels):
        qapp.processEvents()
    table = panel(app)
    table.setParent(None)
    table.resize(300, 300)
    table.show()
    yield app
    table.close()
    app.close()
    app.window.close()
    qapp.setStyleSheet("")


def panel(app: App) -> TablePanel:
    (found,) = [one for one in app.board.panels if isinstance(one, TablePanel)]
    return found


def command(name: str) -> Callable[[App], None]:
    return lambda app: app.actions[name].trigger()


def class_menu(app: App) -> None:
    found(app.stage, Asking).class_menu("a", QPoint(200, 200))


def rename_class(app: App) -> None:
    class_menu(app)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, ClassMenu)
    menu.rename.trigger()
    menu.close()


def paste(app: App) -> None:
    QGuiApplication.clipboard().setText("a\tb\n1\t2\n3\t4\n")
    app.files.paste()


def submenu(name: str) -> Callable[[App], None]:
    def fill(app: App) -> None:
        menus = {menu.title().replace("&", ""): menu for menu in app.menus.submenus}
        menus[name].aboutToShow.emit()

    return fill


OPENERS: dict[str, Callable[[App], None]] = {
    "keys": command("help.keys"),
    "about": command("help.about"),
    "generate": command("file.generate"),
    "noise": command("edit.noise"),
    "point": command("edit.point"),
    "limits": command("view.limits"),
    "import": paste,
    "crash": lambda app: app.reporter.show_details("Traceback"),
    "class": class_menu,
    "rename": rename_class,
    "column": lambda app: panel(app).do("menu"),
    "row": lambda app: panel(app).grid.customContextMenuRequested.emit(QPoint(5, 5)),
    "recent": submenu("Open recent"),
    "classic": submenu("Classic data"),
    "examples": submenu("Examples"),
    "tasks": command("help.tasks"),
    "problem": command("help.report"),
    "picture": command("file.picture"),
    "arrangement": lambda app: found(app.window, Switcher)._show_list(),
    "view": lambda app: app.window.groups._show_menu("loss", QPoint(5, 5)),
}


def close_what_is_open() -> None:
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog | QMenu) and widget.isVisible():
            widget.close()
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def left(app: App) -> tuple[int, int]:
    """How many objects hang on the window and its table, and how many dialogs Python knows."""
    gc.collect()
    known = [one for one in gc.get_objects() if issubclass(type(one), QDialog | QMenu)]
    hanging = [len(owner.findChildren(QObject)) for owner in (app.window, panel(app))]
    return sum(hanging), len(known)


def assert_nothing_is_left(first: tuple[int, int], last: tuple[int, int]) -> None:
    """What each opening leaves would be there twenty times; the window may make one more itself."""
    for before, after in zip(first, last, strict=True):
        assert after - before < OPENINGS // 4


@pytest.mark.parametrize("name", ["help.tasks", "file.picture", "view.limits"])
def test_of_a_dialog_beside_the_window_there_is_one(name: str, classes: App) -> None:
    for _ in range(3):
        classes.actions[name].trigger()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    kinds = [type(one) for one in QApplication.topLevelWidgets() if isinstance(one, QDialog)]
    assert len(kinds) == 1
    close_what_is_open()


@pytest.mark.parametrize("name", OPENERS)
def test_nothing_is_left_of_what_was_opened(name: str, classes: App) -> None:
    counts = []
    for opening in range(OPENINGS + 1):
        OPENERS[name](classes)
        close_what_is_open()
        if opening in (0, OPENINGS):
            counts.append(left(classes))
    assert_nothing_is_left(*counts)


def test_a_menu_without_any_choice_does_not_open_and_goes(classes: App) -> None:
    menu = QMenu(classes.window)
    gone = []
    menu.destroyed.connect(lambda: gone.append(True))
    pop_up(menu, QPoint(5, 5))
    assert not menu.isVisible()
    close_what_is_open()
    assert gone


def test_the_question_about_unsaved_work_leaves_nothing(
    classes: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancel = QMessageBox.StandardButton.Cancel
    monkeypatch.setattr(QMessageBox, "exec", lambda _: cancel)
    classes.document.edit("Title", flowers(title="Mine"))
    counts = []
    for asked in range(OPENINGS + 1):
        assert not classes.files.may_discard()
        close_what_is_open()
        if asked in (0, OPENINGS):
            counts.append(left(classes))
    assert_nothing_is_left(*counts)
