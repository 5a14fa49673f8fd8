"""What is said to the learner: one bar that moves nothing, one dialog for the unexpected."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine.errors import EngineError
from gui.kit import telling, words
from gui.kit.message import SPARED, Action, Message
from gui.kit.theme import DARK, palette, stylesheet
from gui.shell import messages
from gui.shell.crash import Reporter
from gui.shell.messages import NARROW, Messages
from tests.there import found, there


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    host = QWidget()
    column = QVBoxLayout(host)
    column.addWidget(QLabel("the stage"))
    host.resize(900, 500)
    qtbot.addWidget(host)
    host.show()
    return host


@pytest.fixture
def bar(host: QWidget) -> Messages:
    return Messages(host)


def texts(bar: Messages) -> list[str]:
    return [
        label.text()
        for label in bar.frame.findChildren(QLabel)
        if label.text() and not label.isHidden()
    ]


def test_an_error_says_where_what_and_what_to_do(bar: Messages) -> None:
    error = EngineError(
        "must be {range}, got {got}", "optimizer.lr", "try {good}", range="> 0", got=-1, good=0.1
    )
    bar.show_error(error)
    assert texts(bar) == ["optimizer.lr: must be > 0, got -1", "try 0.1"]


def test_braces_in_an_error_are_only_text(bar: Messages) -> None:
    bar.show_error(EngineError("unexpected {", "a{b}.json"))
    assert bar.text == "a{b}.json: unexpected {"


def test_a_note_takes_the_hint_away(bar: Messages) -> None:
    bar.show_error(EngineError("is empty", hint="Choose another file."))
    bar.show_note("Saved.")
    assert texts(bar) == ["Saved."]
    bar.clear()
    assert bar.text == ""


def test_nothing_below_the_bar_moves(host: QWidget, bar: Messages) -> None:
    below = found(host, QLabel)
    before = below.geometry()
    bar.show_error(EngineError("A long sentence about what went wrong. " * 8))
    QApplication.processEvents()
    assert below.geometry() == before
    assert host.rect().contains(bar.frame.geometry())


@pytest.mark.parametrize("width", [300, 700, 1600])
def test_the_whole_message_is_to_be_read_at_every_width(
    host: QWidget, bar: Messages, width: int
) -> None:
    host.resize(width, 500)
    bar.restyle(DARK)
    bar.show_error(EngineError("A sentence that takes several lines. " * 5, hint="Do this."))
    QApplication.processEvents()
    assert host.rect().contains(bar.frame.geometry())
    for label in bar.frame.findChildren(QLabel):
        if label.wordWrap() and not label.isHidden():
            assert label.height() >= label.heightForWidth(label.width())
    host.resize(width - 40, 500)
    QApplication.processEvents()
    assert host.rect().contains(bar.frame.geometry())


@pytest.mark.parametrize("width", [420, 1100])
def test_a_message_lies_over_the_bar_above_the_stage_and_over_no_axis(
    host: QWidget, bar: Messages, width: int
) -> None:
    host.resize(width, 560)
    bar.show_note("New empty experiment.")
    QApplication.processEvents()
    assert bar.frame.geometry().bottom() <= 40  # the bar above the stage
    bar.show_error(EngineError("A long sentence about what went wrong. " * 12))
    assert bar.frame.x() >= messages.AXIS or width < 600
    assert bar.frame.y() < 10


def test_a_short_note_leaves_the_legend_to_be_seen(host: QWidget, bar: Messages) -> None:
    host.resize(650, 560)
    bar.show_note("Place points of another class too.")
    frame = bar.frame.geometry()
    assert frame.x() > 250
    assert frame.height() < 40, "in one line"


def test_a_button_stands_beside_words_that_are_short(host: QWidget, bar: Messages) -> None:
    bar.show_note("The model was rebuilt.", Action("Undo", lambda: None))
    QApplication.processEvents()
    (undo,), sentence = bar.frame.buttons, bar.frame._sentence
    assert abs(undo.geometry().center().y() - sentence.geometry().center().y()) <= 1
    assert undo.width() < 120 < bar.frame.width() < NARROW
    host.resize(200, 500)
    QApplication.processEvents()
    assert undo.geometry().top() >= sentence.geometry().bottom()


def test_a_note_leaves_free_what_is_to_be_pressed_at_the_right(
    host: QWidget, bar: Messages
) -> None:
    button = QToolButton(host)
    button.setProperty(SPARED, True)
    button.setGeometry(700, 4, 90, 28)
    bar.show_note("a note")
    assert not button.isVisible() and bar.frame.geometry().right() > 790, "nothing is there yet"
    button.show()
    bar.show_note("a note")
    assert bar.frame.geometry().right() < 700
    button.move(60, 4)  # where nothing would be left
    bar.show_note("a note")
    assert bar.frame.geometry().right() > 790


def test_a_button_does_what_the_message_advises_and_the_message_goes(
    host: QWidget, bar: Messages, qtbot: QtBot
) -> None:
    done: list[str] = []
    cures = (Action("Use 0.39", lambda: done.append("0.39")), Action("Reset", lambda: None))
    bar.show(Message("The loss grows.", "The rate is too high.", "warning", cures))
    assert [button.text() for button in bar.frame.buttons] == ["Use 0.39", "Reset"]
    for width in (300, 500, 900):
        host.resize(width, 400)
        QApplication.processEvents()
        for button in bar.frame.buttons:
            assert bar.frame.rect().contains(button.geometry())
            assert button.width() >= button.sizeHint().width()
    qtbot.mouseClick(bar.frame.buttons[0], Qt.MouseButton.LeftButton)
    assert done == ["0.39"]
    assert bar.text == ""
    bar.show_note("Saved.")
    assert bar.frame.buttons == []


def test_notes_fade_and_warnings_stay(
    bar: Messages, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    QCursor.setPos(5_000, 5_000)  # what is under the hand stays
    monkeypatch.setattr(messages, "SECONDS", 0.01)
    monkeypatch.setattr(messages, "A_LETTER", 0.0)
    bar.show_note("Saved.")
    qtbot.waitUntil(lambda: bar.text == "")
    for message in (Message("Gone wrong.", level="warning"), Message("Click.", lasting=True)):
        bar.show_note("Saved.")
        bar.show(message)
        assert not bar._fading.isActive()
        assert bar.text == message.sentence


def test_the_unexpected_opens_one_dialog_and_no_second(
    host: QWidget, bar: Messages, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    reporter = Reporter(host, bar)
    for number in (1, 2):
        error = ZeroDivisionError(f"mistake {number}")
        reporter.hook(type(error), error, None)
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    QApplication.processEvents()
    dialog = reporter.dialog
    assert dialog is not None
    assert dialog.isVisible()
    assert "mistake 1" in dialog.text
    assert "mistake 2" in capsys.readouterr().err  # the terminal still hears of both
    dialog.copy()
    assert "mistake 1" in QApplication.clipboard().text()
    dialog.reject()
    reporter.show_details("later")
    assert reporter.dialog is not dialog
    there(reporter.dialog).reject()


def test_an_expected_error_that_nobody_caught_goes_to_the_bar(
    host: QWidget, bar: Messages, qtbot: QtBot
) -> None:
    reporter = Reporter(host, bar)
    error = EngineError("is empty", "a.json")
    reporter.hook(type(error), error, None)
    qtbot.waitUntil(lambda: bar.text == "a.json: is empty")
    assert reporter.dialog is None


def test_a_mistake_in_another_thread_is_told_too(
    host: QWidget, bar: Messages, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    reporter = Reporter(host, bar)
    reporter.install()
    thread = threading.Thread(target=_fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bar.text == "in a thread")
    reporter.remove()
    assert sys.excepthook is sys.__excepthook__


def _fail() -> None:
    raise EngineError("in a thread")


@pytest.mark.usefixtures("qapp")
def test_the_style_sheet_has_every_colour() -> None:
    assert "$" not in stylesheet(DARK)
    assert DARK.warning in stylesheet(DARK)
    assert palette(DARK).text().color().name() == DARK.text


def test_a_large_bound_is_written_out() -> None:
    words.set_language("ko")
    try:
        error = EngineError("must be {rule}, got {got}", rule=">= 1 and <= 1e+09", got="0")
        assert telling.sentence(error) == (
            "1 이상 1\u202f000\u202f000\u202f000 이하인 수여야 합니다 (입력: 0)"
        )
    finally:
        words.set_language("en")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("data.columns.z", "column z"),
        ("column z", "column z"),
        ("data.columns.z[0]", "row 1, column z"),
        ("model.inputs", "the inputs"),
        ("model.inputs[1]", "input 2"),
        ("t.json: model.inputs[1]", "t.json: model.inputs[1]"),
        ("t.npy, row 1, column y", "t.npy, row 1, column y"),
        ("t.parquet, column y", "t.parquet, column y"),
        ("data.features", "Features"),
        ("bad.json: data.features", "bad.json: data.features"),
        ("optimizer.lr", "optimizer.lr"),
        ("many.csv, data.columns.name tag", "many.csv, column name tag"),
        ("a.json, data.columns.x[2]", "a.json, row 3, column x"),
        ("a.json, data.features", "a.json, Features"),
    ],
)
def test_places_in_the_learner_s_words(where: str, said: str) -> None:
    assert telling.place(EngineError("is wrong", where)) == said
