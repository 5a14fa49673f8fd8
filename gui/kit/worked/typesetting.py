"""LaTeX as pictures: typeset by ziamath, drawn by Qt in any size and colour."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count

from PySide6.QtCore import QByteArray, QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer

from gui.kit.worked import kept
from gui.kit.worked.links import numerals

OWN = re.compile(r'<path d="([^"]*)" fill="#fe([0-9a-f]{4})"')  # a letter of a marked number
MN = re.compile("<mn>")
FLAT = re.compile(  # brackets around nothing that is higher than they are
    r"\\left\(((?:[^\\(){}^_]|\\[;,:]|\{-\}|\([^()]*\))*)\\right\)"
)
VIEW = re.compile(r'viewBox="([^"]*)"')
FILL = re.compile(r'"#f[de][0-9a-f]{4}"')
UNCOLORED = "#fd0000"  # what a piece is typeset in, to be drawn in any colour
LIGHTER = 5  # an SVG takes so much less room than what Qt makes of it
ACROSS = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A typeset piece; ``ascent`` is what of its height is above the line.

    ``spots`` are where its marked numbers are, in their order, with the line at height 0.
    """

    renderer: QSvgRenderer
    width: float
    height: float
    ascent: float
    spots: tuple[QRectF, ...] = ()

    def paint(self, painter: QPainter, at: QPointF, scale: float = 1.0) -> None:
        """Draw it with its baseline's left end at a point."""
        top = at.y() - self.ascent * scale
        self.renderer.render(painter, QRectF(at.x(), top, self.width * scale, self.height * scale))


@dataclass(frozen=True, slots=True)
class Outlines:
    """A typeset piece as SVG, with its size and what of its height is above the line."""

    svg: str
    width: float
    height: float
    ascent: float


def outlines(latex: str, size: float, color: str) -> Outlines:
    """The same for other programs to draw."""
    source = _drawn(_mathml(latex), size, color)
    found = VIEW.search(source)
    assert found is not None
    _, y, width, height = map(float, found[1].split())
    return Outlines(source, width, height, -y)


def typeset(latex: str, size: float, color: str) -> Piece:
    """A piece of LaTeX, ``size`` pixels high letters, in a colour (#rrggbb).

    Typesetting takes a few milliseconds the first time, another colour less than one.
    """
    key = (*numerals(latex), size)
    piece = kept.take((*key, color))
    if not isinstance(piece, Piece):
        drawing = kept.take(key)
        if not isinstance(drawing, Drawing):
            drawing = _typeset(*key)
            kept.keep(key, drawing, len(drawing.svg) // LIGHTER)
        piece = drawing.colored(color)
        kept.keep((*key, color), piece, len(drawing.svg))
    return piece


@dataclass(frozen=True, slots=True)
class Drawing:
    """A typeset piece before it has a colour."""

    svg: str
    spots: tuple[QRectF, ...]

    def colored(self, color: str) -> Piece:
        """The piece in a colour."""
        renderer = QSvgRenderer(QByteArray(FILL.sub(f'"{color}"', self.svg).encode()))
        box = renderer.viewBoxF()
        return Piece(renderer, box.width(), box.height(), -box.y(), self.spots)


def _typeset(latex: str, marked: tuple[int, ...], size: float) -> Drawing:
    numeral, order = count(), {place: number for number, place in enumerate(marked)}

    def own(_: re.Match[str]) -> str:
        number = order.get(next(numeral))
        return "<mn>" if number is None else f'<mn mathcolor="#fe{number:04x}">'

    svg = _drawn(MN.sub(own, _mathml(latex)), size, UNCOLORED)
    found = VIEW.search(svg)
    assert found is not None
    return Drawing(svg, _spots(svg, float(found[1].split()[0]), len(marked)))


def _mathml(latex: str) -> str:
    # It takes 0.1 s to load, and only who looks inside a step, or at a formula, needs it.
    from ziamath.tex import tex2mml

    before = ""
    while (
        latex != before
    ):  # from the innermost outwards: brackets that grow take three times as long
        before, latex = latex, FLAT.sub(r"(\1)", latex)
    return tex2mml(latex)


def _drawn(mathml: str, size: float, color: str) -> str:
    """The SVG."""
    from ziamath.config import config
    from ziamath.zmath import Math

    config.svg2 = False  # Qt draws no symbols that are used by reference
    colored = mathml.replace("<math ", f'<math mathcolor="{color}" ', 1)
    return str(Math(colored, size=size).svg())


def _spots(source: str, left: float, numbers: int) -> tuple[QRectF, ...]:
    """The boxes around all letters of each of the colours that mark numbers."""
    boxes = [QRectF() for _ in range(numbers)]
    for found in OWN.finditer(source):
        place = int(found[2], 16)
        boxes[place] = boxes[place].united(_box(found[1], left))
    return tuple(boxes)


def _box(outline: str, left: float) -> QRectF:
    """The box of a letter's outline, whose numbers are places across and down by turns."""
    numbers = [float(text) for text in ACROSS.findall(outline)]
    across, down = numbers[0::2], numbers[1::2]
    top_left = QPointF(min(across) - left, min(down))
    return QRectF(top_left, QPointF(max(across) - left, max(down)))
