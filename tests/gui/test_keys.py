"""Keys by their place, where the keyboard writes other letters than Latin ones."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from gui.kit.keys import ON_MACS, ROWS, key_of

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


def test_the_places_are_told_apart() -> None:
    numbers = [number for row in ON_MACS for number in row]
    assert len(set(numbers)) == len(numbers) == len("".join(ROWS))
