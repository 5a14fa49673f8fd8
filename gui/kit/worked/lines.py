"""What a section of formulas is made of, and how numbers and vectors are written in LaTeX."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from gui.kit.numbers import Number
from gui.kit.worked.links import Link, Linked, bare, links_of, marked

MOST_ENTRIES = 4  # of a vector; of a longer one the first three are written
MOST_TERMS = 3  # of a sum
MINUS = "{-}"
PLUS = "{} +"  # at the beginning of a piece


@dataclass(frozen=True, slots=True)
class Line:
    """One formula in LaTeX, in pieces between which it may be broken, and a word on it.

    In ``marked`` the numbers that can be followed are marked, in ``pieces`` they are not.
    """

    marked: tuple[str, ...]
    caption: str = ""

    @property
    def pieces(self) -> tuple[str, ...]:
        """LaTeX, piece by piece."""
        return tuple(map(bare, self.marked))

    @property
    def links(self) -> tuple[Link, ...]:
        """The numbers that can be followed, in their order."""
        return tuple(link for piece in self.marked for link in links_of(piece))

    @property
    def latex(self) -> str:
        """The whole formula."""
        return " ".join(self.pieces)


def line(caption: str, *pieces: str | None) -> Line:
    """A formula; pieces that are None are what has not been computed yet."""
    return Line(tuple(piece for piece in pieces if piece), bare(caption))


def plain_numbers(lines: Iterable[Line]) -> list[Line]:
    """The same formulas, in which no number can be followed."""
    return [Line(each.pieces, each.caption) for each in lines]


def figure(value: Number, digits: int = 4) -> str:
    r"""A number with ``digits`` significant digits: ``13.35``, ``{-}0.5``, ``1.2 \times 10^{-7}``.

    The minus sign is in braces, so that it stands close to its number.
    """
    text = _plain(float(value), digits)
    return marked(text, value) if isinstance(value, Linked) else text


def _plain(value: float, digits: int) -> str:
    sign = MINUS if value < 0 else ""
    if math.isnan(value):
        return r"\mathrm{NaN}"
    if math.isinf(value):
        return rf"{sign}\infty"
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{abs(value):.{digits - 1}e}".partition("e")
    power = int(exponent)
    if -4 <= power < 6:
        text = f"{abs(value):.{max(digits - 1 - power, 0)}f}"
        return sign + (text.rstrip("0").rstrip(".") if "." in text else text)
    return rf"{sign}{mantissa.rstrip('0').rstrip('.')} \times 10^{{{power}}}"


def factor(value: Number, digits: int = 4) -> str:
    """The same inside a product or a difference: in brackets where it begins with a minus."""
    text, plain = figure(value, digits), _plain(float(value), digits)
    return rf"\left({text}\right)" if plain.startswith(MINUS) or "times" in plain else text


def times(*values: Number) -> str:
    """A product."""
    return r" \cdot ".join(factor(value) for value in values)


def over(top: Number | str, bottom: Number | str) -> str:
    """A fraction, of numbers or of formulas."""
    written = [part if isinstance(part, str) else figure(part) for part in (top, bottom)]
    return rf"\frac{{{written[0]}}}{{{written[1]}}}"


def ratio(top: float, bottom: float) -> float:
    """A quotient that is not a number where the divisor is zero."""
    return top / bottom if bottom else math.nan


def vector(values: Sequence[float] | np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    """A row of numbers in brackets; a single one is written alone."""
    flat = np.ravel(values) if isinstance(values, np.ndarray) else list(values)
    if len(flat) == 1:
        return figure(flat[0])
    shown = [figure(value, 3) for value in flat[: _shown(len(flat))]]
    if len(shown) < len(flat):
        shown.append(r"\ldots")
    return r"\left(" + r",\; ".join(shown) + r"\right)"


def added(terms: Iterable[str], count: int) -> str:
    """Terms of a sum of ``count``; dots stand for those that are not among them."""
    return " ".join(summands(terms, count))


def summands(terms: Iterable[str], count: int, before: str = "") -> list[str]:
    """The same as pieces; what stands ``before`` multiplies the whole sum, then in brackets."""
    shown = list(terms)
    if len(shown) < count:
        shown.append(r"\cdots")
    pieces = [shown[0], *(f"{PLUS} {term}" for term in shown[1:])]
    if before and len(pieces) > 1:
        pieces[0], pieces[-1] = f"{before} ( {pieces[0]}", f"{pieces[-1]} )"
    elif before:
        pieces[0] = rf"{before} \cdot {pieces[0]}"
    return pieces


def equals(text: str | None) -> str | None:
    """A piece that goes on with an equals sign."""
    return None if text is None else f"= {text}"


def word(text: str) -> str:
    """A name in upright letters."""
    return r"\mathrm{" + text.replace(" ", r"\ ") + "}"


def _shown(count: int) -> int:
    return count if count <= MOST_ENTRIES else MOST_ENTRIES - 1
