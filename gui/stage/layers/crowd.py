"""Very many points: a picture of their density, and symbols again where few of them are in view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer

from gui.kit.colors import Look
from gui.kit.guard import guarded
from gui.stage.layers.cloud import Cloud
from gui.stage.layers.density import Density
from gui.stage.layers.picture import Picture
from gui.stage.plane.canvas import Area, Canvas

FEW = 4_000  # points in view that are drawn one by one
SOON = 80  # milliseconds after the last move of the view
SAMPLE = 200_000  # rows that a picture of a part is made of: it looks as if made of all
ZOOMED = 0.5  # of the points in view: below it the picture is made of these alone
DENSITY_Z = -40

Rows = NDArray[np.int64]


class Crowd(QObject):
    """While the view moves the last picture is stretched; soon after, one of the view is made.

    A picture is of some of the points at once, and of all of them soon after.
    """

    def __init__(self, canvas: Canvas, show_few: Callable[[Rows], None]) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._show_few = show_few
        self._picture = Picture(canvas, DENSITY_Z)
        self._cloud: Cloud | None = None
        self._looks: Sequence[Look] = ()
        self._hidden: NDArray[np.bool_] = np.empty(0, np.bool_)
        self._seen: NDArray[np.float32] | None = None
        self._timer = QTimer(self, singleShot=True, interval=SOON)
        self._timer.timeout.connect(self._look)
        canvas.range_changed.connect(self._on_range)
        self._density: Density | None = None  # that is being counted
        self._all = False  # the picture is of all of them, or will be
        self._counting = QTimer(self, interval=0)
        self._counting.timeout.connect(self._count)

    def show(
        self,
        cloud: Cloud,
        looks: Sequence[Look],
        hidden: NDArray[np.bool_],
        seen: NDArray[np.float32] | None = None,
    ) -> None:
        """Draw others: all of them at first, later what is in view, which an edit keeps.

        ``seen`` is for how much of a point each row counts; None is all in full.
        """
        self._seen = seen
        first = self._cloud is None
        self._cloud, self._looks, self._hidden, self._all = cloud, looks, hidden, False
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
        self._hide_picture()

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
                self._hide_picture()
                return
        self._show_few(sample[:0])
        if len(sample) * step < ZOOMED * len(cloud):
            seen = None if self._seen is None else self._seen[sample]
            part = _part(cloud, sample)
            self._show(Density(part, self._looks, self._canvas.area, None, seen))
        else:
            self._show_all(cloud)

    def _show_all(self, cloud: Cloud) -> None:
        if self._hidden.all():
            self._hide_picture()
        elif not self._all:
            self._show(Density(cloud, self._looks, cloud.bounds, self._hidden, self._seen))
            self._all = True

    def _show(self, density: Density) -> None:
        """Draw some of the points, and begin to count the others."""
        self._density, self._all = density, False
        self._count()
        if not density.whole:
            self._picture.show(density.pixels(), density.area)
            self._counting.start()

    @guarded(None)
    def _count(self) -> None:
        """Count some more, and draw them where these were all."""
        density = self._density
        if density is None:
            self._counting.stop()
            return
        density.go_on()
        if density.whole:
            self._picture.show(density.pixels(), density.area)
            self._density = None

    def _hide_picture(self) -> None:
        self._density, self._all = None, False
        self._picture.hide()


def _inside(cloud: Cloud, hidden: NDArray[np.bool_], area: Area, step: int = 1) -> Rows:
    """The rows in an area, of every ``step``-th one."""
    x, y = cloud.x[::step], cloud.y[::step]
    inside = (x >= area.left) & (x <= area.right)
    inside &= (y >= area.bottom) & (y <= area.top) & ~hidden[::step]
    rows: Rows = np.flatnonzero(inside) * step
    return rows


def _part(cloud: Cloud, rows: Rows) -> Cloud:
    return Cloud(cloud.x[rows], cloud.y[rows], cloud.group[rows])
