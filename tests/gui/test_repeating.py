"""What is done again and again piles nothing up, and of a window that was shut nothing is left."""

from __future__ import annotations

import gc
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QGraphicsView
from pytestqt.qtbot import QtBot

from gui.app import App
from gui.kit import words
from gui.model.examples import examples
from gui.model.settings import Settings
from tests.gui.test_monkey import NOT_PRESSED

LONG = 100_000  # milliseconds
FIRST, AGAIN = 4, 12  # times before it is counted, and between two counts
COUNTS = 3  # what is made once, late, is there from the second on
FEW = AGAIN // 2  # what is made once more is no leak
VIEW = "b1-height-weight"
Deed = Callable[[App], None]


@pytest.fixture
def app(clean_qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    app = opened(clean_qapp, qtbot)
    monkeypatch.setattr(app.files, "may_discard", lambda: True)
    qtbot.addWidget(app.window)
    yield app
    app.close()
    words.set_language("en")
    clean_qapp.setStyleSheet("")


def opened(application: QApplication, qtbot: QtBot) -> App:
    app = App(application, Settings({"language": "en", "theme": "light", "recent": []}))
    app.window.may_close = lambda: True
    app.start(None)
    qtbot.waitUntil(lambda: app.board.last is not None, timeout=LONG)
    return app


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def answer() -> None:
    """What waits for an answer in an event loop of its own gets one: no."""
    if (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        dialog.reject()


def close_what_is_open(app: App) -> None:
    settle()
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible() and widget is not app.window:
            widget.close()
    settle()


def living() -> Counter[str]:
    """Every object of Qt's that lives, by its class, with what plots paint."""
    gc.collect()
    application = QApplication.instance()
    assert application is not None
    roots = [application, *(one for one in QApplication.allWidgets() if one.parent() is None)]
    found = [one for root in roots for one in (root, *root.findChildren(QObject))]
    items = [
        item
        for view in found
        if isinstance(view, QGraphicsView) and (scene := view.scene()) is not None
        for item in scene.items()
    ]
    kinds = Counter(type(one).__name__ for one in found)
    return kinds + Counter(type(item).__name__ for item in items)


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.long)])
def test_of_a_window_that_was_shut_nothing_is_left(
    clean_qapp: QApplication, qtbot: QtBot, whole: bool
) -> None:
    before = len(QApplication.allWidgets())
    app = opened(clean_qapp, qtbot)
    app.actions["run.step"].trigger()
    for name in app.window.hosts if whole else ("inside",):
        app.window.show_view(name)
        QApplication.processEvents()
    assert len(QApplication.allWidgets()) > before + (1500 if whole else 300)
    parts = [weakref.ref(part) for part in (app, app.window, app.board, *app.board.panels)]
    app.close()
    app.window.close()
    app.window.deleteLater()
    del app
    settle()
    gc.collect()
    left = [part() for part in parts if part() is not None]
    assert not left and len(QApplication.allWidgets()) == before


def deeds(app: App) -> dict[str, Deed]:
    """Whatever can be done in the window by one press, by what it is called."""
    commands = [name for name in app.actions.commands if name not in NOT_PRESSED]
    done: dict[str, Deed] = {name: pressed(name) for name in commands}
    done |= {f"view {name}": seen(name) for name in app.window.hosts}
    done |= {f"window {name}": away(name) for name in ("loss", "parameters", "metrics", "inside")}
    done |= {"arrangement": arranged(), "example": exampled(), "language": spoken()}
    return done | {"theme": themed(), "new": begun()}


def pressed(name: str) -> Deed:
    def do(app: App) -> None:
        if app.actions[name].isEnabled():
            app.actions[name].trigger()

    return do


def seen(name: str) -> Deed:
    turns = cycle((name, "table" if name != "table" else "code"))
    return lambda app: app.window.show_view(next(turns))


def away(name: str) -> Deed:
    return lambda app: app.window.groups.window_wanted.emit(name)


def arranged() -> Deed:
    count = cycle(range(100))

    def do(app: App) -> None:
        names = list(app.arranging.names)
        app.arranging.apply(names[next(count) % len(names)])

    return do


def exampled() -> Deed:
    paths = cycle([example.path for example in examples()[:4]])
    return lambda app: app.files.open_example(next(paths))


def spoken() -> Deed:
    codes = cycle(("ko", "en"))
    return lambda app: app.menus.language_chosen.emit(next(codes))


def themed() -> Deed:
    themes = cycle(("dark", "light"))
    return lambda app: app.appearance.choose(next(themes))


def begun() -> Deed:
    tasks = cycle(("file.new_classification", "file.new_regression"))
    return lambda app: app.actions[next(tasks)].trigger()


def growth(app: App, deed: Deed) -> Counter[str]:
    """What there is more of each time for a deed that is done again and again."""
    repeat(app, deed, FIRST)
    before = living()
    more: Counter[str] = Counter()
    for _ in range(COUNTS):
        repeat(app, deed, AGAIN)
        now = living()
        more = Counter({kind: now[kind] - before[kind] for kind in now if now[kind] > before[kind]})
        before = now
        if max(more.values(), default=0) < FEW:
            return Counter()
    return more


def repeat(app: App, deed: Deed, times: int) -> None:
    for _ in range(times):
        deed(app)
        close_what_is_open(app)
    while not app.window._clearing.is_over:  # what another language takes away goes in turns
        settle()


@pytest.mark.long
def test_nothing_piles_up(app: App, qtbot: QtBot) -> None:
    answers = QTimer(app, interval=30)
    answers.timeout.connect(answer)
    answers.start()
    start = next(example.path for example in examples() if VIEW in example.path.name)
    for name in app.window.hosts:  # each view is made once
        app.window.show_view(name)
        settle()
    grown: dict[str, Counter[str]] = {}
    for name, deed in deeds(app).items():
        app.files.open_example(start)
        qtbot.waitUntil(lambda: app.board.last is not None, timeout=LONG)
        app.actions["run.step"].trigger()
        grown[name] = growth(app, deed)
        if app.runner.running:
            app.runner.pause()
    grown = {name: more for name, more in grown.items() if more}
    assert not grown, grown
