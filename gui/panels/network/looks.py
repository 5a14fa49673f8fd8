"""How numbers are drawn: a weight by width, dashes and colour, a value by its colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from engine.experiment import Experiment
from engine.experiment.specs import Data
from gui.kit.colors import Pixels, heat_colors, ramp
from gui.kit.theme import Theme, mixed

LEVELS = 256
THIN, THICK = 0.6, 5.0  # pixels of the smallest and the largest weight
MANY, FINE = 24, 3.0  # lines into a layer, from which on the largest is so thick: others are seen
FAINT = 0.3  # how much of its colour the smallest weight has
DASHES = [4.0, 2.5]  # of a negative weight, in its widths
SHORTEST = 1.4  # pixels: a thin line's dashes would be dots
STEPS = 16  # widths that are told apart: a quarter of a pixel is the difference of two


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
        self.accent, self.window = QColor(theme.accent), QColor(theme.window)
        self.outline, self.zero = QPen(QColor(theme.outline), 1), QPen(QColor(theme.border), 1)
        self.curve = QPen(self.accent, 1.5)
        self.faint = QColor(theme.stage)  # over a neuron that is not heard
        self.faint.setAlphaF(0.75)
        self._pens, self._fine = (
            [
                _pen(theme, low if negative else high, negative, step / STEPS, thick)
                for step in range(STEPS + 1)
                for negative in (False, True)
            ]
            for thick in (THICK, FINE)
        )
        high_disc, low_disc = (QPen(color, 1.5) for color in self.signs)
        self.discs = ((high_disc, self.signs[0]), (low_disc, self.ground))
        self._classes: tuple[Data, list[Pixels]] | None = None

    def shares(self, weights: NDArray[np.floating], scale: float) -> NDArray[np.floating]:
        """How thick each weight is, in ``STEPS`` of ``scale``, with its sign, flat."""
        found = weights.ravel() * (STEPS / max(scale, 1e-300))
        found[np.isnan(found)] = STEPS
        return np.clip(found, -STEPS, STEPS, out=found)

    def strokes(
        self, weights: NDArray[np.floating], scale: float
    ) -> list[tuple[QPen, NDArray[np.intp]]]:
        """The pens of some weights, each with the flat places of its own; the thickest last."""
        shares = self.shares(weights, scale)
        looks = (np.abs(shares) + 0.5).astype(np.uint8) * 2 + (shares < 0)
        pens = self._pens if len(looks) <= MANY else self._fine
        return [(pens[look], np.flatnonzero(looks == look)) for look in np.unique(looks).tolist()]

    def classes(self, experiment: Experiment) -> list[Pixels]:
        """For each output of several the colours of its probability."""
        data = experiment.data
        if self._classes is None or self._classes[0] is not data:
            self._classes = data, self._ramps(data)
        return self._classes[1]

    def _ramps(self, data: Data) -> list[Pixels]:
        from engine.edits.classes import class_places

        places = class_places(data, data.classes)
        colors = [self.theme.classes[place % len(self.theme.classes)] for place in places.values()]
        return [ramp([self.theme.window, color], LEVELS) for color in colors]


def _pen(theme: Theme, color: str, negative: bool, share: float, thick: float) -> QPen:
    width = THIN + (thick - THIN) * share
    faint = mixed(theme.stage, color, FAINT + (1 - FAINT) * min(1.0, 2.5 * share))
    pen = QPen(QColor(faint), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    if negative:
        pen.setDashPattern([dash * max(1.0, SHORTEST / width) for dash in DASHES])
    return pen
