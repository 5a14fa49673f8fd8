"""Which key is meant where the keyboard writes other letters: the one in the same place.

With a Korean, Russian or Greek layout, and with an input method, the key of B says ㅠ, И or Β. What
writes a Latin letter or a digit is taken at its word, wherever it lies.
"""

from __future__ import annotations

import sys
import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

Key = Qt.Key
ROWS = ("1234567890", "QWERTYUIOP[]", "ASDFGHJKL", "ZXCVBNM")
# The number of each row's first key, as the system counts; the others follow.
FIRST_ON_WINDOWS = (2, 16, 30, 44)
FIRST_ON_X11_AND_WAYLAND = (10, 24, 38, 52)
# A Mac has no such order, and tells it by what Qt calls the virtual key.
ON_MACS = (
    (18, 19, 20, 21, 23, 22, 26, 28, 25, 29),
    (12, 13, 14, 15, 17, 16, 32, 34, 31, 35, 33, 30),
    (0, 1, 2, 3, 5, 4, 38, 40, 37),
    (6, 7, 8, 9, 11, 45, 46),
)


def key_of(event: QKeyEvent) -> Qt.Key:
    """The key that is meant: by what it writes where that is Latin, else by its place."""
    key = event.key()
    if not is_foreign(key):
        return Key(key)
    mac = sys.platform == "darwin"
    number = event.nativeVirtualKey() if mac else event.nativeScanCode()
    return _places().get(number, _written(key))


def _written(key: int) -> Qt.Key:
    """The key of a full-width letter or digit, which an input method writes without any place."""
    plain = unicodedata.normalize("NFKC", chr(key)) if key <= sys.maxunicode else ""
    one = len(plain) == 1 and plain.isascii() and plain.isalnum()
    return Key(ord(plain.upper()) if one else key)


def is_foreign(key: int) -> bool:
    """Whether a key writes something that no command knows: no letter or digit, no sign of ours."""
    if key >= Key.Key_Escape or key in (Key.Key_Space, Key.Key_BracketLeft, Key.Key_BracketRight):
        return False
    if key in (Key.Key_Plus, Key.Key_Minus, Key.Key_Equal, Key.Key_Underscore):
        return False
    return not (key < 128 and chr(key).isalnum())


def _places() -> dict[int, Qt.Key]:
    """Each row's keys by their numbers on this system."""
    if sys.platform == "darwin":
        numbers: list[tuple[int, ...]] = list(ON_MACS)
    else:
        firsts = FIRST_ON_WINDOWS if sys.platform == "win32" else FIRST_ON_X11_AND_WAYLAND
        numbers = [
            tuple(range(first, first + len(row))) for first, row in zip(firsts, ROWS, strict=True)
        ]
    pairs = zip("".join(ROWS), (n for row in numbers for n in row), strict=True)
    return {number: Key(ord(letter)) for letter, number in pairs}
