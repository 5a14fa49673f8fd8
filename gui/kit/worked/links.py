"""Numbers in formulas that know what they are, so that they can be followed and changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.frames.things import Thing, read, written

# Letters of nobody's: what stands between the first two is the thing and its number, after the
# second comes the number as it is written.
OPEN, WRITTEN, CLOSE = "\ue000", "\ue001", "\ue002"
VALUE = "\ue003"  # between the thing and its number
NUMERAL = re.compile(r"\d+(?:\.\d+)?")
MARKED = re.compile(f"{OPEN}([^{OPEN}{VALUE}]*){VALUE}([^{WRITTEN}]*){WRITTEN}([^{CLOSE}]*){CLOSE}")


class Linked(float):
    """A number and what it is; what is computed with it is a number like any other."""

    thing: Thing

    def __new__(cls, value: float, thing: Thing) -> Linked:
        """The same number, with a thing."""
        made = super().__new__(cls, value)
        made.thing = thing
        return made


def linked(value: float | None, thing: Thing) -> Linked | None:
    """The same of a number that may be missing."""
    return None if value is None else Linked(value, thing)


@dataclass(frozen=True, slots=True)
class Link:
    """A number in a formula: what it is, all its digits, and as which LaTeX it is written."""

    thing: Thing
    value: float
    latex: str


def marked(latex: str, value: Linked) -> str:
    """A number's LaTeX with the marks that ``links_of`` finds."""
    return f"{OPEN}{written(value.thing)}{VALUE}{float(value)!r}{WRITTEN}{latex}{CLOSE}"


def bare(text: str) -> str:
    """LaTeX without marks."""
    return MARKED.sub(lambda found: found[3], text) if OPEN in text else text


def links_of(text: str) -> list[Link]:
    """The marked numbers of a piece, in their order."""
    return [Link(read(found[1]), float(found[2]), found[3]) for found in MARKED.finditer(text)]


def numerals(text: str) -> tuple[str, tuple[int, ...]]:
    """LaTeX without marks, and which of the numerals in it each marked number begins with.

    A number without one, as infinity, has −1.
    """
    places, latex, last = [], "", 0
    for found in MARKED.finditer(text):
        latex += text[last : found.start()]
        has = NUMERAL.search(found[3]) is not None
        places.append(len(NUMERAL.findall(latex)) if has else -1)
        latex += found[3]
        last = found.end()
    return latex + text[last:], tuple(places)
