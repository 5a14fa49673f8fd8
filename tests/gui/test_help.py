"""Help by task and the command palette: everything is found by its words and done at once."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from gui.commands.actions import Actions
from gui.commands.entries import all_commands
from gui.dialogs.help.task_dialog import TaskDialog
from gui.dialogs.help.tasks import FILE, tasks
from gui.dialogs.palette import ACTION, Palette, offers
from gui.kit import words
from gui.kit.searching import rank
from gui.kit.words import LANGUAGES

Key = Qt.Key


@pytest.fixture
def window(qtbot):
    window = QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def menus(window):
    """Two menus, one with a part that is filled when it opens."""
    done = []
    file, view = QMenu("&File", window), QMenu("보기(&V)", window)
    recent = QMenu("Open &recent", window)
    recent.aboutToShow.connect(lambda: recent.isEmpty() and recent.addAction("one.json"))
    for menu, names in ((file, ("&Open…", "&Save", "Save &data as…")), (view, ("맞춤(&F)",))):
        for name in names:
            menu.addAction(name).triggered.connect(lambda _=False, n=name: done.append(n))
    file.addSeparator()
    file.addMenu(recent)
    file.addAction("a heading").setEnabled(False)
    file.actions()[1].setShortcut("Ctrl+S")
    return [file, view], done


@pytest.fixture
def palette(window, menus):
    palette = Palette(list(offers(menus[0])), window)
    palette.open_over(window)
    return palette


def titles(palette):
    rows = range(palette.list.topLevelItemCount())
    return [palette.list.topLevelItem(row).text(0) for row in rows]


def test_words_are_found_in_any_order_and_beginnings_count_most():
    assert rank("save", "Save") == 0
    assert rank("data save", "Save data as") is not None
    assert rank("save", "Save") < rank("save", "Quick save") < rank("ave", "Save")
    assert rank("save", "Open", "another way to save") > rank("ave", "Save")
    assert rank("nothing", "Save") is None
    assert rank("", "Save") == 0
    assert rank("ÉPOQUE", "epoque") == 0
    assert rank("맞춤", "데이터에 맞춤") == 1
    assert rank("a+b (", "a b") is not None


def test_the_palette_offers_everything_that_menus_do(palette):
    first, *others, last = titles(palette)
    assert (first, last) == ("File › Open", "보기 › 맞춤")
    assert others == ["File › Save", "File › Save data as", "Open recent › one.json"]
    assert palette.list.topLevelItem(1).text(1) == "Ctrl+S"


def test_typing_narrows_it_down_and_return_does_the_best_one(palette, menus, qtbot):
    QTest.keyClicks(palette.field, "data")
    assert titles(palette) == ["File › Save data as"]
    assert palette.field.accessibleDescription() == "File › Save data as"
    with qtbot.waitSignal(palette.destroyed):
        QTest.keyClick(palette.field, Key.Key_Return)
    assert menus[1] == ["Save &data as…"]


def test_the_arrow_keys_choose_another(palette, menus):
    QTest.keyClicks(palette.field, "save")
    QTest.keyClick(palette.field, Key.Key_Down)
    QTest.keyClick(palette.field, Key.Key_Down)
    QTest.keyClick(palette.field, Key.Key_Up)
    QTest.keyClick(palette.field, Key.Key_Return)
    assert menus[1] == ["&Save"]


def test_what_cannot_be_used_now_is_shown_last_and_does_nothing(window, menus):
    (file, view), done = menus
    file.actions()[1].setEnabled(False)
    file.actions()[1].setData("file.save")
    palette = Palette(list(offers([file, view])), window)
    QTest.keyClicks(palette.field, "save")
    assert titles(palette) == ["File › Save data as", "File › Save"]
    file.actions()[2].setEnabled(False)
    file.actions()[2].setData("file.save_data")
    palette.field.setText("save ")
    QTest.keyClick(palette.field, Key.Key_Return)
    assert done == []
    palette.close()


def test_nothing_found_is_said(palette, menus):
    QTest.keyClicks(palette.field, "xyzzy")
    assert titles(palette) == ["Nothing is called like that."]
    QTest.keyClick(palette.field, Key.Key_Return)
    assert menus[1] == []
    assert palette.list.topLevelItem(0).data(0, ACTION) is None


def test_escape_closes_it(palette, qtbot):
    with qtbot.waitSignal(palette.destroyed):
        QTest.keyClick(palette.field, Key.Key_Escape)


def test_every_task_is_complete_in_every_language_and_names_real_commands():
    known = {command.id for command in all_commands()}
    entries = json.loads(FILE.read_text(encoding="utf-8"))
    assert len(entries) >= 25
    for entry in entries:
        for part in ("question", "answer"):
            assert set(entry[part]) == set(LANGUAGES) and all(entry[part].values())
        assert set(entry["commands"]) <= known
        assert entry["question"]["en"].endswith("?") and entry["question"]["ko"].endswith("?")
    questions = [entry["question"]["en"] for entry in entries]
    assert len(set(questions)) == len(questions)


@pytest.fixture
def dialog(window):
    actions = Actions(window)
    dialog = TaskDialog(actions.__getitem__, window)
    dialog.show()
    dialog.actions_of_test = actions
    return dialog


def test_a_question_is_found_by_words_of_its_answer(dialog):
    assert dialog.list.count() == len(tasks())
    QTest.keyClicks(dialog.field, "notebook")
    assert [dialog.list.item(row).text() for row in range(dialog.list.count())] == [
        "How do I get the same training as PyTorch code?"
    ]
    assert dialog.question.text() == "How do I get the same training as PyTorch code?"
    assert "torch" in dialog.answer.text()


def test_its_buttons_do_the_commands_and_say_their_keys(dialog, qtbot):
    QTest.keyClicks(dialog.field, "spreadsheet delete")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    buttons = {button.text(): button for button in dialog.findChildren(QPushButton)}
    assert "Select all points   Ctrl+A" in buttons
    action = dialog.actions_of_test["edit.select_all"]
    with qtbot.waitSignal(action.triggered):
        buttons["Select all points   Ctrl+A"].click()
    assert not buttons["Delete selected points   Del"].isEnabled() or action.isEnabled()


def test_a_word_that_no_question_has_is_said(dialog):
    QTest.keyClicks(dialog.field, "xyzzy")
    assert dialog.list.count() == 0
    assert dialog.question.text() == "No question has these words."


def test_help_is_korean_where_the_window_is():
    words.set_language("ko")
    try:
        assert tasks()[0].question == "처음에 무엇을 하나요?"
    finally:
        words.set_language("en")
