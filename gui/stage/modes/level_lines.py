"""Lines on which the model answers the same, at the levels that the lens has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gui.kit.theme import Theme
from gui.stage.layers.isolines import Isolines
from gui.stage.modes.mode import Mode
from gui.stage.modes.plane_rows import CONTOURS
from gui.stage.plane.canvas import Array
from gui.stage.plane.ticks import ticks

if TYPE_CHECKING:
    from engine.frames import Plane

LEVELS = (0.1, 0.3, 0.5, 0.7, 0.9)  # of probability that have lines
MOST_ROUND = 7  # lines of round values


class LevelLines:
    """Of two classes the second's probability, of more the winner's, of numbers ŷ."""

    def __init__(self, mode: Mode) -> None:
        self._mode = mode
        self._layer = Isolines(mode.canvas)
        self._layer.restyle(mode.theme)

    def show(self, plane: Plane) -> None:
        """Draw them through a plane, while their switch is on."""
        mode = self._mode
        if CONTOURS in mode.off:
            self._layer.hide()
            return
        self._layer.show(self._values(plane), self.levels(), *_nodes(plane))

    def ends(self, plane: Plane, most: int = MOST_ROUND) -> tuple[Array, Array]:
        """The ends of the same lines' pieces through another plane, in pairs; of some of them."""
        return Isolines.ends(self._values(plane), self.levels(most), *_nodes(plane))

    def _values(self, plane: Plane) -> NDArray[np.floating]:
        two = len(self._mode.experiment.data.classes) == 2
        if plane.winner is None or not two:
            return plane.value
        found: NDArray[np.floating] = np.where(plane.winner == 1, plane.value, 1 - plane.value)
        return found

    def levels(self, most: int = MOST_ROUND) -> tuple[float, ...]:
        """Those that were typed, else round ones; of more than ``most`` evenly some."""
        known = self._known()
        if len(known) <= most:
            return known
        return tuple(known[int((place + 0.5) * len(known) / most)] for place in range(most))

    def _known(self) -> tuple[float, ...]:
        mode = self._mode
        if mode.lens.levels:
            return mode.lens.levels
        if mode.value_range is None:
            return LEVELS if len(mode.experiment.data.classes) == 2 else LEVELS[2:]
        low, high = mode.value_range
        return tuple(value for value, _ in ticks(low, high, MOST_ROUND) if low < value < high)

    def hide(self) -> None:
        """Show nothing."""
        self._layer.hide()

    def remove(self) -> None:
        """Leave the canvas."""
        self._layer.remove()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._layer.restyle(theme)


def _nodes(plane: Plane) -> tuple[Array, Array]:
    """Where the grid's nodes are on the axes."""
    request = plane.request
    return np.linspace(*request.x_range, request.size), np.linspace(*request.y_range, request.size)
