"""Formulas in a report: ``$…$`` in a line, ``$$…$$`` as lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from engine.report.latex import grouped, is_sound

MARK = "$$"
MOST_LINES = 100  # of a formula
# No space inside, no digit after it: two prices in a sentence are no formula.
FORMULA = re.compile(r"(?<!\\)\$(?![\s$])((?:[^$\\\n]|\\[^\n])+?)(?<!\s)\$(?![\d$])")
IN_LINE, ALONE, AS_WRITTEN = "formula", "formula_block", "formula_as_written"


def in_line(state: StateInline, silent: bool) -> bool:
    """A rule of the parser: a formula among words."""
    found = FORMULA.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        sound = is_sound(found[1])
        token = state.push(IN_LINE if sound else AS_WRITTEN, "", 0)
        token.content = grouped(found[1]) if sound else found[0]
    state.pos = found.end()
    return True


def alone(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A rule of the parser: a formula that stands by itself."""
    if state.is_code_block(start):
        return False
    count = lines_of(_line(state, number) for number in range(start, end))
    if not count:
        return False
    if not silent:
        written = "\n".join(_line(state, start + number) for number in range(count))
        latex = written.strip()[len(MARK) : -len(MARK)].strip()
        sound = is_sound(latex)
        token = state.push(ALONE if sound else AS_WRITTEN, "", 0)
        token.block, token.map = True, [start, start + count]
        token.content = grouped(latex) if sound else written
        state.line = start + count
    return True


def lines_of(lines: Iterable[str]) -> int:
    """How many lines a formula by itself takes that begins with the first one; 0 where none does.

    An empty line ends it before it is whole, as in TeX; so does too long a way to its end, which
    would be gone again from each line of a text.
    """
    for number, line in enumerate(islice(lines, MOST_LINES)):
        text = line.strip()
        if not text or (number == 0 and not text.startswith(MARK)):
            return 0
        least = len(MARK) if number else 2 * len(MARK) + 1
        if text.endswith(MARK) and len(text) >= least:
            return number + 1
    return 0


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]
