"""What a plot's axes are called, written beside them."""

from __future__ import annotations

from gui.kit.calm import BOTTOM_HEIGHT, LEFT_WIDTH, CalmPlot
from gui.kit.theme import Theme

ROOM = 18  # pixels that a name takes


def entitle(plot: CalmPlot, across: str, up: str) -> None:
    """Name the axes of a plot; there is room for the names from the beginning."""
    bottom, left = plot.getAxis("bottom"), plot.getAxis("left")
    bottom.setHeight(BOTTOM_HEIGHT + ROOM)
    left.setWidth(LEFT_WIDTH + ROOM)
    bottom.setLabel(across)
    left.setLabel(up)


def color_titles(plot: CalmPlot, theme: Theme) -> None:
    """Give the names a theme's colour."""
    for side in ("bottom", "left"):
        axis = plot.getAxis(side)
        axis.setLabel(axis.labelText, color=theme.muted)
