"""Two or more features: the plane of two of them, coloured by the model's answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from engine.data.table import Cell, Column
from engine.experiment import Experiment
from engine.experiment.coordinates import cell, snapped, telling_axes
from engine.experiment.coordinates import cells as column_at
from gui.kit.colors import Look
from gui.kit.sight import Sight
from gui.kit.swatches import line_sample
from gui.kit.theme import Theme
from gui.kit.things import Painted
from gui.kit.words import tr
from gui.stage.layers.cloud import Cloud
from gui.stage.layers.points import Points
from gui.stage.layers.regions import Regions, border_of
from gui.stage.modes import values
from gui.stage.modes.editing import Label
from gui.stage.modes.held import Held
from gui.stage.modes.level_lines import LevelLines
from gui.stage.modes.line_rows import step_row, test_row
from gui.stage.modes.mode import Hand, Mode, Row, Spot
from gui.stage.modes.plane_rows import (
    NEAR,
    SHADES,
    bar_row,
    contour_row,
    near_row,
    shades_row,
)
from gui.stage.modes.slices import fades
from gui.stage.modes.wrong_points import WrongPoints
from gui.stage.plane.canvas import Area, Array, Canvas

if TYPE_CHECKING:
    from engine.frames import Frame, Request, View, WhatIf
    from engine.frames import Plane as PlaneView
    from gui.stage.layers.ghost import Ghost

BEYOND = 0.02
COARSE = 64  # places along each side, that the borders of kept runs are found from
FEW = 3  # levels of numbers that each of them has lines of
NEAR_BORDER = 8.0  # pixels


class PlaneMode(Mode):
    """Regions for classes, a heat map for numbers; other features are held, at their mean at first.

    The lens says where they are held and which levels have lines.
    """

    def __init__(self, canvas: Canvas, points: Points, theme: Theme, off: set[str]) -> None:
        super().__init__(canvas, points, theme, off)
        self._regions = Regions(canvas)
        self._lines = LevelLines(self)
        self._wrong = WrongPoints(self)
        self._held = Held()
        self._plane: PlaneView | None = None
        self.axes: tuple[str, str] = ("", "")

    def show(self, experiment: Experiment, classes: tuple[Label, ...]) -> None:
        """Draw another experiment's points over the features chosen before, where it has them."""
        features = experiment.data.features
        if not set(self.axes) <= set(features):
            self.axes = telling_axes(experiment.data)
        self._plane = None
        super().show(experiment, classes)
        self._style()
        self.fade()

    def place(self, hand: Hand) -> Spot:
        """The place is two features; a new row is of the class at hand."""
        data = self.experiment.data
        x, y = (
            float(snapped(data, name, np.array([place]))[0])
            for name, place in zip(self.axes, (hand.x, hand.y), strict=True)
        )
        cells: dict[str, Cell] = {
            self.axes[0]: cell(data, self.axes[0], x), self.axes[1]: cell(data, self.axes[1], y)
        }  # fmt: skip
        if hand.row is not None:
            return Spot(x, y, int(self.points.cloud.group[hand.row]), cells)
        if data.task == "regression":
            if hand.value is None:
                return Spot(x, y, values.BINS // 2, cells)
            group = values.group_of(data, hand.value)
            return Spot(x, y, group, {**cells, data.target: hand.value})
        group = self.classes.index(hand.label)
        return Spot(x, y, group, {**cells, data.target: hand.label})

    def cells(self, x: Array, y: Array) -> dict[str, Column]:
        """The two features on the axes."""
        data = self.experiment.data
        return {
            name: column_at(data, name, places)
            for name, places in zip(self.axes, (x, y), strict=True)
        }

    def redraw(self) -> None:
        """Cross out what is wrong."""
        self._wrong.refresh()

    def refit(self) -> None:
        """Draw the model again: a switch of the legend or the lens has changed."""
        if self._plane is not None:
            self._show_plane(self._plane)
        self.redraw()
        self.fade()

    def fade(self) -> None:
        """Let points be fainter the farther they are from the slice, where that is asked for."""
        data = self.experiment.data
        sliced = NEAR not in self.off and len(data.features) > 2 and self.points.can_fade
        held = self.lens.held_of(data, self.axes)
        self.points.fade(fades(data, self.axes, held) if sliced else None)

    def _draw(self, frame: Frame) -> None:
        """Colour the plane."""
        self._wrong.take(self._predictions(frame))
        from engine.frames import Plane  # loaded with the first frame, after the window is there

        plane = self._answer(frame, Plane)
        if plane is None or (plane.request.x_feature, plane.request.y_feature) != self.axes:
            return
        self._plane = plane
        self._show_plane(plane)

    def _show_plane(self, plane: PlaneView) -> None:
        if self.experiment.data.task == "regression":
            self._regions.show_heat(plane, *self.values())
        elif len(self.experiment.data.classes) > 1:
            self._regions.show_classes(plane, shaded=SHADES not in self.off)
        self._lines.show(plane)

    def _hide_model(self) -> None:
        """Show the data alone."""
        self._plane = None
        self._regions.hide()
        self._lines.hide()
        self._wrong.hide()

    def remove(self) -> None:
        """Leave the canvas."""
        self._regions.remove()
        self._lines.remove()
        self._wrong.remove()
        self.points.fade(None)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        super().restyle(theme)
        self._lines.restyle(theme)
        self._wrong.restyle(theme)

    def in_words(self) -> str:
        """What lies over the plane: regions of classes, or colours of values."""
        if not self._regions.is_shown:
            return ""
        data, (x, y) = self.experiment.data, self._names()
        if data.task == "regression":
            return tr("{name} as colours over {x} and {y}", name=data.target, x=x, y=y)
        return tr("regions of {count} classes over {x} and {y}", count=len(data.classes), x=x, y=y)

    def legend(self) -> tuple[Row, ...]:
        """The border between classes, or the scale of the colours."""
        data = self.experiment.data
        held = self._held.row(data, self.axes, self.lens, self.theme)
        near = near_row(self) if len(data.features) > 2 and self.points.can_fade else ()
        rest = (contour_row(self), *held, *near, *step_row(self), *test_row(self))
        if data.task == "regression":
            return (bar_row(self, *self.values()), *rest)
        help = tr("Where the most probable class changes.")
        border = Row(tr("border"), line_sample(self.theme.text, 1.5), help)
        return (border, shades_row(self), *self._wrong.legend(), *rest)

    def painted(self) -> list[Painted]:
        """The plane in its middle, and the border where it is nearest to that."""
        pixels, found = self.canvas.pixels, list[Painted]()
        middle = pixels.center()
        if self._regions.is_shown:
            found += self._answer_at(middle)
        x, y = self._regions.border()
        if len(x):
            across, down = self.canvas.to_pixels(x, y)
            apart = np.hypot(across - middle.x(), down - middle.y())
            nearest = int(np.argmin(apart))
            at = QPointF(across[nearest], down[nearest])
            found += self._answer_at(at) if pixels.contains(at) else []
        return found

    def painted_at(self, at: QPointF, /) -> Painted | None:
        """The border, or the plane itself."""
        found = self._answer_at(at) if self._regions.is_shown else []
        return found[0] if found and self.canvas.pixels.contains(at) else None

    def draw_ghost(self, found: WhatIf, ghost: Ghost, /) -> None:
        """The border as it would be; of numbers the lines at the levels that are drawn.

        Colours would hide what is. A row whose answer alone would be another is ringed.
        """
        from engine.frames import Plane

        for view in found.views.values():
            if isinstance(view, Plane):
                numbers = view.winner is None
                ghost.show_border(*(self._lines.ends(view) if numbers else border_of(view)))
        x, y = self.points.places()
        known = found.row is not None and found.row < len(x)
        row = found.row if known and found.row is not None else None
        ghost.show_point(*((None, None) if row is None else (float(x[row]), float(y[row]))))

    def is_border(self, at: QPointF, /) -> bool:
        x, y = self._regions.border()
        across, down = self.canvas.to_pixels(x, y)
        apart = np.hypot(across - at.x(), down - at.y())
        return len(x) > 0 and bool(apart.min() <= NEAR_BORDER)

    def _answer_at(self, at: QPointF) -> list[Painted]:
        """The answer at a pixel, where it is known at what the other features are held."""
        from gui.stage.modes import painted  # not before something is pointed at

        data = self.experiment.data
        by_hand = self.lens.held_of(data, self.axes)
        held = {**self._held.values(data, self.axes, by_hand), **by_hand}
        shown = dict(zip(self.axes, self.canvas.to_data(at), strict=True))
        places = [shown.get(name, held.get(name)) for name in data.features]
        if any(place is None for place in places):
            return []
        features = tuple(float(place) for place in places if place is not None)
        return [painted.place(features, at)]

    def sight(self) -> Sight:
        """The plane of two features, and where the others are held."""
        area, (x, y) = self.canvas.area, self.axes
        held = tuple(self.lens.held_of(self.experiment.data, self.axes).items())
        across = x, float(area.left), float(area.right)
        return Sight((across, (y, float(area.bottom), float(area.top))), held)

    def _style(self) -> None:
        if self.experiment.data.task == "regression":
            self._regions.style_heat(self.theme)
        elif self.experiment.data.classes:
            self._regions.style_classes(self.theme, self._known_looks())

    def _names(self) -> tuple[str, str]:
        return self.axes

    def _cloud(self) -> Cloud:
        x, y = (self._column(name) for name in self.axes)
        return Cloud(x, y, self._groups())

    def _groups(self) -> NDArray[np.int64]:
        if self.experiment.data.task == "classification":
            return self._class_groups()
        return values.groups(self.experiment.data)

    def _looks(self) -> tuple[Look, ...]:
        if self.experiment.data.task == "classification":
            return super()._looks()
        return values.looks(self.theme)

    @property
    def columns(self) -> tuple[str, str | None]:
        return self.axes

    @property
    def value_range(self) -> tuple[float, float] | None:
        return self.values() if self.experiment.data.task == "regression" else None

    def values(self) -> tuple[float, float]:
        """The targets' range, which the colours stand for whatever the model answers."""
        return values.span(self.experiment.data)

    def beside(self) -> Request | None:
        """The model over the plane, from a coarser grid."""
        from engine.frames import PlaneRequest

        plane = self._requests(self.canvas.area)[0]
        return replace(plane, size=COARSE) if isinstance(plane, PlaneRequest) else None

    def outline(self, view: View, /) -> tuple[Array, Array] | None:
        """The border of classes; of numbers, whose colours would hide the model's, some levels."""
        from engine.frames import Plane
        from gui.stage.layers.contour import chained

        if not isinstance(view, Plane):
            return None
        ends = border_of(view) if view.winner is not None else self._lines.ends(view, FEW)
        return chained(*ends)

    @property
    def outline_levels(self) -> tuple[float, ...]:
        """Those of numbers."""
        return self._lines.levels(FEW) if self.experiment.data.task == "regression" else ()

    def _requests(self, area: Area) -> tuple[Request, ...]:
        wide = area.grown(BEYOND)
        from engine.frames import (
            PlaneRequest,
        )  # loaded with the first frame, after the window is there

        held = tuple(self.lens.held_of(self.experiment.data, self.axes).items())
        plane = PlaneRequest(
            *self.axes, (wide.left, wide.right), (wide.bottom, wide.top), held=held
        )
        return (plane, *self._test_requests())
