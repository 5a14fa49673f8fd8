"""A small picture of a data set, where one is chosen: its points as the stage draws them."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.experiment.specs import Data
from gui.kit.calm import calm_plot, finite, style
from gui.kit.colors import heat_colors, ramp
from gui.kit.numbers import count
from gui.kit.theme import CLASS_SYMBOLS, Theme
from gui.kit.words import tr

BINS = 12  # groups of points by value, one brush each
SIZES = ((60, 9.0), (400, 7.0), (2_000, 5.0))  # rows at most, pixels
SMALLEST = 3.0
ROOM = 0.06  # around the points, as a share of what they cover
STALE = 0.2  # opacity of points that would not be made any more
LEAST = 0.5  # of the axes that the points must fill, or the axes close in on them

Array = NDArray[np.float64]


class Preview(QWidget):
    """Shows one feature against the target, or two features with the target as symbol or colour."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shape: tuple[str, ...] = ()
        self._ranges: list[tuple[float, float]] = []
        self.items: list[pg.ScatterPlotItem] = []
        self.plot = calm_plot(tr("Preview"), self, fixed=True)
        self.plot.setToolTip(tr("The points that would be made."))
        self.plot.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)  # pyqtgraph makes its own
        self.caption = QLabel()
        self.caption.setObjectName("Muted")
        self.caption.setWordWrap(True)
        self.caption.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.plot, 1)
        down.addWidget(self.caption)
        style(self.plot, theme, theme.stage)

    def show_data(self, data: Data) -> None:
        """Draw other points; the axes stay where they are as long as the points fit on them."""
        names = _axes(data)
        x, y = (finite(data.table.columns[name]) for name in names)
        if names != self._shape:
            self._shape, self._ranges = names, []
        fresh = [_span(values) for values in (x, y)]
        if not self._ranges or not all(map(_fits, fresh, self._ranges)):
            self._ranges = [_roomy(*span) for span in fresh]
            self.plot.set_ranges(self._ranges[0], self._ranges[1])
        self._draw(x, y, _groups(data), _looks(data, self._theme))
        self._fade(1.0)
        self.caption.setText(_words(data, names))

    def show_stale(self) -> None:
        """Fade the points: they are no more what would be made."""
        self._fade(STALE)
        self.caption.setText(tr("The last points that could be made.") if self.items else "")

    def _fade(self, opacity: float) -> None:
        for item in self.items:
            item.setOpacity(opacity)

    def _draw(
        self, x: Array, y: Array, groups: NDArray[np.int64], looks: list[tuple[str, str]]
    ) -> None:
        size = next((size for most, size in SIZES if len(x) <= most), SMALLEST)
        while len(self.items) < len(looks):
            self.items.append(pg.ScatterPlotItem(pxMode=True, pen=pg.mkPen(None)))
            self.plot.addItem(self.items[-1])
        for place, item in enumerate(self.items):
            rows = groups == place
            color, symbol = looks[place % len(looks)]
            brush = pg.mkBrush(color)
            item.setData(x=x[rows], y=y[rows], symbol=symbol, size=size, brush=brush)


def _axes(data: Data) -> tuple[str, str]:
    if len(data.features) == 1:
        return data.features[0], data.target
    return data.features[0], data.features[1]


def _groups(data: Data) -> NDArray[np.int64]:
    """The look of each row: its class, or among several features how large its target is."""
    column = data.table.columns[data.target]
    if data.task == "classification":
        places = {label: place for place, label in enumerate(data.classes)}
        return np.array([places[label] for label in column.tolist()], dtype=np.int64)
    if len(data.features) == 1:
        return np.zeros(len(column), dtype=np.int64)
    values = finite(column)
    low, high = _span(values)
    share = (values - low) / (high - low) if high > low else np.full(len(values), 0.5)
    return np.clip(share * BINS, 0, BINS - 1).astype(np.int64)


def _looks(data: Data, theme: Theme) -> list[tuple[str, str]]:
    """A colour and a symbol for each group."""
    if data.task == "regression" and len(data.features) > 1:
        colors = ramp(heat_colors(theme), BINS).tolist()
        return [(f"#{color & 0xFFFFFF:06x}", "o") for color in colors]
    kinds = max(len(data.classes), 1)
    return [
        (theme.classes[kind % len(theme.classes)], CLASS_SYMBOLS[kind % len(CLASS_SYMBOLS)])
        for kind in range(kinds)
    ]


def _span(values: Array) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def _roomy(low: float, high: float) -> tuple[float, float]:
    room = ROOM * (high - low) or abs(high) or 1.0
    return low - room, high + room


def _fits(inner: tuple[float, float], outer: tuple[float, float]) -> bool:
    inside = outer[0] <= inner[0] and inner[1] <= outer[1]
    return inside and inner[1] - inner[0] >= LEAST * (outer[1] - outer[0])


def _words(data: Data, names: tuple[str, str]) -> str:
    rows = tr("{count} rows", count=count(data.table.rows))
    axes = tr("{x} to the right, {y} upward", x=names[0], y=names[1])
    parts = [rows, axes]
    if data.task == "classification":
        parts.append(tr("{count} classes", count=len(data.classes)))
    elif data.target not in names:
        parts.append(tr("{name} as colour", name=data.target))
    return " · ".join(parts)
