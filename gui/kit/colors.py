"""How classes and values are coloured, as colours and as pixels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gui.kit.theme import CLASS_SYMBOLS, Theme, mixed

Pixels = NDArray[np.uint32]  # 0xAARRGGBB, premultiplied


class Look(NamedTuple):
    """How the points of one group are drawn."""

    color: str
    symbol: str = "o"


def class_look(theme: Theme, place: int) -> Look:
    """The colour and the symbol at a place of the palette."""
    color = theme.classes[place % len(theme.classes)]
    return Look(color, CLASS_SYMBOLS[place % len(CLASS_SYMBOLS)])


def heat_colors(theme: Theme) -> list[str]:
    """The colours of values from low to high."""
    return [theme.classes[0], mixed(theme.muted, theme.stage, 0.35), theme.classes[1]]


def ramp(colors: list[str], count: int) -> Pixels:
    """``count`` opaque pixels that go evenly through the colours."""
    stops = np.linspace(0.0, 1.0, len(colors))
    at = np.linspace(0.0, 1.0, count)
    red, green, blue = (
        np.rint(np.interp(at, stops, [channel(QColor(color)) for color in colors])).astype(
            np.uint32
        )
        for channel in (QColor.red, QColor.green, QColor.blue)
    )
    return packed(np.full(count, 255, dtype=np.uint32), red, green, blue)


def packed(alpha: Pixels, red: Pixels, green: Pixels, blue: Pixels) -> Pixels:
    """Pixels of their four channels, each from 0 to 255."""
    return np.asarray(alpha << 24 | red << 16 | green << 8 | blue, dtype=np.uint32)
