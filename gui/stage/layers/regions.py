"""The layer of a model of two features: coloured regions with their borders, or a heat map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gui.kit.colors import Look, Pixels, hatched, heat_colors, ramp
from gui.kit.theme import Theme, mixed
from gui.stage.layers.contour import borders
from gui.stage.layers.picture import Picture
from gui.stage.plane.canvas import Area, Canvas

if TYPE_CHECKING:
    from engine.frames import Plane

LEVELS = 64  # steps of certainty in a class's colour
FAINT, STRONG = 0.06, 0.3  # how much of the class's colour the ground takes, from unsure to sure
HATCH = 0.12  # how much more a line of its hatching takes
HARD = 0.7  # how strong a class's only colour is
HEAT = 0.42
BORDER = 0.8  # how strong the line between two classes is
PICTURE_Z, BORDER_Z = -50, 3


class Regions:
    """A picture made by looking up each node's colour; the borders are drawn as lines."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._picture = Picture(canvas, PICTURE_Z)
        self._border = pg.PlotCurveItem(connect="pairs", antialias=True)
        self._border.setSegmentedLineMode("on")  # lines, not a path: half of the time
        canvas.add(self._border, BORDER_Z)
        self._table: Pixels = np.empty(0, dtype=np.uint32)
        self._hatching = np.empty((0, 0, 0), dtype=np.bool_)  # class × node × node
        self._places: tuple[int, ...] = ()
        self._shown: tuple[NDArray[np.integer], Area] | None = None  # nodes as places in the table

    def show_classes(self, plane: Plane, *, shaded: bool = True) -> None:
        """Each place in the colour of its most probable class, stronger where it is surer.

        Not ``shaded``, a class has one colour however sure the model is. Where classes tie it has
        no colour: it is none of them.
        """
        winner, second, lead = plane.winner, plane.second, plane.lead
        assert winner is not None and second is not None and lead is not None
        index = winner * np.int16(LEVELS)
        if shaded:
            index += _levels(plane.value, 1.0 / max(len(self._places), 2))
        else:
            index += int(HARD * (LEVELS - 1))
        index += self._hatched(winner) * np.int16((len(self._table) - 1) // 2)
        index[~(lead > 0)] = len(self._table) - 1
        self._show(index, _covered(plane))
        self._show_border(*border_of(plane))

    def show_heat(self, plane: Plane, low: float, high: float) -> None:
        """Each place in the colour of its value, from ``low`` to ``high``."""
        last = len(self._table) - 1
        with np.errstate(invalid="ignore", over="ignore"):
            level = np.clip((plane.value - low) / (high - low) * last, 0, last)
        self._show(np.nan_to_num(level).astype(np.intp), _covered(plane))
        self._border.hide()

    @property
    def is_shown(self) -> bool:
        """Whether there is anything of a model."""
        return self._shown is not None

    def border(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Places of the borders that are drawn."""
        x, y = self._border.getData() if self._border.isVisible() else (None, None)
        return (np.empty(0), np.empty(0)) if x is None or y is None else (x, y)

    def hide(self) -> None:
        """Show nothing."""
        self._shown = None
        self._picture.hide()
        self._border.hide()

    def remove(self) -> None:
        """Leave the canvas."""
        self._picture.remove()
        self._canvas.remove(self._border)

    def style_classes(self, theme: Theme, looks: Sequence[Look]) -> None:
        """Use these looks for the classes, in the order of the plane's winners."""
        ramps = [
            ramp([mixed(theme.stage, color, share + more) for share in (FAINT, STRONG)], LEVELS)
            for more in (0.0, HATCH)
            for color, *_ in looks
        ]
        self._take_table(np.concatenate([*ramps, ramp([theme.stage], 1)]))  # last: no class's
        self._places = tuple(look.place for look in looks)
        self._hatching = np.empty((0, 0, 0), dtype=np.bool_)
        color = QColor(mixed(theme.stage, theme.text, BORDER))  # opaque: its pieces overlap
        self._border.setPen(pg.mkPen(color, width=1.5))

    def style_heat(self, theme: Theme) -> None:
        """Use the colours for values, weakened so that the points stand out."""
        ground = [mixed(theme.stage, color, HEAT) for color in heat_colors(theme)]
        self._take_table(ramp(ground, 256))

    def _show(self, index: NDArray[np.integer], area: Area) -> None:
        self._shown = index, area
        self._picture.show(self._table.take(index), area)

    def _take_table(self, table: Pixels) -> None:
        """Other colours, at once on what is shown, where they are as many."""
        is_same_kind = len(table) == len(self._table)
        self._table = table
        if self._shown is not None and is_same_kind:
            self._show(*self._shown)

    def _hatched(self, winner: NDArray[np.int8]) -> NDArray[np.bool_]:
        """Which nodes lie on a line of their own class's hatching."""
        if self._hatching.shape[1:] != winner.shape:
            self._hatching = np.stack([hatched(place, *winner.shape) for place in self._places])
        lined: NDArray[np.bool_]
        if len(self._hatching) == 2:
            lined = np.where(winner > 0, self._hatching[1], self._hatching[0])
        else:
            lined = np.choose(winner, list(self._hatching))
        return lined

    def _show_border(self, x: np.ndarray, y: np.ndarray) -> None:
        self._border.setVisible(len(x) > 0)
        if len(x):
            self._border.setData(x, y)


def _levels(value: NDArray[np.float32], least: float) -> NDArray[np.int16]:
    """How strong the colour is where the model is so sure; ``least`` is not sure at all."""
    steps = (LEVELS - 1) / (1 - least)
    sure = value * np.float32(steps)
    sure -= np.float32(least * steps)
    np.clip(sure, 0, LEVELS - 1, out=sure)
    if not np.isfinite(sure.sum()):  # of what is clipped only NaN is left
        np.nan_to_num(sure, copy=False, nan=0.0)
    return sure.astype(np.int16)


def border_of(plane: Plane) -> tuple[np.ndarray, np.ndarray]:
    """Where classes change on a plane, as places of the ends of pieces in pairs."""
    assert plane.winner is not None and plane.second is not None and plane.lead is not None
    x, y = borders(plane.winner, plane.second, plane.lead)
    left, bottom, x_step, y_step = _grid(plane)
    return left + x * x_step, bottom + y * y_step


def _grid(plane: Plane) -> tuple[float, float, float, float]:
    """The first node and the distance between nodes, along x and y."""
    request = plane.request
    (left, right), (bottom, top) = request.x_range, request.y_range
    steps = max(request.size - 1, 1)
    return left, bottom, (right - left) / steps, (top - bottom) / steps


def _covered(plane: Plane) -> Area:
    """What the picture covers: half a pixel more than from the first node to the last."""
    left, bottom, x_step, y_step = _grid(plane)
    size = plane.request.size
    return Area(
        left - x_step / 2, left + (size - 0.5) * x_step,
        bottom - y_step / 2, bottom + (size - 0.5) * y_step,
    )  # fmt: skip
