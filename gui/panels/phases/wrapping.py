"""How a narrow card breaks its lines: at spaces, then at operators, never within a number."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

BOUND = "\u00a0"  # a space at which a line is broken only where nothing else helps
ENTRY = "\u2002"  # parts numbers of which as many are written as there is room for in a line
MORE = "…"
PIECES = re.compile(rf"[^{BOUND}·-]*[{BOUND}·-]|[^{BOUND}·-]+")
VECTOR = re.compile(r"\((.+,.+)\)$")


def wrapped(lines: tuple[str, ...], metrics: QFontMetrics, room: int, most: int) -> list[str]:
    """The lines broken to fit into ``room`` pixels; a sign says that there are more than ``most``.

    A number that has no room at all becomes a sign of omission: half of it would be another one.
    """
    result: list[str] = []
    for line in lines:
        result += _broken(line, metrics, room)
    if len(result) > most:
        result[most - 1 :] = [_with_more(result[most - 1], metrics, room)]
    return result


def _broken(line: str, metrics: QFontMetrics, room: int) -> list[str]:
    if ENTRY in line:
        return [_as_many(line.split(ENTRY), metrics, room)]
    result, current = [], ""
    for word in line.split(" "):
        longer = f"{current} {word}" if current else word
        if metrics.horizontalAdvance(longer) <= room:
            current = longer
            continue
        if current:
            result.append(current)
        *full, current = _pieces(word, metrics, room)
        result += full
    return [*result, current]


def _pieces(word: str, metrics: QFontMetrics, room: int) -> list[str]:
    """A word alone in its line, broken where it must be."""
    if metrics.horizontalAdvance(word) <= room:
        return [word]
    vector = VECTOR.search(word)
    if vector is not None:
        head = word[: vector.start()].strip(BOUND)
        return [*([head] if head else []), _shortened(vector[1].split(","), metrics, room)]
    result = [""]
    for piece in PIECES.findall(word):
        if metrics.horizontalAdvance((result[-1] + piece).strip(BOUND)) > room and result[-1]:
            result.append("")
        result[-1] += piece
    return [_cut(part.strip(BOUND), metrics, room) for part in result]


def _shortened(entries: list[str], metrics: QFontMetrics, room: int) -> str:
    """As many whole entries of a vector as fit."""
    for count in range(min(len(entries) - 1, _most(metrics, room)), 0, -1):
        text = f"({','.join(entries[:count])}, {MORE})"
        if metrics.horizontalAdvance(text) <= room:
            return text
    return f"({MORE})"


def _as_many(entries: list[str], metrics: QFontMetrics, room: int) -> str:
    """As many whole entries of a row of numbers as fit, the first with what stands before it."""
    for count in range(min(len(entries), _most(metrics, room)), 0, -1):
        text = " ".join(entries[:count]) + (f" {MORE}" if count < len(entries) else "")
        if metrics.horizontalAdvance(text) <= room:
            return text
    return MORE


def _most(metrics: QFontMetrics, room: int) -> int:
    """More entries than this have no room, each being a digit and a space at least.

    Measuring thousands of them to find that out would take a minute.
    """
    return max(1, room // max(1, metrics.horizontalAdvance("1 ")))


def _cut(text: str, metrics: QFontMetrics, room: int) -> str:
    if metrics.horizontalAdvance(text) <= room:
        return text
    if any(letter.isdigit() for letter in text):
        return MORE
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


def _with_more(line: str, metrics: QFontMetrics, room: int) -> str:
    words = line.split(" ")
    while words and metrics.horizontalAdvance(" ".join([*words, MORE])) > room:
        words.pop()
    return " ".join([*words, MORE])
