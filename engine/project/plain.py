"""Documents that only the window knows: such as can go through a pipe, and be written again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.errors import EngineError
from engine.experiment.readers import mapping

DEEPEST = 100  # lists and objects inside each other; the program's own are a tenth of it


def document(found: Any, name: str) -> Mapping[str, Any]:
    """The same; EngineError where it goes too deep, or has halves of characters."""
    level: list[Any] = [mapping(found, name)]
    for _ in range(DEEPEST):
        words = [value for value in level if isinstance(value, str)]
        if not all(map(_is_whole, words)):
            raise EngineError("holds a character that is none", name)
        level = [inside for value in level for inside in _inside(value)]
        if not level:
            return mapping(found, name)
    raise EngineError("is no project of Gradus", name)


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return (*value, *value.values())
    return value if isinstance(value, list) else ()


def _is_whole(word: str) -> bool:
    return word.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in word)
