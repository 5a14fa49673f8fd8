"""Where the keyboard goes when what has it vanishes: it stays nearby, and presses nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.shell.regions import Regions


class Small(QWidget):
    """A toolbar of one button over a view with a list and two rows of a field and a button."""

    def __init__(self) -> None:
        super().__init__()
        self.bar, self.view, self.inner = QWidget(), QWidget(), QWidget()
        self.reset, self.list = QPushButton("Reset"), QListWidget()
        self.field, self.keep, self.other = QLineEdit(), QPushButton("Keep"), QPushButton("Other")
        for around, parts in (
            (self.bar, (self.reset,)),
            (self.inner, (self.field, self.keep, self.other)),
            (self.view, (self.list, self.inner)),
            (self, (self.bar, self.view)),
        ):
            column = QVBoxLayout(around)
            for part in parts:
                column.addWidget(part)
        self.regions = Regions(self, (self.bar, self.view), (self.bar, self.view))

    def focusNextPrevChild(self, forth: bool) -> bool:
        return self.regions.tab(1 if forth else -1)


@pytest.fixture
def small(qtbot: QtBot) -> Iterator[Small]:
    window = Small()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window


def test_a_button_that_vanishes_leaves_the_keyboard_beside_it(small: Small) -> None:
    small.keep.setFocus()
    small.keep.hide()
    assert QApplication.focusWidget() is small.field
    small.field.setEnabled(False)
    assert QApplication.focusWidget() is small.list  # a button stands nearer, but is no place


def test_a_part_that_vanishes_leaves_it_in_its_view(small: Small) -> None:
    small.keep.setFocus()
    small.inner.hide()
    assert QApplication.focusWidget() is small.list


def test_where_nothing_is_left_no_button_of_the_bar_has_it(small: Small) -> None:
    small.list.setFocus()
    small.view.hide()
    assert QApplication.focusWidget() is not small.reset
