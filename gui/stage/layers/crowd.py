"""Very many points: a picture of their density, and symbols again where few of them are in view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer

from gui.kit.colors import Look, Pixels, packed
from gui.stage.layers.cloud import Cloud
from gui.stage.layers.picture import Picture
from gui.stage.plane.canvas import Area, Array, Canvas

FINEST = 256  # pixels of the picture along each axis
FEW = 4_000  # points in view that are drawn one by one
SOON = 80  # milliseconds after the last move of the view
SAMPLE = 200_000  # rows that a picture of a part is made of: it looks as if made of all
ZOOMED = 0.5  # of the points in view: below it the picture is made of these alone
DENSITY_Z = -40

Rows = NDArray[np.int64]


class Crowd(QObject):
    """While the view moves the last picture is stretched; soon after, one of the view is made."""

    def __init__(self, canvas: Canvas, show_few: Callable[[Rows], None]) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._show_few = show_few
        self._picture = Picture(canvas, DENSITY_Z)
        self._cloud: Cloud | None = None
        self._looks: Sequence[Look] = ()
        self._hidden: NDArray[np.bool_] = np.empty(0, np.bool_)
        self._timer = QTimer(self, singleShot=True, interval=SOON)
        self._timer.timeout.connect(self._look)
        canvas.range_changed.connect(self._on_range)

    def show(self, cloud: Cloud, looks: Sequence[Look], hidden: NDArray[np.bool_]) -> None:
        """Draw others: all of them at first, later what is in view, which an edit keeps."""
        first = self._cloud is None
        self._cloud, self._looks, self._hidden = cloud, looks, hidden
        if not first:
            self._look()
            return
        self._show_few(np.empty(0, dtype=np.int64))
        self._show_all(cloud)
        self._timer.start()

    def hide(self) -> None:
        """There are few points, which somebody else draws."""
        self._timer.stop()
        self._cloud = None
        self._picture.hide()

    def _on_range(self) -> None:
        if self._cloud is not None:
            self._timer.start()

    def _look(self) -> None:
        """Draw what is in view now as it deserves."""
        cloud = self._cloud
        if cloud is None:
            return
        step = len(cloud) // SAMPLE + 1
        sample = _inside(cloud, self._hidden, self._canvas.area, step)
        if len(sample) * step <= 2 * FEW:
            rows = _inside(cloud, self._hidden, self._canvas.area)
            if len(rows) <= FEW:
                self._show_few(rows)
                self._picture.hide()
                return
        self._show_few(sample[:0])
        if len(sample) * step < ZOOMED * len(cloud):
            self._show(_part(cloud, sample), self._canvas.area)
        else:
            self._show_all(cloud)

    def _show_all(self, cloud: Cloud) -> None:
        if self._hidden.any():
            cloud = _part(cloud, np.flatnonzero(~self._hidden))
        self._show(cloud, cloud.bounds)

    def _show(self, cloud: Cloud, area: Area) -> None:
        self._picture.show(density(cloud, self._looks, area), area)


def _inside(cloud: Cloud, hidden: NDArray[np.bool_], area: Area, step: int = 1) -> Rows:
    """The rows in an area, of every ``step``-th one."""
    x, y = cloud.x[::step], cloud.y[::step]
    inside = (x >= area.left) & (x <= area.right)
    inside &= (y >= area.bottom) & (y <= area.top) & ~hidden[::step]
    rows: Rows = np.flatnonzero(inside) * step
    return rows


def _part(cloud: Cloud, rows: Rows) -> Cloud:
    return Cloud(cloud.x[rows], cloud.y[rows], cloud.group[rows])


def density(cloud: Cloud, looks: Sequence[Look], area: Area) -> Pixels:
    """A picture of many points: each pixel in the colour of most, the denser the more opaque."""
    grain = min(FINEST, round(0.6 * len(cloud) ** 0.5))  # a few points a pixel
    i = _bins(cloud.x, area.left, area.right, grain)
    j = _bins(cloud.y, area.bottom, area.top, grain)
    flat = (cloud.group * grain + i) * grain + j
    counts = np.bincount(flat, minlength=len(looks) * grain**2).reshape(-1, grain, grain)
    total = counts.sum(axis=0)
    share = np.log1p(total) / np.log1p(total.max())
    alpha = np.where(total > 0, 0.25 + 0.75 * share, 0.0)
    colors = np.array([_rgb(look.color) for look in looks])
    channels = (colors[counts.argmax(axis=0)] * alpha[..., None]).astype(np.uint32)
    return packed((alpha * 255).astype(np.uint32), *np.moveaxis(channels, 2, 0))


def _bins(values: Array, low: float, high: float, count: int) -> NDArray[np.int64]:
    scale = count / (high - low) if high > low else 0.0
    return np.minimum((values - low) * scale, count - 1).astype(np.int64)


def _rgb(name: str) -> tuple[int, int, int]:
    color = pg.mkColor(name)
    return color.red(), color.green(), color.blue()
