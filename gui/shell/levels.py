"""How much the bar over the window says, by the room there is."""

from __future__ import annotations

from typing import NamedTuple


class Level(NamedTuple):
    """How much the bar says; the first is the fullest."""

    words: bool  # on every button
    title: bool
    speed: bool  # as a figure beside its slider
    caption: int  # pixels at most, under a figure
    bare: bool = False  # without the slider, and without a word on any button


LEVELS = (
    Level(True, True, True, 170),
    Level(True, True, False, 170),
    Level(True, False, False, 120),
    Level(False, True, True, 120),
    Level(False, False, False, 90),
    Level(False, False, False, 60, bare=True),
)
