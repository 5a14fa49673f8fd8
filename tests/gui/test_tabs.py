"""The tabs of a group: what has no room is in the menu beside them, and each can be reached."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget
from pytestqt.qtbot import QtBot

from gui.shell.tabs import ViewTabs

NAMES = ("Compare", "Race", "Ahead", "Map", "Surface", "Parameters")


@pytest.fixture
def tabs(qtbot: QtBot) -> Iterator[ViewTabs]:
    card = QWidget()
    across = QHBoxLayout(card)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(0)
    tabs = ViewTabs(card)
    across.addWidget(tabs, 1)
    across.addWidget(tabs.more)
    qtbot.addWidget(card)
    for name in NAMES:
        tabs.addTab(name)
    card.resize(900, 40)
    card.show()
    yield tabs


def shown(tabs: ViewTabs) -> list[str]:
    return [name for place, name in enumerate(NAMES) if tabs.isTabVisible(place)]


def fits(tabs: ViewTabs) -> bool:
    boxes = [tabs.tabRect(place) for place in range(tabs.count()) if tabs.isTabVisible(place)]
    widths = [tabs.tabSizeHint(p).width() for p in range(tabs.count()) if tabs.isTabVisible(p)]
    is_whole = [box.width() for box in boxes] == widths
    return is_whole and boxes[0].left() == 0 and boxes[-1].right() <= tabs.width()


def test_where_there_is_room_all_stand_in_a_row(tabs: ViewTabs, qtbot: QtBot) -> None:
    assert shown(tabs) == [*NAMES] and tabs.more.isHidden() and fits(tabs)
    for width in (400, 308, 200, 120, 60, 308, 900):
        there(tabs).resize(width, 40)
        qtbot.waitUntil(lambda: fits(tabs) or tabs.width() < 80)
        assert tabs.isTabVisible(tabs.currentIndex())
        assert tabs.more.isHidden() == (shown(tabs) == [*NAMES])
    assert shown(tabs) == [*NAMES]


def there(tabs: ViewTabs) -> QWidget:
    card = tabs.parentWidget()
    assert card is not None
    return card


def test_what_has_no_room_is_in_the_menu_and_comes_into_the_row(
    tabs: ViewTabs, qtbot: QtBot
) -> None:
    there(tabs).resize(308, 40)
    qtbot.waitUntil(lambda: not tabs.more.isHidden() and fits(tabs))
    left = [NAMES[place] for place in tabs.left_out]
    assert left and "Parameters" in left and left == [n for n in NAMES if n not in shown(tabs)]
    assert all(name in tabs.more.toolTip() for name in left)
    qtbot.mouseClick(tabs.more, Qt.MouseButton.LeftButton)
    menu = tabs.findChildren(QMenu)[-1]
    assert [action.text() for action in menu.actions()] == left
    menu.actions()[-1].trigger()
    menu.close()
    assert tabs.tabText(tabs.currentIndex()) == "Parameters"
    qtbot.waitUntil(lambda: fits(tabs))
    assert "Parameters" in shown(tabs) and len(shown(tabs)) > 1
