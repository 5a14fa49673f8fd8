"""A new style sheet reaches every widget once, what is seen first, and is what a new one has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.kit.dressing import A_TURN, Dressing
from gui.kit.theme import DARK, LIGHT, Theme, faint, palette, stylesheet
from tests.events import Counting

DEPTH = 12
KINDS = (QLabel, QPushButton, QComboBox, QLineEdit)


@pytest.fixture
def dressing(clean_qapp: QApplication) -> Iterator[Dressing]:
    dressing = Dressing(clean_qapp)
    put_on(dressing, LIGHT)
    yield dressing
    dressing.deleteLater()


def put_on(dressing: Dressing, theme: Theme) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setPalette(palette(theme))
    dressing.put_on(stylesheet(theme))


def nested(qtbot: QtBot, depth: int = DEPTH) -> list[QWidget]:
    """A window in which everything lies in something."""
    window = QWidget()
    qtbot.addWidget(window)
    widgets, holder = [window], window
    for _ in range(depth):
        holder = QWidget(holder)
        widgets += [holder, *(kind(holder) for kind in KINDS)]
    window.show()
    return widgets


def colors(widget: QWidget) -> list[str]:
    groups = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled)
    roles = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.Window)
    return [widget.palette().color(group, role).name() for group in groups for role in roles]


def test_every_widget_is_as_one_made_under_the_new_sheet(dressing: Dressing, qtbot: QtBot) -> None:
    widgets = nested(qtbot)
    before = [(widget.sizeHint(), widget.font()) for widget in widgets]
    put_on(dressing, DARK)
    fresh = nested(qtbot)
    assert [colors(w) for w in widgets] == [colors(w) for w in fresh]
    assert DARK.text in colors(widgets[2]) and faint(DARK) in colors(widgets[3])
    assert [(widget.sizeHint(), widget.font()) for widget in widgets] == before
    put_on(dressing, LIGHT)
    assert [colors(w) for w in widgets] == [colors(w) for w in nested(qtbot)]


def test_a_list_that_is_a_window_is_dressed_too(dressing: Dressing, qtbot: QtBot) -> None:
    proposals = QListView()
    qtbot.addWidget(proposals)
    proposals.show()
    put_on(dressing, DARK)
    assert DARK.text in colors(proposals)


def test_no_widget_is_told_more_than_once(dressing: Dressing, qtbot: QtBot) -> None:
    widgets = nested(qtbot)
    watcher = Counting()
    for widget in widgets:
        widget.installEventFilter(watcher)
    put_on(dressing, DARK)
    assert not watcher.seen[QEvent.Type.StyleChange], "Qt has dressed them itself"
    assert 0 < watcher.seen[QEvent.Type.PaletteChange] <= 3 * len(widgets)


def test_what_is_hidden_comes_later_and_when_shown_before_others(
    dressing: Dressing, qtbot: QtBot
) -> None:
    seen = nested(qtbot, 1)
    first, last = nested(qtbot, 2 * A_TURN // 5), nested(qtbot, 1)
    gone = nested(qtbot, 1)
    for window in (first[0], last[0], gone[0]):
        window.hide()
    put_on(dressing, DARK)
    assert DARK.text in colors(seen[3])
    assert DARK.text not in colors(first[3]) + colors(last[3])
    last[0].show()
    gone[0].deleteLater()
    QApplication.sendPostedEvents(gone[0], QEvent.Type.DeferredDelete)
    dressing.go_on()
    assert DARK.text in colors(last[3])
    qtbot.waitUntil(lambda: DARK.text in colors(first[3]) and DARK.text in colors(first[-1]))


def test_own_fonts_are_kept(dressing: Dressing, qtbot: QtBot) -> None:
    widgets = nested(qtbot)
    label = widgets[2]
    font = label.font()
    font.setPointSizeF(3 * font.pointSizeF())
    label.setFont(font)
    put_on(dressing, DARK)
    assert label.font() == font
