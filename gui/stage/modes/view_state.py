"""What of the plane is kept with an arrangement: the layers that are shown, and the lens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gui.stage.modes.board import Board
from gui.stage.modes.mode import WRONG
from gui.stage.modes.plane_rows import CONTOURS, NEAR, SHADES

KEPT = (WRONG, CONTOURS, SHADES, NEAR)  # layers that can be switched off


def view_state(board: Board) -> dict[str, Any]:
    """What is drawn over the plane, and how the plane is looked at."""
    shown = {layer: layer not in board.off for layer in KEPT}
    return {"shown": shown, "lens": board.lens.state()}


def take_view_state(board: Board, state: Mapping[str, Any]) -> None:
    """That again, as far as it applies."""
    shown, lens = state.get("shown"), state.get("lens")
    if isinstance(shown, Mapping):
        known = [layer for layer in KEPT if isinstance(shown.get(layer), bool)]
        board.off |= {layer for layer in known if not shown[layer]}
        board.off -= {layer for layer in known if shown[layer]}
    if isinstance(lens, Mapping):
        board.lens.take(lens)
