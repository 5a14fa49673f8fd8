"""A straight line over the plane, and how a line or a curve is told in words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gui.kit.numbers import short
from gui.kit.words import tr
from gui.stage.plane.canvas import Array


class StraightLine(NamedTuple):
    """ŷ = slope · x + offset, in the columns' own units."""

    slope: float
    offset: float

    def at(self, x: float) -> float:
        """The line's height at a place."""
        return self.slope * x + self.offset


def told(x: Array, y: Array, names: tuple[str, str], is_straight: bool) -> str:
    """The line in the columns' own units, or how the curve lies over the points."""
    known = np.isfinite(y)
    if known.sum() < 2:
        return ""
    (x_name, y_name), x, y = names, x[known], y[known]
    if not is_straight:
        low, high = short(float(y.min())), short(float(y.max()))
        return tr(
            "a curve for {y} over {x}, from {low} to {high}",
            x=x_name, y=y_name, low=low, high=high,
        )  # fmt: skip
    slope = (y[-1] - y[0]) / (x[-1] - x[0])
    offset = float(y[0] - slope * x[0])
    sign = "+" if offset >= 0 else "−"
    return tr(
        "the line {y} = {slope} {x} {sign} {offset}", x=x_name, y=y_name,
        slope=short(float(slope)), sign=sign, offset=short(abs(offset)),
    )  # fmt: skip
