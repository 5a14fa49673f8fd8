"""The plot of a model's numbers: predicted against actual, or what is left over ŷ."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from engine.frames import Fit
from engine.frames.sights import Remainder
from engine.frames.things import Datum
from gui.kit.calm import dots, finite, line, style
from gui.kit.row_plot import RowPlot
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.panels.metrics.titles import color_titles, entitle

Kind = Literal["predicted", "residuals"]
Array = NDArray[np.float64]
LEAST = 180  # pixels high
MARGIN = 0.06
LOOSE = 0.35  # of the axis: what fills less is shown larger


class FitPlot(RowPlot):
    """A dot a row, filled for training and hollow for test; its range moves only when it must."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(11, parent)
        self.setMouseEnabled(x=False, y=False)
        self.setMinimumHeight(LEAST)
        self.kind: Kind = "predicted"
        self._fit: Fit | None = None
        self._ideal = pg.PlotCurveItem()
        self._train, self._test = dots(6), dots(7)
        for item in (self._ideal, self._train, self._test, self._mark):
            self.addItem(item)
        self.name("predicted")

    def name(self, kind: Kind) -> None:
        """Show the one or the other plot."""
        self.kind = kind
        predicted = kind == "predicted"
        self.setAccessibleName(tr("Predicted against actual") if predicted else tr("Residuals"))
        actual, answer, left = tr("actual"), tr("predicted ŷ"), tr("residual y − ŷ")
        entitle(self, *((actual, answer) if predicted else (answer, left)))
        self.show_fit(self._fit, anew=True)

    def show_fit(self, fit: Fit | None, *, anew: bool = False) -> None:
        """Draw these rows, or none; with ``anew`` the range is theirs."""
        self._fit = fit
        self._mark.clear()
        x, y = self.places()
        test = np.zeros(len(x), np.bool_) if fit is None else fit.is_test
        for item, rows in ((self._train, ~test), (self._test, test)):
            item.setData(x[rows], y[rows])
        known = np.isfinite(x) & np.isfinite(y)
        if known.any():
            self._hold(x[known], y[known], anew)

    def places(self) -> tuple[Array, Array]:
        """Where each row's dot is."""
        fit = self._fit
        if fit is None:
            return np.empty(0), np.empty(0)
        if self.kind == "predicted":
            return finite(fit.target), finite(fit.answer)
        with np.errstate(all="ignore"):
            return finite(fit.answer), finite(fit.target - fit.answer)

    def thing(self, place: int) -> Datum | Remainder:
        """The row, or what is left of it."""
        assert self._fit is not None
        row = int(self._fit.rows[place])
        return Datum(row) if self.kind == "predicted" else Remainder(row)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        style(self, theme)
        color_titles(self, theme)
        self._ideal.setPen(line(theme.outline, dashed=True))
        self._train.setBrush(pg.mkBrush(theme.accent))
        self._test.setBrush(pg.mkBrush(theme.panel))
        self._test.setPen(line(theme.warning, width=1.5))
        self._mark.setBrush(pg.mkBrush(None))
        self._mark.setPen(line(theme.text, width=1.5))

    def _hold(self, x: Array, y: Array, anew: bool) -> None:
        """Another range only where the dots have left it, or fill too little of it."""
        wanted = [_ends(x), _ends(y)]
        if self.kind == "predicted":  # one scale for both: the diagonal is where they are equal
            wanted = [(min(*wanted[0], *wanted[1]), max(*wanted[0], *wanted[1]))] * 2
        else:
            size = max(abs(end) for end in wanted[1])
            wanted[1] = -size, size
        shown = [(low, high) for low, high in self.view.viewRange()]
        if anew or any(_is_off(*pair) for pair in zip(wanted, shown, strict=True)):
            across, up = (_wider(*ends) for ends in wanted)
            self.set_ranges(across, up)
            ends = np.array(across)
            self._ideal.setData(ends, ends if self.kind == "predicted" else np.zeros(2))


def _ends(values: Array) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def _is_off(wanted: tuple[float, float], shown: tuple[float, float]) -> bool:
    outside = wanted[0] < shown[0] or wanted[1] > shown[1]
    return outside or wanted[1] - wanted[0] < LOOSE * (shown[1] - shown[0])


def _wider(low: float, high: float) -> tuple[float, float]:
    room = (high - low) * MARGIN or max(abs(low) * 0.1, 0.5)
    return low - room, high + room
