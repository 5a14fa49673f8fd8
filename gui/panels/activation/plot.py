"""The plot of an activation: its curve, its slope, and dots where neurons stand on it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from engine.frames import Activation
from engine.frames.sights import Bend
from engine.frames.things import Neuron, Thing
from gui.kit.calm import CalmPlot, dots, finite, line, nice_ceiling, no_finer, style
from gui.kit.theme import Theme, mixed
from gui.kit.things import Painted, apart, around
from gui.kit.words import tr
from gui.model.journal.losses import Floats

HALF, NEAR = 4.0, 8.0  # pixels of a dot, and beside the curve
CURVE_PLACES, MOST = 5, 20  # places and dots that are named one by one


class ActivationPlot(CalmPlot):
    """Its range belongs to the curve alone, so that dots may move while nothing else does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, whole_x=False)
        self.setMouseEnabled(x=False, y=False)
        self.setAccessibleName(tr("Activation curve"))
        self.getAxis("bottom").setTickSpacing(levels=[(3.0, 0.0)])
        self._shown: Activation | None = None
        self.neurons = 1  # of the layer
        self._curve = pg.PlotCurveItem(antialias=True)
        self._slope = pg.PlotCurveItem()
        self._dots, self._mark = dots(6), dots(8)
        self._zero = (pg.InfiniteLine(0, angle=0), pg.InfiniteLine(0, angle=90))
        self._cross = pg.InfiniteLine(angle=90)
        self._cross.hide()
        for item in (*self._zero, self._cross, self._slope, self._curve, self._dots, self._mark):
            self.addItem(item)
        self.set_ranges(_wider(-6, 6, 0.02), _wider(-1, 1, 0.06))

    def show_view(self, view: Activation) -> None:
        """Draw the view; the curve only where it is another one."""
        shown = self._shown
        if shown is None or not np.array_equal(shown.value, view.value):
            self._draw_curve(view)
        self._shown = view
        z = view.dots[np.isfinite(view.dots)].clip(view.z[0], view.z[-1])
        self._dots.setData(z, self._on_curve(view, z))

    @property
    def columns(self) -> dict[str, list[float]] | None:
        """The curve's numbers by their names, or None without a curve."""
        view = self._shown
        if view is None:
            return None
        named = {"z": view.z, "f(z)": view.value, "f'(z)": view.derivative}
        return {name: values.tolist() for name, values in named.items()}

    def clear_view(self) -> None:
        """Show an empty plot."""
        self._shown = None
        for item in (self._curve, self._slope, self._dots, self._mark):
            item.clear()

    def drawn(self) -> tuple[Floats, Floats]:
        """The places of the dots."""
        z, value = self._dots.getData()
        return z, value

    def read(self, z: float) -> tuple[float, float] | None:
        """The curve and its slope at ``z``, marked with a line; None without a curve."""
        view = self._shown
        if view is None:
            return None
        z = min(max(z, float(view.z[0])), float(view.z[-1]))
        height = self.view.viewPixelSize()[1] / 1000  # what is finer is noise
        value, slope = (
            no_finer(float(np.interp(z, view.z, y)), height) for y in (view.value, view.derivative)
        )
        self._cross.setPos(z)
        self._cross.show()
        self._mark.setData(finite([z]), finite([value]))
        return value, slope

    def unread(self) -> None:
        """Take the line away."""
        self._cross.hide()
        self._mark.clear()

    def things(self, bend: Callable[[float], Bend], layer: int | None) -> list[Painted]:
        """Some places of the curve, and some of the dots over them."""
        view = self._shown
        if view is None:
            return []
        low, high = float(view.z[0]), float(view.z[-1])
        places = np.linspace(low, high, CURVE_PLACES + 2)[1:-1].tolist()
        found = [self._on(bend(z), z) for z in places]
        return found if layer is None else [*found, *self._neurons(view, layer, MOST)]

    def thing_at(
        self, at: QPointF, bend: Callable[[float], Bend], layer: int | None
    ) -> Painted | None:
        """The dot at a pixel, else the place of the curve there."""
        view = self._shown
        if view is None:
            return None
        if layer is not None:
            near = [one for one in self._neurons(view, layer) if one.is_at(at)]
            if near:
                return min(near, key=lambda one: apart(one, at))
        z = self.place_at(at).x()
        if not view.z[0] <= z <= view.z[-1]:
            return None
        one = self._on(bend(float(f"{z:.4g}")), z)
        return one if apart(one, at) <= NEAR else None

    def _neurons(self, view: Activation, layer: int, most: int | None = None) -> list[Painted]:
        """A dot is one neuron's of one row; of many, ``most`` that are spread among them."""
        neurons = self.neurons
        every = 1 if most is None else max(1, len(view.dots) // most)
        return [
            self._on(Neuron(layer, place % neurons, int(view.rows[place // neurons])), z)
            for place, z in list(enumerate(view.dots.tolist()))[::every]
            if np.isfinite(z) and place // neurons < len(view.rows)
        ]

    def _on(self, thing: Thing, z: float) -> Painted:
        view = self._shown
        assert view is not None
        z = min(max(z, float(view.z[0])), float(view.z[-1]))
        value = float(np.interp(z, view.z, finite(view.value)))
        return Painted(thing, around(self.view.mapViewToScene(QPointF(z, value)), HALF))

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        style(self, theme)
        for zero in self._zero:
            zero.setPen(line(theme.border))
        self._cross.setPen(line(theme.muted))
        self._curve.setPen(line(theme.accent, width=2))
        self._slope.setPen(line(theme.warning, dashed=True))
        see_through = QColor(mixed(theme.accent, theme.text, 0.35))
        see_through.setAlphaF(0.6)
        self._dots.setBrush(pg.mkBrush(see_through))
        self._mark.setBrush(pg.mkBrush(theme.accent))

    def _draw_curve(self, view: Activation) -> None:
        value, slope = finite(view.value), finite(view.derivative)
        self._curve.setData(view.z, value, connect="finite")
        self._slope.setData(view.z, slope, connect="finite")
        known = np.concatenate([value, slope, [0.0]])
        known = known[np.isfinite(known)]
        low, high = -nice_ceiling(-float(known.min())), nice_ceiling(float(known.max()))
        self.set_ranges(_wider(float(view.z[0]), float(view.z[-1]), 0.02), _wider(low, high, 0.06))

    @staticmethod
    def _on_curve(view: Activation, z: Floats) -> Floats:
        return finite(np.interp(z, view.z, finite(view.value)))


def _wider(low: float, high: float, share: float) -> tuple[float, float]:
    """The range with a margin, so that a curve along its edge is not cut in half."""
    margin = max(high - low, 1e-9) * share
    return low - margin, high + margin
