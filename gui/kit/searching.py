"""Finding by words: what was typed, in whatever order, against a title and what is said of it."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"\w+")


def rank(typed: str, title: str, more: str = "") -> int | None:
    """How well a title answers to what was typed, 0 is best; None where a word is missing.

    A word counts wherever it stands, at the beginning of the title most; capitals and accents do
    not matter. ``more`` is searched, too, but counts least.
    """
    wanted = WORD.findall(_plain(typed))
    heading, rest = _plain(title), _plain(more)
    places = [_place(word, heading, rest) for word in wanted]
    return None if None in places else sum(place for place in places if place is not None)


def _place(word: str, heading: str, rest: str) -> int | None:
    if heading.startswith(word):
        return 0
    if f" {word}" in heading:
        return 1
    return 3 if word in heading else 6 if word in rest else None


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare)
