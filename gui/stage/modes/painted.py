"""Where on the plane the things are that a model of one or two features paints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from engine.frames.things import Answer, Best, Datum, Residual, Setting
from gui.kit.things import Painted
from gui.stage.layers.points import Points
from gui.stage.plane.canvas import Array, Canvas

MOST_ROWS = 2_000  # points that are named one by one; of more the one that is pointed at
NEAR = 6.0  # pixels beside a line that still belong to it


def points(canvas: Canvas, drawn: Points) -> list[Painted]:
    """The rows in sight, as large as their symbols."""
    if drawn.crowded or not len(drawn.cloud):
        return []
    across, down = canvas.to_pixels(*drawn.places())
    half, hidden = drawn.size / 2 + 2, drawn.hidden
    rows = np.flatnonzero(_inside(canvas, across, down))[:MOST_ROWS].tolist()
    return [
        Painted(Datum(row), _around(across[row], down[row], half))
        for row in rows
        if row < len(drawn.cloud) and not hidden[row]
    ]


def residuals(
    canvas: Canvas, x: Array, y: Array, answers: Array, rows: Sequence[int], squares: bool
) -> Iterator[Painted]:
    """The sticks from points to answers, with their squares where these are shown."""
    across, down = canvas.to_pixels(x, y)
    _, up = canvas.to_pixels(x, answers)
    for row in rows:
        if np.isfinite(up[row]) and np.isfinite(down[row]):
            top, high = min(down[row], up[row]), abs(down[row] - up[row])
            wide = high if squares else NEAR
            left = across[row] if squares else across[row] - NEAR / 2
            box = QRectF(left, top, max(wide, NEAR), max(high, NEAR))
            yield Painted(Residual(int(row)), box.intersected(canvas.pixels))


def sticks(
    canvas: Canvas, drawn: Points, answers: Array, shows: tuple[bool, bool]
) -> list[Painted]:
    """What of the training rows' residuals is shown: their sticks, their squares, or nothing."""
    x, y = drawn.places()
    if len(answers) != len(x) or not any(shows):
        return []
    test = drawn.is_test
    rows = [row for row in range(len(x)) if row >= len(test) or not test[row]]
    return list(residuals(canvas, x, y, answers, rows, shows[1]))


def is_on_curve(canvas: Canvas, x: Array, y: Array, at: QPointF) -> bool:
    """Whether a pixel is near a curve."""
    if len(x) < 2:
        return False
    across, down = canvas.to_pixels(x, y)
    near = np.abs(across - at.x()) <= max(3 * NEAR, float(np.diff(across[:2]).max()))
    if not near.any():
        return False
    height = float(np.interp(at.x(), across, down))
    rise = float(np.interp(at.x() + 1, across, down)) - height
    apart = abs(height - at.y()) / np.hypot(1.0, rise)  # from a line that is steep
    return canvas.pixels.contains(at) and bool(apart <= NEAR)


def middle_of(canvas: Canvas, x: Array, y: Array) -> QPointF | None:
    """A pixel of a curve in sight, near the middle of the plane; None where none is."""
    if len(x) < 2:
        return None
    pixels = canvas.pixels
    across = np.linspace(pixels.left(), pixels.right(), 65)[1:-1]
    curve_x, curve_y = canvas.to_pixels(x, y)
    down = np.interp(across, curve_x, curve_y, left=np.nan, right=np.nan)
    seen = np.isfinite(down) & (down > pixels.top()) & (down < pixels.bottom())
    if not seen.any():
        return None
    order = np.argsort(np.abs(across - pixels.center().x()), kind="stable")
    best = next(place for place in order if seen[place])
    return QPointF(across[best], down[best])


def answer(canvas: Canvas, at: QPointF, step: int | None = None) -> Painted:
    """The answer of a model of one feature, at a pixel of its curve."""
    return Painted(Answer((float(canvas.to_data(at)[0]),), step), around(at))


def place(features: tuple[float, ...], at: QPointF) -> Painted:
    """The answer at a place of the plane, which is at a pixel."""
    return Painted(Answer(features), around(at))


def best(at: QPointF) -> Painted:
    """The line of least squares."""
    return Painted(Best(), around(at))


def threshold(at: QPointF) -> Painted:
    """The line of the probability from which the answer is the second class."""
    return Painted(Setting("model.threshold"), around(at))


def point(canvas: Canvas, drawn: Points, row: int) -> Painted:
    """One row, as large as its symbol."""
    x, y = drawn.places()
    across, down = canvas.to_pixels(x[row : row + 1], y[row : row + 1])
    return Painted(Datum(row), _around(across[0], down[0], drawn.size / 2 + 2))


def around(at: QPointF) -> QRectF:
    """The box of a place on a line."""
    return _around(at.x(), at.y(), NEAR)


def _around(x: float, y: float, half: float) -> QRectF:
    return QRectF(x - half, y - half, 2 * half, 2 * half)


def _inside(canvas: Canvas, across: Array, down: Array) -> np.ndarray:
    pixels = canvas.pixels
    inside: np.ndarray = (across >= pixels.left()) & (across <= pixels.right())
    return inside & (down >= pixels.top()) & (down <= pixels.bottom())
