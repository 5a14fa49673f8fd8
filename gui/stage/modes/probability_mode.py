"""One feature, classes: the points on a lane for each class, and the probabilities as curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF

from engine.data.table import Cell, Column
from engine.experiment import Experiment
from engine.experiment.coordinates import cell, cells, snapped
from gui.kit.numbers import short
from gui.kit.swatches import line_sample
from gui.kit.theme import Theme
from gui.kit.things import Painted
from gui.kit.words import tr
from gui.stage.layers.cloud import Cloud
from gui.stage.layers.curves import Curves, dotted, drawable
from gui.stage.layers.points import Points
from gui.stage.modes.editing import Label
from gui.stage.modes.line_mode import BEYOND
from gui.stage.modes.line_rows import dotted_sample, step_row, test_row
from gui.stage.modes.mode import Hand, Mode, Row, Spot
from gui.stage.modes.wrong_points import WrongPoints
from gui.stage.plane.canvas import Area, Array, Canvas, Tick

if TYPE_CHECKING:
    from engine.frames import Frame, Request, View, WhatIf
    from gui.stage.layers.ghost import Ghost

LANE = 0.8  # the height that probability 1 has in a lane, with more than two classes
LONGEST_LABEL = 9
THRESHOLD_Z = 2


class ProbabilityMode(Mode):
    """Class k stands at height k; with two classes the height is the second one's probability."""

    def __init__(self, canvas: Canvas, points: Points, theme: Theme, off: set[str]) -> None:
        super().__init__(canvas, points, theme, off)
        self._curves = Curves(canvas)
        self._threshold = pg.InfiniteLine(pos=0.5, angle=0)
        canvas.add(self._threshold, THRESHOLD_Z)
        self._wrong = WrongPoints(self)
        self.restyle(theme)

    def place(self, hand: Hand) -> Spot:
        """The place along x is the feature, the nearest lane is the class."""
        group = max(0, min(len(self.classes) - 1, round(hand.y)))
        data = self.experiment.data
        name = data.features[0]
        x = float(snapped(data, name, np.array([hand.x]))[0])
        found: dict[str, Cell] = {name: cell(data, name, x), data.target: self.classes[group]}
        return Spot(x, float(group), group, found)

    def cells(self, x: Array, _y: Array) -> dict[str, Column]:
        """The feature; the lane is the class, which moving aside does not change."""
        data = self.experiment.data
        return {data.features[0]: cells(data, data.features[0], x)}

    def describe(self, x: float, y: float) -> str:
        """A place: the feature and the class whose lane is nearest."""
        label = self.classes[self.place(Hand(x, y, None, 0)).group]
        x_name, y_name = self._names()
        values = {"x": self._told(x_name, x), "y": str(label)}
        return tr("{x_name} = {x}, {y_name} = {y}", x_name=x_name, y_name=y_name, **values)

    def redraw(self) -> None:
        """Cross out what is wrong."""
        self._wrong.refresh()

    def show(self, experiment: Experiment, classes: tuple[Label, ...]) -> None:
        """Draw another experiment's points and lanes."""
        super().show(experiment, classes)
        self._threshold.setVisible(self._two)
        self._threshold.setPos(self._at)

    def bounds(self) -> Area:
        """The data's width, and every lane."""
        area = super().bounds()
        top = 1.0 if self._two else len(self.classes) - 1 + LANE
        return Area(area.left, area.right, 0.0, top)

    def _draw(self, frame: Frame) -> None:
        """Move the curves."""
        self._wrong.take(self._predictions(frame))
        from engine.frames import Curve  # loaded with the first frame, after the window is there

        curve = self._answer(frame, Curve)
        if curve is None or curve.y.ndim != 2:
            return
        heights = self._heights(curve.y)
        single = len(curve.y) == 1
        colors = [self.theme.accent] if single else self._known_colors()
        self._curves.show(curve.x, heights, colors)

    def _heights(self, shares: Array) -> list[Array]:
        """Where each class's probability is drawn: of two the second's, else in its lane."""
        if len(shares) == 1:
            return list(shares)
        return [
            self.classes.index(label) + LANE * share
            for label, share in zip(self.experiment.data.classes, shares, strict=False)
        ]

    def draw_ghost(self, found: WhatIf, ghost: Ghost, /) -> None:
        """The curves as they would be, and one row's probability where it is not on them."""
        from engine.frames import Curve

        for view in found.views.values():
            if isinstance(view, Curve) and view.y.ndim == 2:
                ghost.show_curves(view.x, self._heights(view.y))
        x, _ = self.points.places()
        row, answer = found.row, found.answer
        if row is not None and answer is not None and row < len(x) and self._two:
            ghost.show_point(float(x[row]), float(answer[0]))
        else:
            ghost.show_point(None, None)

    def _hide_model(self) -> None:
        """Show the data alone."""
        self._curves.hide()
        self._wrong.hide()

    def remove(self) -> None:
        """Leave the canvas."""
        self._curves.remove()
        self._wrong.remove()
        self.canvas.remove(self._threshold)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        super().restyle(theme)
        self._threshold.setPen(dotted(theme.muted, 1))
        self._wrong.restyle(theme)
        if self.classes:
            self._curves.recolor([theme.accent] if self._two else self._known_colors())

    def in_words(self) -> str:
        """Where the answer changes from the first class to the second, or how many there are."""
        x, y = self._curves.x, self._curves.y
        if not len(x):
            return ""
        name = self.experiment.data.features[0]
        threshold = self.experiment.model.threshold
        crossed = np.flatnonzero(np.diff(y >= threshold)) if self._two else np.empty(0)
        if not self._two or not len(crossed):
            return tr("probabilities of {count} classes over {x}", count=len(self.classes), x=name)
        places = ", ".join(short(float(x[place])) for place in crossed[:3])
        return tr("the class changes where {x} = {places}", x=name, places=places)

    def lane(self, label: Label, /) -> float | None:
        return float(self.classes.index(label)) if label in self.classes else None

    def legend(self) -> tuple[Row, ...]:
        """The probability and its threshold."""
        if not self._two:
            return (*self._wrong.legend(), *step_row(self), *test_row(self))
        text = tr("probability of {name}", name=self.classes[1])
        help = tr("How sure the model is that a point belongs to this class.")
        curve = Row(text, line_sample(self.theme.accent), help)
        level = dotted_sample(self.theme.muted, self._at)
        return (curve, level, *self._wrong.legend(), *step_row(self), *test_row(self))

    def painted(self) -> list[Painted]:
        """The threshold, and every curve."""
        from gui.stage.modes import painted  # not before something is pointed at

        found: list[Painted] = []
        pixels = self.canvas.pixels
        at = QPointF(pixels.left() + pixels.width() / 3, self._threshold_pixel())
        if self._two and pixels.contains(at):
            found.append(painted.threshold(at))
        for x, y in self._curves.shown():
            middle = painted.middle_of(self.canvas, x, y)
            found += [] if middle is None else [painted.answer(self.canvas, middle)]
        return found

    def painted_at(self, at: QPointF, /) -> Painted | None:
        """A curve before the threshold."""
        from gui.stage.modes import painted

        if any(painted.is_on_curve(self.canvas, x, y, at) for x, y in self._curves.shown()):
            return painted.answer(self.canvas, at)
        near = abs(self._threshold_pixel() - at.y()) <= painted.NEAR
        is_there = self._two and near and self.canvas.pixels.contains(at)
        return painted.threshold(at) if is_there else None

    def _threshold_pixel(self) -> float:
        _, down = self.canvas.to_pixels(np.zeros(1), np.array([self._at]))
        return float(down[0])

    @property
    def _at(self) -> float:
        """The probability from which the answer is the second class."""
        return self.experiment.model.threshold

    @property
    def _two(self) -> bool:
        return len(self.classes) == 2

    def _names(self) -> tuple[str, str]:
        data = self.experiment.data
        return data.features[0], data.target

    def _cloud(self) -> Cloud:
        group = self._class_groups()
        x = self._column(self.experiment.data.features[0])
        return Cloud(x, group.astype(np.float64), group)

    def _y_ticks(self) -> list[Tick]:
        lanes = [(float(lane), _short(str(label))) for lane, label in enumerate(self.classes)]
        return [lanes[0], (self._at, short(self._at)), lanes[1]] if self._two else lanes

    def outline(self, view: View, /) -> tuple[Array, Array] | None:
        """The curves, each in its class's lane."""
        from engine.frames import Curve

        if not isinstance(view, Curve) or view.y.ndim != 2:
            return None
        heights = self._heights(view.y)
        gap = np.array([np.nan])
        x = np.concatenate([part for _ in heights for part in (drawable(view.x), gap)])
        y = np.concatenate([part for height in heights for part in (drawable(height), gap)])
        return x, y

    def _requests(self, area: Area) -> tuple[Request, ...]:
        wide = area.grown(BEYOND)
        from engine.frames import (
            CurveRequest,
        )  # loaded with the first frame, after the window is there

        return (CurveRequest(wide.left, wide.right), *self._test_requests())


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1] + "…"
