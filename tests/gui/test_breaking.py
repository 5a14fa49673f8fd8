"""A bar breaks where there is no room, and a column is as high as its broken lines."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.breaking import SPACE, BreakingBar, least_height
from gui.kit.note import SteadyNote

WIDTH, HEIGHT = 80, 20


class Block(QWidget):
    """Likes to be 80 by 20, and can do with 50 across."""

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(50, HEIGHT)


def bar(qtbot: QtBot, count: int = 3) -> tuple[BreakingBar, list[Block]]:
    blocks = [Block() for _ in range(count)]
    made = BreakingBar(*blocks)
    qtbot.addWidget(made)
    made.show()
    return made, blocks


def places(blocks: list[Block]) -> list[tuple[int, int, int, int]]:
    boxes = [block.geometry() for block in blocks]
    return [(box.x(), box.y(), box.width(), box.height()) for box in boxes]


def test_it_breaks_where_there_is_no_room(qtbot: QtBot) -> None:
    made, blocks = bar(qtbot)
    whole = 3 * WIDTH + 2 * SPACE
    assert (made.sizeHint(), made.minimumSizeHint()) == (QSize(whole, HEIGHT), QSize(50, HEIGHT))
    made.resize(whole, HEIGHT)
    step, line = WIDTH + SPACE, HEIGHT + SPACE
    assert places(blocks) == [(at * step, 0, WIDTH, HEIGHT) for at in range(3)]
    made.resize(whole - 1, 100)
    assert places(blocks) == [(0, 0, 80, 20), (step, 0, 80, 20), (0, line, 80, 20)]
    made.resize(60, 100)
    assert places(blocks) == [(0, at * line, 60, HEIGHT) for at in range(3)]
    heights = {width: made.heightForWidth(width) for width in (whole, whole - 1, 60, 10)}
    assert heights == {whole: 20, whole - 1: 44, 60: 68, 10: 68}


def test_what_is_left_goes_to_those_that_expand(qtbot: QtBot) -> None:
    made, blocks = bar(qtbot, 2)
    blocks[0].setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    made.resize(300, 20)
    assert [block.width() for block in blocks] == [300 - WIDTH - SPACE, WIDTH]
    blocks[0].setMaximumWidth(90)
    made.resize(299, 20)
    assert [block.width() for block in blocks] == [90, WIDTH]


def test_what_is_hidden_takes_no_room(qtbot: QtBot) -> None:
    made, blocks = bar(qtbot)
    made.resize(200, 50)
    blocks[0].hide()
    qtbot.waitUntil(lambda: blocks[1].x() == 0)
    assert blocks[2].geometry() == QRect(WIDTH + SPACE, 0, WIDTH, HEIGHT)
    assert made.sizeHint().width() == 2 * WIDTH + SPACE


@pytest.mark.parametrize("width", [60, 90, 140, 400])
def test_a_column_of_its_least_height_cuts_no_line(qtbot: QtBot, width: int) -> None:
    column = QWidget()
    qtbot.addWidget(column)
    down = QVBoxLayout(column)
    words, plot = QLabel("several words of which not all are in a line"), Block()
    plot.setMinimumHeight(70)
    for label in (words, QLabel("one"), bar(qtbot)[0]):
        if isinstance(label, QLabel):
            label.setWordWrap(True)
        down.addWidget(label)
    down.addWidget(plot)
    column.resize(width, least_height(down, width))
    column.show()
    QApplication.processEvents()
    seen = [item.widget() for place in range(4) if (item := down.itemAt(place)) is not None]
    broken = [each for each in seen if each is not plot]
    assert all(each.height() >= each.heightForWidth(each.width()) for each in broken)
    assert plot.height() >= 70


def test_a_note_keeps_the_room_of_the_most_that_it_has_said(qtbot: QtBot) -> None:
    note = SteadyNote()
    qtbot.addWidget(note)
    note.resize(100, 20)
    note.show()
    note.setText("one")
    low = note.minimumHeight()
    note.setText("several words of which not all are in a line")
    high = note.minimumHeight()
    note.setText("one")
    assert (low < high, note.minimumHeight()) == (True, high)
    note.resize(400, 200)
    assert note.minimumHeight() == low
