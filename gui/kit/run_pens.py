"""How kept runs are told from each other in every view: by dash as well as by colour."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from gui.kit.calm import line
from gui.kit.theme import Theme

STYLES = (Qt.PenStyle.DashLine, Qt.PenStyle.DashDotLine, Qt.PenStyle.DashDotDotLine)
RUNS = slice(2, 6)  # of the classes' colours: the two before are those of the run at hand ...
AHEAD = (1, 6, 7, 8, 9)  # ... and these are of what would come of it, never of a kept run


def run_color(number: int, theme: Theme) -> str:
    """The colour of the run with this number."""
    colors = theme.classes[RUNS]
    return colors[(number - 1) % len(colors)]


def ahead_color(place: int, theme: Theme) -> str:
    """The colour of what would come of one value, in every view."""
    return theme.classes[AHEAD[place % len(AHEAD)]]


def run_style(number: int) -> Qt.PenStyle:
    """Its dash."""
    return STYLES[(number - 1) % len(STYLES)]


def run_pen(number: int, theme: Theme, width: float = 1) -> QPen:
    """What its curves are drawn with."""
    pen = line(run_color(number, theme), width=width)
    pen.setStyle(run_style(number))
    return pen
