"""What of the ground can be pointed at: the dot, the way, contours, and any place of it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from engine.frames import Ground, Way
from engine.frames.sights import Height
from engine.frames.surface import Place
from gui.kit.things import Painted, apart, around
from gui.panels.surface.plot import SurfacePlot

DOT, HALF = 9.0, 5.0  # pixels to each side, of the dot and of the others
NEAR = 5.0  # pixels from a contour
MOST = 12  # places of the way that are named one by one


def painted(plot: SurfacePlot, ground: Ground, way: Way | None) -> list[Painted]:
    """The contours where their figures stand, some places of the way, the lowest, and the dot."""
    found = [_at(plot, ground, (x, y), HALF, level=level) for x, y, level in plot.ground.figured]
    found += [_at(plot, ground, place, HALF) for place in plot.lowest]
    if way is not None:
        every = max(1, len(way.steps) // MOST)
        found += [
            _of_way(plot, ground, way, place) for place in range(0, len(way.steps) - 1, every)
        ]
    if plot.here is not None:
        found.append(_at(plot, ground, plot.here, DOT))
    seen = QRectF(plot.viewport().rect())
    return [one for one in found if seen.contains(one.box.center())]


def at_place(plot: SurfacePlot, ground: Ground, way: Way | None, at: QPointF) -> Painted | None:
    """The dot, a place of the way, the lowest place, a contour, or the bare ground there."""
    if not plot.view.sceneBoundingRect().contains(at):
        return None
    near = [] if plot.here is None else [_at(plot, ground, plot.here, DOT)]
    near += _near_way(plot, ground, way, at)
    near += [_at(plot, ground, place, HALF) for place in plot.lowest]
    found = next((one for one in near if one.is_at(at)), None)
    if found is not None:
        return found
    place = plot.view.mapSceneToView(at)
    x, y = (float(f"{value:.4g}") for value in (place.x(), place.y()))
    return replace(_at(plot, ground, (x, y), HALF, level=_level(plot, at)), box=around(at, HALF))


def _near_way(plot: SurfacePlot, ground: Ground, way: Way | None, at: QPointF) -> list[Painted]:
    if way is None or not len(way.x):
        return []
    place, far = (plot.view.mapSceneToView(at + QPointF(d, -d)) for d in (-HALF, HALF))
    near = (way.x >= place.x()) & (way.x <= far.x()) & (way.y >= place.y()) & (way.y <= far.y())
    found = [_of_way(plot, ground, way, one) for one in np.flatnonzero(near).tolist()]
    return sorted(found, key=lambda one: apart(one, at))


def _of_way(plot: SurfacePlot, ground: Ground, way: Way, place: int) -> Painted:
    where = float(way.x[place]), float(way.y[place])
    return _at(plot, ground, where, HALF, step=int(way.steps[place]))


def _at(
    plot: SurfacePlot,
    ground: Ground,
    where: Place,
    half: float,
    *,
    step: int | None = None,
    level: float | None = None,
) -> Painted:
    thing = Height(
        ground.kind, ground.across, ground.up, ground.seed, ground.centre, *where, step, level
    )
    at = QPointF(*where) if all(map(math.isfinite, where)) else QPointF()
    return Painted(thing, around(plot.view.mapViewToScene(at), half))


def _level(plot: SurfacePlot, at: QPointF) -> float | None:
    """The height of the contour that runs by a pixel, the nearest where there are several."""
    here = plot.view.mapSceneToView(at)
    own = plot.ground.height(here.x(), here.y())
    sides = (QPointF(-NEAR, 0), QPointF(NEAR, 0), QPointF(0, -NEAR), QPointF(0, NEAR))
    beside = [plot.view.mapSceneToView(at + side) for side in sides]
    heights = [plot.ground.height(place.x(), place.y()) for place in beside]
    known = [height for height in heights if height is not None and math.isfinite(height)]
    if own is None or not known:
        return None
    crossed = [level for level in plot.ground.levels if min(known) <= level <= max(known)]
    return min(crossed, key=lambda level: abs(level - own), default=None)
