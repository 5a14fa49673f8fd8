"""Keys by their place, where the keyboard writes other letters than Latin ones."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QGraphicsView, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.forms.fields import NumberField
from gui.kit.forms.formula_field import FormulaField
from gui.kit.keys import ON_MACS, ROWS, key_of
from gui.stage.stage import Stage

Key = Qt.Key
B, M, Q, ONE = (("linux", 56, 0), ("win32", 48, 0), ("darwin", 1, 11)), 58, 24, 10


def press(key: int, text: str, scan_code: int = 0, virtual: int = 0) -> QKeyEvent:
    """A key as the system reports it."""
    no_modifier = Qt.KeyboardModifier.NoModifier
    return QKeyEvent(QEvent.Type.KeyPress, key, no_modifier, scan_code, virtual, 0, text)


@pytest.mark.parametrize("letter", ["ㅠ", "И", "Β", "の", "ب"])
@pytest.mark.parametrize(("system", "scan_code", "virtual"), B)
def test_a_foreign_letter_is_the_key_of_its_place(
    monkeypatch: pytest.MonkeyPatch, letter: str, system: str, scan_code: int, virtual: int
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert key_of(press(ord(letter), letter, scan_code, virtual)) == Key.Key_B
    assert key_of(press(0, letter, scan_code, virtual)) == Key.Key_B  # unknown to Qt


def test_a_latin_letter_is_taken_at_its_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert key_of(press(Key.Key_A, "a", Q)) == Key.Key_A  # as on a French keyboard
    assert key_of(press(Key.Key_Comma, ",", M)) == Key.Key_M
    assert key_of(press(Key.Key_Ampersand, "&", ONE)) == Key.Key_1
    assert key_of(press(Key.Key_Minus, "-", 15)) == Key.Key_Minus
    assert key_of(press(Key.Key_Left, "", 113)) == Key.Key_Left


@pytest.mark.parametrize("letter", "５Ｂｂ")
def test_a_full_width_letter_without_a_place_is_taken_at_its_word(letter: str) -> None:
    assert key_of(press(ord(letter), letter)) == (Key.Key_5 if letter == "５" else Key.Key_B)


def commit(widget: QWidget, text: str) -> None:
    """What an input method sends: the text as it grows, and then as it is meant."""
    for end in range(1, len(text) + 1):
        QApplication.sendEvent(widget, QInputMethodEvent(text[:end], []))
    last = QInputMethodEvent()
    last.setCommitString(text)
    QApplication.sendEvent(widget, last)


def test_an_input_method_writes_into_fields_and_never_on_the_plane(qtbot: QtBot) -> None:
    stage, field, formula = Stage(), NumberField(), FormulaField()
    for widget in (stage, field, formula):
        qtbot.addWidget(widget)
    enabled = Qt.WidgetAttribute.WA_InputMethodEnabled
    planes = stage.findChildren(QGraphicsView)
    assert planes and not any(plane.testAttribute(enabled) for plane in planes)
    field.lineEdit().clear()
    commit(field, "０．５")
    qtbot.keyClick(field, Key.Key_Return)
    assert field.value() == 0.5
    formula.set_names(["키", "무게"])
    commit(formula, "2*\u110f\u1175")  # in parts, as a Mac may send it
    assert formula.offers.currentCompletion() == "키"


def test_the_places_are_told_apart() -> None:
    numbers = [number for row in ON_MACS for number in row]
    assert len(set(numbers)) == len(numbers) == len("".join(ROWS))
