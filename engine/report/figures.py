"""Figures in a text by their names: ``{loss}`` is the loss, ``{{`` is a brace."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile

from engine.report.formulas import FORMULA, lines_of

BRACE = re.compile(r"\{\{|\}\}|\{([^{}\n]{1,60})\}")
# Lines of code, and code and formulas in a line: there braces are braces; not in an answer.
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*(answer\b)?")
SPAN = re.compile(rf"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)|{FORMULA.pattern}")  # code, or a formula


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with every known name's value in its place; what is not known stays as it is."""
    return BRACE.sub(lambda found: _value(found, values, brace=True), text)


def frozen(text: str, values: Mapping[str, str], *, brace: bool = False) -> str:
    """The Markdown with values for good; with ``brace`` it is no report's any more."""
    return outside_code(text, lambda part: _replaced(part, values, brace))


def names(text: str) -> tuple[str, ...]:
    """What stands in braces in a Markdown text, each once, known or not."""
    found: dict[str, None] = {}

    def note(part: str) -> str:
        found.update(dict.fromkeys(names_in(part)))
        return part

    outside_code(text, note)
    return tuple(found)


def names_in(words: str) -> tuple[str, ...]:
    """The same of words that are no Markdown."""
    return tuple(match[1].strip() for match in BRACE.finditer(words) if match[1])


def _replaced(text: str, values: Mapping[str, str], brace: bool) -> str:
    return BRACE.sub(lambda found: _value(found, values, brace), text)


def _value(found: re.Match[str], values: Mapping[str, str], brace: bool) -> str:
    if found[1] is not None:
        return values.get(found[1].strip(), found[0])
    return found[0][0] if brace else found[0]


def outside_code(text: str, change: Callable[[str], str], *, answers: bool = True) -> str:
    """The Markdown with each part changed that is no code and no formula.

    An answer in a form's box is code for other programs, and changed only with ``answers``.
    """
    lines, fence, is_answer = [], "", False
    every = text.splitlines(keepends=True)
    formula = 0  # lines of it that are left
    for place, line in enumerate(every):
        mark = FENCE.match(line)
        if not formula and (not fence or is_answer):
            formula = lines_of(_to_its_end(every, place, fence))
        if formula:
            formula -= 1
        elif fence and _closes(line, fence):
            fence, is_answer = "", False
        elif fence:
            line = _outside(FORMULA, line, change) if is_answer and answers else line
        elif mark is not None:
            fence, is_answer = mark[1], mark[2] is not None
        else:
            line = _outside(SPAN, line, change)
        lines.append(line)
    return "".join(lines)


def _to_its_end(every: list[str], place: int, fence: str) -> Iterator[str]:
    """The lines from one on, those of a block as far as it goes."""
    lines = (every[at] for at in range(place, len(every)))
    return takewhile(lambda line: not _closes(line, fence), lines) if fence else lines


def _closes(line: str, fence: str) -> bool:
    """Whether a line ends the block that began with this fence."""
    mark = line.strip()
    return len(mark) >= len(fence) and set(mark) == {fence[0]}


def _outside(spans: re.Pattern[str], line: str, change: Callable[[str], str]) -> str:
    parts, start = [], 0
    for span in spans.finditer(line):
        parts += [change(line[start : span.start()]), span[0]]
        start = span.end()
    return "".join((*parts, change(line[start:])))
