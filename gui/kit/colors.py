"""How classes and values are coloured, as colours and as pixels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gui.kit.theme import CLASS_SYMBOLS, Theme, mixed

Pixels = NDArray[np.uint32]  # 0xAARRGGBB, premultiplied
READABLE = 4.5  # the least contrast of text
HATCHES_APART = 12  # nodes from one line of a hatching to the next


class Look(NamedTuple):
    """How the points of one group are drawn, and their region: ``place`` says its hatching."""

    color: str
    symbol: str = "o"
    place: int = 0


def class_look(theme: Theme, place: int) -> Look:
    """The colour and the symbol at a place of the palette."""
    color = theme.classes[place % len(theme.classes)]
    return Look(color, CLASS_SYMBOLS[place % len(CLASS_SYMBOLS)], place)


def hatched(place: int, width: int, height: int) -> NDArray[np.bool_]:
    """Which nodes of a grid (x, y) lie on the hatching of a place of the palette.

    The first class has none; the others have lines of their own direction, then crosses.
    """
    x, y = np.arange(width)[:, None], np.arange(height)[None, :]
    up, down = (x - y) % HATCHES_APART == 0, (x + y) % HATCHES_APART == 0
    level, upright = y % HATCHES_APART == 0, x % HATCHES_APART == 0
    none = np.zeros((width, height), dtype=np.bool_)
    patterns = (none, up, down, level, upright, up | down, level | upright, level & upright)
    chosen = patterns[place % len(patterns)]
    return np.broadcast_to(chosen, (width, height))


def lit(theme: Theme) -> str:
    """The ground of the lines of code that run now."""
    return mixed(theme.window, theme.accent, 0.22)


def contrast(one: str, other: str) -> float:
    """The ratio of two colours' luminances as WCAG 2 defines it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(color: str, theme: Theme, ground: str) -> str:
    """The colour, brought as near to the theme's text as it must be to be read on a ground."""
    shares = (share / 10 for share in range(11))
    return next(
        (
            mix
            for share in shares
            if contrast(mix := mixed(color, theme.text, share), ground) >= READABLE
        ),
        theme.text,
    )


def _luminance(color: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    shown = QColor(color)
    red, green, blue = linear(shown.redF()), linear(shown.greenF()), linear(shown.blueF())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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
