"""How numbers are drawn: a weight by width, dashes and colour, a value by its colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from engine.experiment import Experiment
from gui.kit.colors import Pixels, heat_colors, ramp
from gui.kit.theme import Theme, mixed

LEVELS = 256
THIN, THICK = 0.6, 5.0  # pixels of the smallest and the largest weight
MANY, FINE = 24, 3.0  # lines into a layer, from which on the largest is so thick: others are seen
FAINT = 0.3  # how much of its colour the smallest weight has
DASHES = [4.0, 2.5]  # of a negative weight, in its widths
SHORTEST = 1.4  # pixels: a thin line's dashes would be dots
STEPS = 32  # widths that are told apart


class Looks:
    """The pens and the colours of a theme, each made once."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.ground = QColor(theme.stage)
        low, _, high = heat_colors(theme)
        self.heat: Pixels = ramp([low, theme.window, high], LEVELS)
        self.signs = (QColor(high), QColor(low))  # of what is positive, of what is negative
        self.gradient = QColor(theme.classes[2])  # neither sign's colour
        self.text, self.muted = QColor(theme.text), QColor(theme.muted)
        self.accent, self.outline = QColor(theme.accent), QColor(theme.outline)
        self._pens, self._fine = (
            [
                _pen(theme, low if negative else high, negative, step / STEPS, thick)
                for step in range(STEPS + 1)
                for negative in (False, True)
            ]
            for thick in (THICK, FINE)
        )
        self.discs = [(QPen(color, 1.5), QColor(theme.stage)) for color in self.signs]

    def strokes(
        self, weights: NDArray[np.floating], scale: float
    ) -> list[tuple[QPen, NDArray[np.intp]]]:
        """The pens of some weights, each with the flat places of its own; the thickest last.

        ``scale`` is the size that is drawn thickest.
        """
        flat = weights.ravel()
        pens = self._pens if len(flat) <= MANY else self._fine
        share = np.nan_to_num(np.abs(flat) / max(scale, 1e-300), nan=1.0)
        looks = (np.clip(share, 0, 1) * STEPS + 0.5).astype(np.intp) * 2 + (flat < 0)
        order = np.argsort(looks, kind="stable")
        ends = np.flatnonzero(np.diff(looks[order])) + 1
        return [(pens[looks[places[0]]], places)
                for places in np.split(order, ends) if len(places)]  # fmt: skip

    def classes(self, experiment: Experiment) -> list[Pixels]:
        """For each output of several the colours of its probability."""
        from engine.edits.classes import class_places

        places = class_places(experiment.data, experiment.data.classes)
        colors = [self.theme.classes[place % len(self.theme.classes)] for place in places.values()]
        return [ramp([self.theme.window, color], LEVELS) for color in colors]


def _pen(theme: Theme, color: str, negative: bool, share: float, thick: float) -> QPen:
    width = THIN + (thick - THIN) * share
    faint = mixed(theme.stage, color, FAINT + (1 - FAINT) * min(1.0, 2.5 * share))
    pen = QPen(QColor(faint), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    if negative:
        pen.setDashPattern([dash * max(1.0, SHORTEST / width) for dash in DASHES])
    return pen
