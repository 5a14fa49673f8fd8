"""One feature, classes: the points on a lane for each class, and the probabilities as curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg

from engine.data.table import Cell, Column
from engine.experiment import Experiment
from engine.experiment.coordinates import cell, cells, snapped
from gui.kit.numbers import short
from gui.kit.swatches import line_sample
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.stage.layers.cloud import Cloud
from gui.stage.layers.curves import Curves, dotted
from gui.stage.layers.points import Points
from gui.stage.modes.editing import Label
from gui.stage.modes.line_mode import BEYOND, dotted_sample, step_row, test_row
from gui.stage.modes.mode import Hand, Mode, Row, Spot
from gui.stage.modes.wrong_points import WrongPoints
from gui.stage.plane.canvas import Area, Array, Canvas, Tick

if TYPE_CHECKING:
    from engine.frames import Frame, Request

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
        if len(curve.y) == 1:
            self._curves.show(curve.x, list(curve.y), [self.theme.accent])
            return
        known = self.experiment.data.classes
        lanes = [
            self.classes.index(label) + LANE * probability
            for label, probability in zip(known, curve.y, strict=False)
        ]
        self._curves.show(curve.x, lanes, self._known_colors())

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

    def _requests(self, area: Area) -> tuple[Request, ...]:
        wide = area.grown(BEYOND)
        from engine.frames import (
            CurveRequest,
        )  # loaded with the first frame, after the window is there

        return (CurveRequest(wide.left, wide.right), *self._test_requests())


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1] + "…"
