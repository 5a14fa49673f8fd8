"""What stands in a form's box: plain words, in which figures are live and formulas typeset."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape

from engine.report.figures import filled, names_in
from engine.report.formulas import FORMULA, MARK, lines_of
from engine.report.latex import grouped, is_sound

Formula = Callable[[str, bool], str]  # the HTML of sound LaTeX, which stands alone or in a line


def lines(answer: str, values: Mapping[str, str], formula: Formula) -> list[str]:
    """The HTML of each line; what is no whole formula stays as it was written."""
    return ["".join(line) for line in _lines(answer, values, formula)]


def is_more_than_words(answer: str, values: Mapping[str, str]) -> bool:
    """Whether it is read otherwise than it was written."""
    found: list[str] = []

    def note(latex: str, _: bool) -> str:
        found.append(latex)
        return ""

    lines(answer, values, note)
    return bool(found) or any(name in values for name in names_in(answer))


def _lines(answer: str, values: Mapping[str, str], formula: Formula) -> Iterator[list[str]]:
    every = answer.split("\n")
    place = 0
    while place < len(every):
        count = lines_of(every[at] for at in range(place, len(every)))
        latex = "\n".join(every[place : place + count]).strip()[len(MARK) : -len(MARK)].strip()
        if count and is_sound(latex):
            yield [formula(grouped(latex), True)]
        elif count:
            yield from ([escape(line)] for line in every[place : place + count])
        else:
            yield list(_parts(every[place], values, formula))
        place += count or 1


def _parts(line: str, values: Mapping[str, str], formula: Formula) -> Iterator[str]:
    start = 0
    for found in FORMULA.finditer(line):
        yield escape(filled(line[start : found.start()], values))
        is_whole = is_sound(found[1])
        yield formula(grouped(found[1]), False) if is_whole else escape(found[0])
        start = found.end()
    yield escape(filled(line[start:], values))
