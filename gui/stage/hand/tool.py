"""The tools that a hand can take: each is one entry here, and those with a reach a class there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt

from gui.kit.words import tr


class Tool(Enum):
    """What a click on the plane does."""

    PUT = "put"
    SELECT = "select"
    BRUSH = "brush"
    DELETE = "delete"
    MOVE = "move"
    JITTER = "jitter"
    MAGNET = "magnet"


@dataclass(frozen=True, slots=True)
class Kind:
    """What there is to say of a tool.

    One that reaches to all points within a circle has a ``gesture``, which is what the undo menu
    calls it; what it does is the class of its name in ``sweeps``.
    """

    icon: str
    key: Qt.Key
    name: str
    help: str
    gesture: str = ""


def kinds() -> dict[Tool, Kind]:
    """Every tool, from top to bottom, in the interface's language."""
    key = Qt.Key
    return {
        Tool.PUT: Kind(
            "plus", key.Key_P, tr("Put"), tr("Click to put a point, drag a point to move it (P)."),
        ),
        Tool.SELECT: Kind(
            "square-dashed", key.Key_S, tr("Select"),
            tr("Drag around points to select them; press S again for a lasso (S)."),
        ),
        Tool.BRUSH: Kind(
            "spray-can", key.Key_B, tr("Brush"),
            tr("Hold to spray points; the right button sprays the next class (B, size [ and ])."),
            tr("Spray points"),
        ),
        Tool.DELETE: Kind(
            "eraser", key.Key_E, tr("Eraser"),
            tr("Hold to erase points within the circle (E, [ and ])."), tr("Erase points"),
        ),
        Tool.MOVE: Kind(
            "move", key.Key_M, tr("Move"),
            tr("Drag a point to move it, drag the plane to shift it (M)."),
        ),
        Tool.JITTER: Kind(
            "vibrate", key.Key_J, tr("Jitter"),
            tr("Hold to shake the points within the circle (J, [ and ])."), tr("Shake points"),
        ),
        Tool.MAGNET: Kind(
            "magnet", key.Key_G, tr("Magnet"),
            tr("Hold to attract points; the right button pushes them away (G, [ and ])."),
            tr("Attract points"),
        ),
    }  # fmt: skip
