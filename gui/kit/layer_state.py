"""The state of a layer in words, and how large its gradient is beside the largest."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gui.kit.numbers import number
from gui.kit.words import tr

if TYPE_CHECKING:
    from engine.frames import LayerHealth

DECADES = 6  # that a gradient's bar spans


def neurons(layer: LayerHealth) -> str:
    """How many do not learn; empty of a layer that bends nothing."""
    if layer.dead is None:
        return ""
    dead = tr("{count} of {neurons} dead", count=layer.dead, neurons=layer.neurons)
    if layer.saturated is None:
        return dead
    return f"{dead}, " + tr("{count} saturated", count=layer.saturated)


def gradient(layer: LayerHealth) -> str:
    """How large it is; empty before there is one."""
    if layer.gradient is None:
        return ""
    size = number(layer.gradient)
    return tr("root mean square of its weights' gradient {size}", size=size)


def share(size: float, largest: float) -> float:
    """How long a gradient's bar is, from 0 to 1: a decade less is a sixth less."""
    if not (size > 0 and math.isfinite(size) and math.isfinite(largest)):
        return 0.0
    return max(0.0, 1 + math.log10(size / largest) / DECADES)
