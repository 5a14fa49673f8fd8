"""The ground itself: a picture of the heights, their contours, and the figures beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from contourpy import LineType, ZInterp, contour_generator
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont

from engine.frames import Surface
from gui.kit.calm import line
from gui.kit.colors import ramp
from gui.kit.numbers import short
from gui.kit.theme import Theme, mixed
from gui.panels.surface.levels import levels, span

Array = NDArray[np.float64]
SHADES = 256
VALLEY, SLOPE = 0.5, 0.14  # how much of the accent the ground takes, low and half-way up
FIGURE = (48.0, 22.0)  # pixels that one has for itself, across and up
FEWEST_KEPT = 3  # contours, or the levels are chosen anew
SHORTEST = 0.25  # of the window, a contour that has a figure


class GroundPicture:
    """Draws one surface; its levels stay until another window or other data are shown."""

    def __init__(self, plot: pg.PlotWidget) -> None:
        self._plot = plot
        self._image = pg.ImageItem(axisOrder="row-major")
        self._contours = pg.PlotCurveItem(connect="finite", antialias=True)
        self._figures: list[pg.TextItem] = []
        self._theme: Theme | None = None
        self._shown: Surface | None = None
        self._levels: list[float] = []
        self.figured: list[tuple[float, float, float]] = []  # where a contour's figure stands
        self._span = (1.0, 10.0)
        plot.addItem(self._image)
        plot.addItem(self._contours)
        self.hide()

    @property
    def levels(self) -> Sequence[float]:
        """The heights that are drawn."""
        return self._levels

    def show(self, surface: Surface, keeps_levels: bool) -> None:
        """Draw a surface, at the levels of the last one where it ``keeps_levels``.

        Where the ground has sunk away under them they are chosen anew all the same.
        """
        if not keeps_levels or self._shown is None or self._crossed(surface) < FEWEST_KEPT:
            self._span = span(surface.losses)
            self._levels = levels(*self._span)
        self._shown = surface
        self._draw()

    def hide(self) -> None:
        """Draw nothing."""
        self._shown = None
        self._image.hide()
        self._contours.hide()
        self._put_figures([])

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._theme = theme
        if self._shown is not None:
            self._draw()

    def height(self, x: float, y: float) -> float | None:
        """The loss at a place, from the four nearest that are known; None outside."""
        surface = self._shown
        if surface is None:
            return None
        left, right, bottom, top = surface.window
        rows, columns = surface.losses.shape
        across, up = (x - left) / (right - left), (y - bottom) / (top - bottom)
        if not (0 <= across <= 1 and 0 <= up <= 1):
            return None
        j, i = across * (columns - 1), up * (rows - 1)
        j0, i0 = min(int(j), columns - 2), min(int(i), rows - 2)
        cell = surface.losses[i0 : i0 + 2, j0 : j0 + 2]
        with np.errstate(all="ignore"):  # what is lost is no number between others
            along = cell[:, 0] + (cell[:, 1] - cell[:, 0]) * (j - j0)
            return float(along[0] + (along[1] - along[0]) * (i - i0))

    def _crossed(self, surface: Surface) -> int:
        """How many of the levels a surface crosses."""
        low, high = span(surface.losses)
        return sum(low < level < high for level in self._levels)

    def _draw(self) -> None:
        surface, theme = self._shown, self._theme
        if surface is None or theme is None:
            return
        self._image.setImage(_pixels(surface.losses, self._span, theme), autoLevels=False)
        self._image.setRect(_covered(surface))
        self._image.show()
        room = np.array([self._plot.width(), self._plot.height()], dtype=np.float64)
        points, places = _contours(surface, self._levels, FIGURE / np.maximum(room, 1))
        self._contours.setPen(line(mixed(theme.stage, theme.text, 0.45)))
        self._contours.setData(points[:, 0], points[:, 1])
        self._contours.show()
        self._put_figures(places)

    def _put_figures(self, places: list[tuple[float, float, float]]) -> None:
        for item in self._figures:
            self._plot.removeItem(item)
        self._figures, self.figured = [], places
        for x, y, level in places:
            item = pg.TextItem(short(level), anchor=(0.5, 0.5))
            if self._theme is not None:
                item.setColor(QColor(self._theme.text))
                ground = QColor(self._theme.stage)
                ground.setAlphaF(0.7)
                item.fill = pg.mkBrush(ground)
            font = QFont(self._plot.font())
            font.setPointSizeF(max(font.pointSizeF() * 0.8, 7.0))
            item.setFont(font)
            item.setPos(x, y)
            self._plot.addItem(item, ignoreBounds=True)
            self._figures.append(item)


def _covered(surface: Surface) -> QRectF:
    """Each pixel has its place in the middle."""
    left, right, bottom, top = surface.window
    rows, columns = surface.losses.shape
    wide, high = (right - left) / (columns - 1), (top - bottom) / (rows - 1)
    return QRectF(left - wide / 2, bottom - high / 2, wide * columns, high * rows)


def _pixels(losses: Array, ends: tuple[float, float], theme: Theme) -> NDArray[np.uint8]:
    """Colours by the logarithm of the loss, shape (rows, columns, 4); what is lost is grey."""
    low, high = np.log10(ends)
    with np.errstate(all="ignore"):
        share = (np.log10(np.maximum(losses, 10.0**low)) - low) / (high - low)
    shades = ramp(
        [
            mixed(theme.stage, theme.accent, VALLEY),
            mixed(theme.stage, theme.accent, SLOPE),
            theme.stage,
        ],
        SHADES,
    )
    known = np.isfinite(losses)
    share = np.clip(np.nan_to_num(share, nan=0.0, posinf=1.0, neginf=0.0), 0, 1)
    index = np.rint(share * (SHADES - 1)).astype(np.intp)
    packed = shades[index]
    lost = QColor(mixed(theme.stage, theme.warning, 0.3)).rgba()
    packed = np.where(known, packed, np.uint32(lost))
    channels = [(packed >> shift) & 255 for shift in (16, 8, 0, 24)]
    return np.stack(channels, axis=-1).astype(np.uint8)


def _contours(
    surface: Surface, heights: Sequence[float], apart: Array
) -> tuple[Array, list[tuple[float, float, float]]]:
    """The points of all contours, parted by NaN, and where each level's figure stands.

    Figures are ``apart`` from each other, in shares of the window across and up.
    """
    left, right, bottom, top = surface.window
    rows, columns = surface.losses.shape
    masked = np.ma.masked_where(~np.isfinite(surface.losses), surface.losses)
    positive = float(masked.min(fill_value=0) if masked.count() else 0) > 0
    maker = contour_generator(
        np.linspace(left, right, columns),
        np.linspace(bottom, top, rows),
        masked,
        line_type=LineType.Separate,
        z_interp=ZInterp.Log if positive else ZInterp.Linear,
    )
    size = np.array([right - left, top - bottom])
    pieces: list[Array] = [np.full((1, 2), np.nan)]
    places: list[tuple[float, float, float]] = []
    for level in heights:
        lines = [np.asarray(piece, dtype=np.float64) for piece in maker.lines(level)]
        for piece in lines:
            pieces += [piece, np.full((1, 2), np.nan)]
        place = _free_place(lines, size, places, np.array([left, bottom]), apart)
        if place is not None:
            places.append((*place, level))
    return np.concatenate(pieces), places


def _free_place(
    lines: Sequence[Array],
    size: Array,
    taken: Sequence[tuple[float, float, float]],
    corner: Array,
    apart: Array,
) -> tuple[float, float] | None:
    """A place on the longest line that is clear of the other figures and of the edges."""
    longest = max(lines, key=lambda piece: _length(piece / size), default=None)
    if longest is None or _length(longest / size) < SHORTEST:
        return None
    others = np.array([place[:2] for place in taken]).reshape(-1, 2) / size
    for share in (0.5, 0.35, 0.65, 0.2, 0.8):
        point = longest[int(share * (len(longest) - 1))]
        at = (point - corner) / size
        clear = bool((np.abs(others - point / size) > apart).any(axis=1).all())
        if clear and bool(((at > apart / 2) & (at < 1 - apart / 2)).all()):
            return float(point[0]), float(point[1])
    return None


def _length(piece: Array) -> float:
    return float(np.linalg.norm(np.diff(piece, axis=0), axis=1).sum())
