"""Formulas of a report as pictures that stand on the line of its words."""

from __future__ import annotations

import math
from base64 import b64encode
from html import escape

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QImage, QPainter

from gui.kit.worked.typesetting import Piece, outlines, typeset

PLACE = "formula:"
LARGER = 1.1  # than the words' letters: its own look smaller at the same size
ALONE = 1.2
SHEET = 16.0  # pixels of the letters in an HTML file, which are then told in their unit
BLACK = "#1b1b1f"


class Formulas:
    """Those of one page, beside words in a font and a colour.

    ``fine`` is how many dots a pixel has, ``pixel`` how many of the screen's it is.
    """

    def __init__(self, font: QFont, color: str, *, fine: float = 1.0, pixel: float = 1.0) -> None:
        self._size, self._color, self._fine = QFontInfo(font).pixelSize(), color, fine
        # Qt puts the middle of a picture half of this above the words' line if the picture is the
        # highest of its line, and in the middle of the words if they are. So it always is.
        self._lift = QFontMetrics(QFont()).xHeight() / 2 / pixel
        self._words = QFontMetrics(font)
        self._known: list[tuple[str, bool]] = []

    def html(self, latex: str, is_alone: bool, widest: float) -> str:
        """The formula as a part of the page, so wide at most."""
        key = (latex, is_alone)
        if key not in self._known:
            self._known.append(key)
        piece = self._piece(*key)
        height, _ = self._box(piece, is_alone)
        scale = min(1.0, widest / piece.width)
        return (
            f'<img src="{PLACE}{self._known.index(key)}" width="{math.ceil(scale * piece.width)}" '
            f'height="{round(scale * height)}" style="vertical-align: middle">'
        )

    def image(self, place: str) -> QImage | None:
        """The picture of what the page calls so."""
        key = self._at(place)
        if key is None:
            return None
        piece = self._piece(*key)
        height, line = self._box(piece, key[1])
        size = math.ceil(piece.width * self._fine), round(height * self._fine)
        image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        piece.paint(painter, QPointF(0, line * self._fine), self._fine)
        painter.end()
        return image

    def written(self, place: str) -> str:
        """How the formula that the page calls so is written; empty where there is none."""
        latex, is_alone = self._at(place) or ("", False)
        mark = "$$" if is_alone else "$"
        return f"{mark}{latex}{mark}" if latex else ""

    def _at(self, place: str) -> tuple[str, bool] | None:
        number = place.removeprefix(PLACE)
        if number == place or not number.isdecimal() or int(number) >= len(self._known):
            return None
        return self._known[int(number)]

    def _piece(self, latex: str, is_alone: bool) -> Piece:
        return typeset(latex, self._size * (ALONE if is_alone else LARGER), self._color)

    def _box(self, piece: Piece, is_alone: bool) -> tuple[int, float]:
        """How high the picture is and where in it the line is, for the line to be the words'."""
        above, below = piece.ascent, piece.height - piece.ascent
        if not is_alone:
            above, below = max(above, self._words.ascent()), max(below, self._words.descent())
        height = math.ceil(2 * max(above - self._lift / 2, below + self._lift / 2))
        return height, (height + self._lift) / 2


def embedded(latex: str, is_alone: bool) -> str:
    """A formula as a part of an HTML file, sharp at any size; its LaTeX is told where it is not."""
    drawn = outlines(latex, SHEET * (ALONE if is_alone else LARGER), BLACK)
    below = drawn.height - drawn.ascent
    data = b64encode(drawn.svg.encode()).decode()
    return (
        f'<img class="formula" alt="{escape(latex)}" src="data:image/svg+xml;base64,{data}" '
        f'style="height:{drawn.height / SHEET:.3f}em;vertical-align:{-below / SHEET:.3f}em">'
    )
