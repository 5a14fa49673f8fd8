"""LaTeX as pictures: typeset by ziamath, drawn by Qt in any size and colour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer

MOST = 600  # pieces that are kept; a step of a network has about forty


@dataclass(frozen=True, slots=True)
class Piece:
    """A typeset piece; ``ascent`` is what of its height is above the line."""

    renderer: QSvgRenderer
    width: float
    height: float
    ascent: float

    def paint(self, painter: QPainter, at: QPointF, scale: float = 1.0) -> None:
        """Draw it with its baseline's left end at a point."""
        top = at.y() - self.ascent * scale
        self.renderer.render(painter, QRectF(at.x(), top, self.width * scale, self.height * scale))


@lru_cache(maxsize=MOST)
def typeset(latex: str, size: float, color: str) -> Piece:
    """A piece of LaTeX, ``size`` pixels high letters, in a colour (#rrggbb).

    Typesetting takes a few milliseconds the first time.
    """
    # It takes 0.1 s to load, and only who looks inside a step needs it.
    from ziamath.config import config
    from ziamath.zmath import Latex

    config.svg2 = False  # Qt draws no symbols that are used by reference
    source = Latex(latex, size=size, color=color).svg()
    renderer = QSvgRenderer(QByteArray(source.encode()))
    box = renderer.viewBoxF()
    return Piece(renderer, box.width(), box.height(), -box.y())
