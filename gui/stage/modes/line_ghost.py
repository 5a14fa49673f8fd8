"""A curve as it would be."""

from __future__ import annotations

from engine.frames import Curve, WhatIf
from gui.stage.layers.ghost import Ghost
from gui.stage.plane.canvas import Array


def draw(found: WhatIf, ghost: Ghost, x: Array) -> None:
    """The curve, and the answer of one of the rows at ``x`` where that is another."""
    for view in found.views.values():
        if isinstance(view, Curve):
            ghost.show_curves(view.x, [view.y])
    if found.row is not None and found.answer is not None and found.row < len(x):
        ghost.show_point(float(x[found.row]), float(found.answer[0]))
    else:
        ghost.show_point(None, None)
