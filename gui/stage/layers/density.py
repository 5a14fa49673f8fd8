"""A picture of very many points, counted a piece at a time: nobody waits for all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

from gui.kit.colors import Look, Pixels, packed
from gui.stage.layers.cloud import Cloud
from gui.stage.plane.canvas import Area, Array

FINEST = 256  # pixels of the picture along each axis
PIECE = 100_000  # points that are counted at once, of the whole cloud evenly


class Density:
    """Each pixel is in the colour of most of its points, the denser the more opaque."""

    def __init__(
        self,
        cloud: Cloud,
        looks: Sequence[Look],
        area: Area,
        hidden: NDArray[np.bool_] | None,
        seen: NDArray[np.float32] | None = None,
    ) -> None:
        """``seen`` is for how much of a point each row counts; None is all in full."""
        self.area, self._seen = area, seen
        self._cloud, self._looks = cloud, looks
        self._hidden = hidden if hidden is not None and hidden.any() else None
        shown = len(cloud) - (0 if self._hidden is None else np.count_nonzero(self._hidden))
        self._grain = min(FINEST, round(0.6 * shown**0.5))  # a few points a pixel
        self._pieces = -(-len(cloud) // PIECE)
        self._next = 0
        kind = np.int64 if seen is None else np.float64
        self._counts = np.zeros(len(looks) * self._grain**2, dtype=kind)

    @property
    def whole(self) -> bool:
        """Whether every point is counted."""
        return self._next >= self._pieces

    def go_on(self) -> None:
        """Count a piece more."""
        piece = slice(self._next, None, self._pieces)
        self._next += 1
        x, y, group = self._cloud.x[piece], self._cloud.y[piece], self._cloud.group[piece]
        seen = None if self._seen is None else self._seen[piece]
        if self._hidden is not None:
            shown = ~self._hidden[piece]
            x, y, group = x[shown], y[shown], group[shown]
            seen = None if seen is None else seen[shown]
        i = _bins(x, self.area.left, self.area.right, self._grain)
        j = _bins(y, self.area.bottom, self.area.top, self._grain)
        np.add.at(
            self._counts, (group * self._grain + i) * self._grain + j, 1 if seen is None else seen
        )

    def pixels(self) -> Pixels:
        """The picture of the points that are counted."""
        counts = self._counts.reshape(-1, self._grain, self._grain)
        total = counts.sum(axis=0)
        share = np.log1p(total) / np.log1p(total.max())
        alpha = np.where(total > 0, 0.25 + 0.75 * share, 0.0)
        colors = np.array([_rgb(look.color) for look in self._looks])
        channels = (colors[counts.argmax(axis=0)] * alpha[..., None]).astype(np.uint32)
        return packed((alpha * 255).astype(np.uint32), *np.moveaxis(channels, 2, 0))


def _bins(values: Array, low: float, high: float, count: int) -> NDArray[np.int64]:
    scale = count / (high - low) if high > low else 0.0
    return np.minimum((values - low) * scale, count - 1).astype(np.int64)


def _rgb(name: str) -> tuple[int, int, int]:
    color = pg.mkColor(name)
    return color.red(), color.green(), color.blue()
