"""How a name of a column or a class is written, wherever it comes from."""

from __future__ import annotations

import unicodedata


def clean(name: str) -> str:
    """A name in one line, its letters composed: Hangul of three parts is one syllable.

    Marks that no one sees (of byte order, of width nought, of direction) are left out.
    """
    seen = "".join(letter for letter in name if unicodedata.category(letter) != "Cf")
    return composed(" ".join(seen.split()))


def composed(name: str) -> str:
    """The same name with its letters composed: two that look alike are one."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)
