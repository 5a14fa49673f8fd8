"""How kept runs are told from each other in every view: by dash as well as by colour."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from gui.kit.calm import line
from gui.kit.theme import Theme

STYLES = (Qt.PenStyle.DashLine, Qt.PenStyle.DashDotLine, Qt.PenStyle.DashDotDotLine)
FIRST = 2  # of the classes' colours: the two before are those of the run at hand


def run_color(number: int, theme: Theme) -> str:
    """The colour of the run with this number."""
    colors = theme.classes[FIRST:]
    return colors[(number - 1) % len(colors)]


def run_style(number: int) -> Qt.PenStyle:
    """Its dash."""
    return STYLES[(number - 1) % len(STYLES)]


def run_pen(number: int, theme: Theme, width: float = 1) -> QPen:
    """What its curves are drawn with."""
    pen = line(run_color(number, theme), width=width)
    pen.setStyle(run_style(number))
    return pen
