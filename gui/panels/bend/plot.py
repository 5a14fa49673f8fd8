"""The plane of two neurons' outputs: the bent grid, the rows, the next layer's border."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from engine.frames import Bend
from engine.frames.things import Datum
from gui.kit.calm import dots, finite, line, style
from gui.kit.colors import Look
from gui.kit.marks import Marks
from gui.kit.row_plot import RowPlot
from gui.kit.theme import Theme, mixed
from gui.kit.words import tr

Array = NDArray[np.float64]
LEAST = 200  # pixels high
MARGIN = 0.08
LOOSE = 0.3  # of the axis: what fills less is shown larger
FINE = 400  # places along a border


class BendPlot(RowPlot):
    """Its range moves only when what is drawn has left it, or fills too little of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(12, parent)
        self.setAccessibleName(tr("The plane as two neurons see it"))
        self.setMinimumHeight(LEAST)
        self._bend: Bend | None = None
        self._by_hand = False
        self._families = (pg.PlotCurveItem(), pg.PlotCurveItem())
        self._border = pg.PlotCurveItem(antialias=True)
        self._test = Marks(pxMode=True, symbol="o", brush=None)
        self._groups: list[pg.ScatterPlotItem] = []
        self._looks: Sequence[Look] = ()
        for item in (*self._families, self._border, self._test):
            self.addItem(item)
        self.addItem(self._mark)
        self.moved_by_hand.connect(self._on_moved)

    def show_bend(self, bend: Bend | None, group: NDArray[np.int64]) -> None:
        """Draw it, each row in the look of its group, or nothing."""
        self._bend = bend
        grid = np.empty((0, 1, 2)) if bend is None else finite(bend.grid)
        first = 0 if bend is None else bend.first or len(grid)
        for family, lines in zip(self._families, (grid[:first], grid[first:]), strict=True):
            family.setData(*_in_one(lines), connect="finite")
        x, y = self.places()
        for place, item in enumerate(self._groups):
            rows = group == place
            item.setData(x[rows], y[rows])
        kept = np.zeros(len(x), np.bool_) if bend is None else bend.is_test
        self._test.setData(x[kept], y[kept])
        self._mark.clear()
        if bend is not None:
            self._hold()
        self._draw_border()

    def places(self) -> tuple[Array, Array]:
        """Where each row's dot is."""
        points = np.empty((0, 2)) if self._bend is None else finite(self._bend.points)
        return points[:, 0], points[:, 1]

    def border(self) -> tuple[Array, Array]:
        """The points of the border that are drawn."""
        return self._border.getData()

    def fit(self) -> None:
        """Show everything."""
        self._by_hand = False
        ends = self._ends()
        if ends is not None:
            self.set_ranges(_wider(*ends[0]), _wider(*ends[1]))
            self._draw_border()

    def set_looks(self, looks: Sequence[Look]) -> None:
        """How the rows of each group are drawn."""
        while len(self._groups) < len(looks):
            self._groups.append(dots(8))
            self.addItem(self._groups[-1])
        for place, item in enumerate(self._groups):
            item.setVisible(place < len(looks))
            if place < len(looks):
                item.setSymbol(looks[place].symbol)
                item.setBrush(pg.mkBrush(looks[place].color))
        self._looks = looks

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        style(self, theme)
        self._families[0].setPen(line(mixed(theme.accent, theme.panel, 0.45)))
        self._families[1].setPen(line(mixed(theme.muted, theme.panel, 0.35), dashed=True))
        self._border.setPen(line(theme.text, width=1.5))
        self._test.setPen(line(theme.text, width=1.2))
        self._test.setSize(11)
        self._mark.setBrush(pg.mkBrush(None))
        self._mark.setPen(line(theme.text, width=2))

    def thing(self, place: int) -> Datum:
        """The row."""
        assert self._bend is not None
        return Datum(int(self._bend.rows[place]))

    def _draw_border(self) -> None:
        """Where the output's answer changes, as far as it is seen."""
        bend = self._bend
        if bend is None or bend.weight is None or bend.bias is None:
            self._border.setData(np.empty(0), np.empty(0))
            return
        (left, right), (bottom, top) = self.view.viewRange()
        pieces = borders(bend.weight, bend.bias, bend.level, (left, right), (bottom, top))
        self._border.setData(*_in_one(pieces), connect="finite")

    def _ends(self) -> list[tuple[float, float]] | None:
        if self._bend is None:
            return None
        grid = self._bend.grid.reshape(-1, 2)
        every = finite(np.concatenate([grid, self._bend.points]))
        known = every[np.isfinite(every).all(axis=1)]
        if not len(known):
            return None
        return [(float(known[:, k].min()), float(known[:, k].max())) for k in (0, 1)]

    def _hold(self) -> None:
        ends = self._ends()
        if ends is None or self._by_hand:
            return
        for (low, high), (shown_low, shown_high) in zip(ends, self.view.viewRange(), strict=True):
            outside = low < shown_low or high > shown_high
            if outside or high - low < LOOSE * (shown_high - shown_low):
                self.set_ranges(_wider(*ends[0]), _wider(*ends[1]))
                return

    def _on_moved(self) -> None:
        self._by_hand = True
        self._draw_border()


def borders(
    weight: Array, bias: Array, level: float, x: tuple[float, float], y: tuple[float, float]
) -> Array:
    """Lines inside a rectangle on which z = level, or on which the two largest z are the same.

    Shape (lines, places, 2); NaN where there is no border, or none inside.
    """
    pairs = [(i, j) for i in range(len(weight)) for j in range(i)] or [(0, -1)]
    found = []
    for i, j in pairs:
        slope = weight[i] - (weight[j] if j >= 0 else 0.0)
        offset = bias[i] - (bias[j] if j >= 0 else level)
        places = _along(slope, offset, x, y)
        if j >= 0:
            with np.errstate(all="ignore"):
                z = places @ weight.T + bias
                others = np.delete(z, [i, j], axis=1)
                behind = others.max(axis=1, initial=-np.inf) > z[:, i]
            places[behind] = np.nan
        found.append(places)
    return np.stack(found)


def _along(slope: Array, offset: float, x: tuple[float, float], y: tuple[float, float]) -> Array:
    """Places inside a rectangle on which slope · (x, y) + offset = 0."""
    nothing = np.full((FINE, 2), np.nan)
    if not np.isfinite([*slope, offset]).all() or not slope.any():
        return nothing
    size = np.array([x[1] - x[0], y[1] - y[0]])
    corner = np.array([x[0], y[0]])
    across = slope * size  # in parts of the rectangle, so that both axes count alike
    rest = offset + slope @ corner
    foot = 0.5 - across * (across @ [0.5, 0.5] + rest) / (across @ across)
    way = np.array([-across[1], across[0]]) / np.hypot(*across)
    parts = foot + np.linspace(-0.75, 0.75, FINE)[:, None] * way
    inside = ((parts >= 0) & (parts <= 1)).all(axis=1)
    places: Array = corner + parts * size
    places[~inside] = np.nan
    return places


def _in_one(lines: Array) -> tuple[Array, Array]:
    """Lines of shape (lines, places, 2) as one, with a gap after each."""
    gap = np.full((len(lines), 1, 2), np.nan)
    flat = np.concatenate([lines, gap], axis=1).reshape(-1, 2)
    return flat[:, 0], flat[:, 1]


def _wider(low: float, high: float) -> tuple[float, float]:
    room = (high - low) * MARGIN or max(abs(low) * 0.1, 0.5)
    return low - room, high + room
