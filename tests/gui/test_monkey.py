"""Somebody who presses, drags and types anywhere: nothing breaks, undo leads back to the start.

``GRADUS_SEED=100 python3 -m pytest -m long tests/gui/test_monkey.py`` does other things.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QSlider,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.app import App
from gui.model.document import Document
from gui.model.settings import Settings
from tests.there import found, there

pytestmark = pytest.mark.long
SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
LONG = 60_000  # milliseconds
ACTIONS = 300
SEED = int(os.environ.get("GRADUS_SEED", "0"))
# They wait for an answer of the desktop's own file dialogs, or end the program.
NOT_PRESSED = (
    "file.open",
    "file.save",
    "file.save_as",
    "file.save_json",
    "file.save_data",
    "file.export",
    "file.quit",
)
KEYS = "PSBEMJGN0123456789FL[]+-"
WORDS = ("3", "-2.5", "1e9", "0", "abc", "", "x**2", "log(x)", "1,5", "nan", "가", "+", "=1+1")
BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)
HELD = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def app(clean_qapp: QApplication, qtbot: QtBot) -> Iterator[App]:
    app = App(clean_qapp, Settings({"language": "en", "theme": "light"}))
    qtbot.addWidget(app.window, before_close_func=lambda window: setattr(window, "may_close", yes))
    app.files.may_discard = yes  # type: ignore[method-assign]
    yield app
    app.close()
    clean_qapp.setStyleSheet("")


def yes() -> bool:
    return True


class Monkey:
    """Does one thing after another, all of them as a hand could."""

    def __init__(self, app: App, seed: int) -> None:
        self.app, self.random = app, random.Random(seed)
        self.done: list[str] = []
        self._doings = (
            [self.command] * 5
            + [self.drag] * 6
            + [self.key] * 4
            + [self.widget] * 6
            + [self.table, self.scrub, self.theme, self.view, self.workspace]
        )
        # Menus and dialogs that ask are answered: their own event loops would wait for ever.
        self._answers = QTimer(app, interval=30)
        self._answers.timeout.connect(self._answer)
        self._answers.start()

    def rest(self) -> None:
        """Do nothing more; dialogs that are still there are closed."""
        self._answers.stop()
        while (dialog := QApplication.activeModalWidget()) is not None:
            dialog.close()
            QApplication.processEvents()

    def act(self) -> None:
        doing = self.random.choice(self._doings)
        self.done.append(doing.__name__)
        doing()
        for _ in range(self.random.choice((1, 1, 3))):
            QApplication.processEvents()

    def command(self) -> None:
        names = [
            name
            for name in self.app.actions.commands
            if name not in NOT_PRESSED and self.app.actions[name].isEnabled()
        ]
        name = self.random.choice(names)
        self.done.append(name)
        self.app.actions[name].trigger()

    def drag(self) -> None:
        """With whatever tool is in the hand, also beyond the plane."""
        place, button = (
            found(self.app.stage, pg.PlotWidget).viewport(),
            self.random.choice(BUTTONS),
        )
        held = self.random.choice(HELD)
        QTest.mousePress(place, button, held, self._point(place))
        for _ in range(self.random.randrange(5)):
            QTest.mouseMove(place, self._point(place))
            if self.random.random() < 0.1:
                self.command()
        if self.random.random() < 0.1:
            QTest.keyClick(place, Qt.Key.Key_Escape)
        QTest.mouseRelease(place, button, held, self._point(place))

    def key(self) -> None:
        place = QApplication.focusWidget() or self.app.stage
        if self.random.random() < 0.6:
            self.app.stage.setFocus()
            QTest.keyClicks(self.app.stage, self.random.choice(KEYS))
            return
        keys = ("Left", "Up", "Right", "Down", "Return", "Space", "Delete", "Tab", "Escape")
        code = getattr(Qt.Key, f"Key_{self.random.choice(keys)}")
        QTest.keyClick(place, code, self.random.choice(HELD))

    def widget(self) -> None:
        """Anything in a dock or over the plane that can be pressed, chosen or typed into."""
        kinds = (QAbstractButton, QComboBox, QLineEdit, QSlider)
        window = self.app.window
        regions = (window.rail, window.drawer, window.center, window.groups)
        found = [
            child
            for place in regions
            for child in place.findChildren(QWidget)
            if isinstance(child, kinds) and child.isVisible() and child.isEnabled()
        ]
        found = [child for child in found if "…" not in getattr(child, "text", str)()]
        if not found:
            return
        child = self.random.choice(found)
        self.done.append(f"{type(child).__name__} {child.accessibleName()}")
        if isinstance(child, QAbstractButton):
            QTest.mouseClick(child, Qt.MouseButton.LeftButton)
        elif isinstance(child, QComboBox) and child.count():
            child.setFocus()
            QTest.keyClick(child, self.random.choice((Qt.Key.Key_Down, Qt.Key.Key_Up)))
        elif isinstance(child, QSlider):
            child.setValue(self.random.randint(child.minimum(), child.maximum()))
        elif isinstance(child, QLineEdit):
            child.setFocus()
            child.clear()
            child.insert(self.random.choice(WORDS))
            QTest.keyClick(child, Qt.Key.Key_Return)

    def table(self) -> None:
        """A cell of any table that is seen."""
        views = self.app.window.findChildren(QTableView)
        views = [v for v in views if v.isVisible() and v.model() and v.model().rowCount()]
        if not views:
            return
        view = self.random.choice(views)
        model = view.model()
        row = self.random.randrange(model.rowCount())
        index = model.index(row, self.random.randrange(max(model.columnCount(), 1)))
        view.setCurrentIndex(index)
        if model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            model.setData(index, self.random.choice(WORDS))

    def scrub(self) -> None:
        last = self.app.board.last
        if last is not None:
            furthest = last.step if last.furthest is None else last.furthest
            self.app.runner.time.scrub(self.random.randint(last.earliest, furthest))

    def theme(self) -> None:
        self.app.appearance.choose(self.random.choice(("light", "dark")))

    def view(self) -> None:
        """Any view to the front, into the centre or away, or any section of the drawer."""
        window, name = self.app.window, self.random.choice(list(self.app.window.hosts))
        if name in ("timeline", "phases"):
            window.center.turn.click()
        elif self.random.random() < 0.6 or name in window.rail.buttons:
            window.show_view(name)
        else:
            groups = window.groups
            wish = self.random.choice((groups.exchange_wanted, groups.close_wanted))
            wish.emit(name)

    def workspace(self) -> None:
        self.app.arranging.apply(self.random.choice(self.app.arranging.names))

    def _point(self, place: QWidget) -> QPoint:
        beyond = 30
        return QPoint(
            self.random.randint(-beyond, place.width() + beyond),
            self.random.randint(-beyond, place.height() + beyond),
        )

    def _answer(self) -> None:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog):
            dialog.reject()
        elif isinstance(dialog, QDialog):
            fields = dialog.findChildren(QLineEdit)
            if fields and self.random.random() < 0.5:
                self.random.choice(fields).insert(self.random.choice(WORDS))
            dialog.done(self.random.choice((QDialog.DialogCode.Accepted, 0)))


@pytest.mark.parametrize("seed", range(SEED, SEED + 3))
@pytest.mark.parametrize("name", ["a1-fit-a-line", "d4-softmax", "e4-two-features", "f2-xor"])
def test_nothing_breaks_and_undo_leads_back(app: App, qtbot: QtBot, name: str, seed: int) -> None:
    with qtbot.waitSignal(app.document.opened, timeout=LONG):
        app.start(SAMPLES / f"{name}.json")
    qtbot.waitUntil(lambda: app.board.last is not None, timeout=LONG)
    monkey = Monkey(app, seed)
    for _ in range(ACTIONS):
        monkey.act()
        data = app.document.experiment.data
        rows = app.selection.rows
        assert len(rows) == 0 or rows.max() < data.table.rows, monkey.done[-20:]
    monkey.rest()
    stop(app, qtbot)
    undo_all(app.document)
    qtbot.waitUntil(lambda: not app.runner.running, timeout=LONG)
    app.files.open_example(SAMPLES / "b1-height-weight.json")
    qtbot.waitUntil(lambda: app.board.last is not None and app.board.last.step == 0, timeout=LONG)
    app.actions["run.step"].trigger()
    qtbot.waitUntil(lambda: there(app.board.last).step == 1, timeout=LONG)
    assert there(app.board.last).loss == pytest.approx(13.352)
    assert np.isfinite(there(app.board.last).parameters["output.weight"]).all()


def stop(app: App, qtbot: QtBot) -> None:
    if app.runner.running:
        app.runner.pause()
    qtbot.waitUntil(lambda: not app.runner.running, timeout=LONG)


def undo_all(document: Document) -> None:
    """Back and forth and back: the same experiments come by."""
    there = document.experiment
    count = 0
    while document.history.undo_text:
        document.undo()
        count += 1
    first = document.experiment
    for _ in range(count):
        document.redo()
    assert document.experiment == there
    for _ in range(count):
        document.undo()
    assert document.experiment == first
