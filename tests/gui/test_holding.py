"""A window that is put in order in one turn of the event loop, and painted in the next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from gui.shell.holding import Holding


class Counted(QLabel):
    """A label that knows what it has painted."""

    def __init__(self) -> None:
        super().__init__("first")
        self.painted: list[str] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted.append(self.text())
        super().paintEvent(event)


@pytest.fixture
def label(qtbot: QtBot) -> Iterator[Counted]:
    window, label = QMainWindow(), Counted()
    window.setCentralWidget(label)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: label.painted == ["first"])
    QApplication.processEvents()
    label.painted.clear()
    yield label


def test_what_has_changed_is_painted_a_turn_later(label: Counted, qtbot: QtBot) -> None:
    holding = Holding(label.window())
    holding.hold()
    label.setText("second")
    QApplication.sendPostedEvents()
    assert label.painted == []
    assert label.grab().width() and label.painted == ["second"], "a picture does not wait"
    qtbot.waitUntil(lambda: label.painted == ["second", "second"])
    label.setText("third")
    QApplication.sendPostedEvents()
    assert label.painted[2:] == ["third"]


def test_what_is_held_again_and_again_is_painted_all_the_same(label: Counted) -> None:
    holding = Holding(label.window())
    for number in range(20):
        holding.hold()
        label.setText(str(number))
        QApplication.processEvents()
    assert len(label.painted) >= 5, "it stays as it was for one turn, not for all of them"
