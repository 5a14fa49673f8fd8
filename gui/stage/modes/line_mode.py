"""One feature, one number: the points, the fitted curve, and the residuals between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from engine.data.table import Column
from engine.experiment.coordinates import cell, cells, snapped
from engine.experiment.straight import Straight, straight
from gui.kit.colors import Look
from gui.kit.theme import Theme
from gui.kit.things import Painted, topmost
from gui.stage.layers.ahead import Ahead
from gui.stage.layers.cloud import Cloud
from gui.stage.layers.curves import (
    MOST_STICKS,
    Curves,
    Optimum,
    Residuals,
    drawable,
    mean_square,
)
from gui.stage.layers.points import Points
from gui.stage.modes import line_rows
from gui.stage.modes.mode import Hand, Mode, Row, Spot
from gui.stage.modes.straight_line import StraightLine, told
from gui.stage.plane.canvas import Area, Array, Canvas

if TYPE_CHECKING:
    from engine.frames import Frame, Request, View, WhatIf
    from gui.stage.layers.ghost import Ghost

BEYOND = 0.05  # the curve goes on a little outside, so that panning finds it there


class LineMode(Mode):
    """The target over the only feature."""

    def __init__(self, canvas: Canvas, points: Points, theme: Theme, off: set[str]) -> None:
        super().__init__(canvas, points, theme, off)
        self._curves = Curves(canvas)
        self._residuals = Residuals(canvas)
        self._optimum = Optimum(canvas)
        self._ahead = Ahead(canvas, theme)
        self._residuals.restyle(theme)
        self._optimum.restyle(theme)
        self._answers: Array = np.empty(0)
        self._held: StraightLine | None = None
        self._mean_square: float | None = None

    def place(self, hand: Hand) -> Spot:
        """The place is the row: feature and target."""
        data = self.experiment.data
        (name,) = data.features
        x = float(snapped(data, name, np.array([hand.x]))[0])
        return Spot(x, hand.y, 0, {name: cell(data, name, x), data.target: hand.y})

    def cells(self, x: Array, y: Array) -> dict[str, Column]:
        """Feature and target."""
        data = self.experiment.data
        return {data.features[0]: cells(data, data.features[0], x), data.target: y}

    @property
    def straight(self) -> Straight | None:
        """The model as a straight line, however its inputs are written; None where it bends."""
        data = self.experiment.data
        if len(data.encoding.names) > 1:  # the values of a category, each with its own height
            return None
        return straight(data, self.experiment.model)

    @property
    def is_any_line(self) -> bool:
        """Whether the model can be any straight line."""
        line = self.straight
        return line is not None and line.is_any

    @property
    def columns(self) -> tuple[str, str | None]:
        return self.names

    def hold(self, line: StraightLine | None) -> None:
        """Draw this line, whatever frames say; None leaves it to them again."""
        if line != self._held:
            self._held = line
            self.redraw()

    def _draw(self, frame: Frame) -> None:
        """Move the curve and the residuals."""
        from engine.frames import Curve  # loaded with the first frame, after the window is there

        self._ahead.take(frame)
        curve = self._answer(frame, Curve)
        if curve is not None and self._held is None:
            self._curves.show(curve.x, [curve.y], [self.theme.accent])
        predictions = self._predictions(frame)
        if predictions is not None and len(predictions.values) == len(self.points.places()[0]):
            self._answers = np.array(predictions.values, dtype=np.float64)
        self.redraw()

    def redraw(self) -> None:
        """Draw what hangs on where the points are now."""
        x, y = self.points.places()
        if self._held is not None:
            self._show_held(self._held, x)
        train = np.ones(len(x), dtype=np.bool_)
        train[: len(self.points.is_test)] = ~self.points.is_test
        has_optimum = self.is_any_line and len(self.points.cloud) > 1
        if has_optimum and "optimum" not in self.off:
            self._optimum.show(x[train], y[train])
        else:
            self._optimum.hide()
        self._draw_residuals(x, y, train)

    def _show_held(self, line: StraightLine, x: Array) -> None:
        wide = self.canvas.area.grown(BEYOND)
        ends = np.array([wide.left, wide.right])
        heights = line.slope * ends + line.offset
        self._curves.show(ends, [heights], [self.theme.accent])
        self._answers = line.slope * x + line.offset

    def in_words(self) -> str:
        """The line in the columns' own units, or how the curve lies over the points."""
        return told(self._curves.x, self._curves.y, self._names(), bool(self.straight))

    def painted(self) -> list[Painted]:
        """The squares and sticks, the line of least squares, and the model's own."""
        from gui.stage.modes import painted  # not before something is pointed at

        found = self._sticks()
        if self._optimum.is_shown:
            at = painted.middle_of(self.canvas, *self._optimum.ends())
            found += [] if at is None else [painted.best(at)]
        at = painted.middle_of(self.canvas, self._curves.x, self._curves.y)
        return found if at is None else [*found, painted.answer(self.canvas, at)]

    def painted_at(self, at: QPointF, /) -> Painted | None:
        """The line before what hangs on it."""
        from gui.stage.modes import painted

        if painted.is_on_curve(self.canvas, self._curves.x, self._curves.y, at):
            return painted.answer(self.canvas, at)
        best = self._optimum.is_shown
        if best and painted.is_on_curve(self.canvas, *self._optimum.ends(), at):
            return painted.best(at)
        return topmost(self._sticks(), at)

    def _sticks(self) -> list[Painted]:
        from gui.stage.modes import painted

        return painted.sticks(self.canvas, self.points, self._answers, self._residuals.shows)

    def draw_ghost(self, found: WhatIf, ghost: Ghost, /) -> None:
        """The curve as it would be, and one row's answer where that is no longer on it."""
        from gui.stage.modes.line_ghost import draw

        draw(found, ghost, self.points.places()[0])

    def figures(self) -> dict[str, float | None]:
        """The mean area of the squares, in the target's unit squared."""
        return {"squares": None if "squares" in self.off else self._mean_square}

    def _draw_residuals(self, x: Array, y: Array, train: NDArray[np.bool_]) -> None:
        row = self.points.lifted
        if len(self._answers) == len(x) - 1:  # the newest row's answer is still on its way
            self._answers = np.append(self._answers, self._curves.at(x[-1]))
        elif row is not None and row < len(self._answers):
            self._answers[row] = self._curves.at(x[row])
        self._mean_square = None
        if len(self._answers) != len(x):
            self._residuals.hide()
            return
        self._mean_square = mean_square(y[train], self._answers[train])
        self._residuals.show(
            x[train], y[train], self._answers[train],
            sticks="residuals" not in self.off, squares="squares" not in self.off,
        )  # fmt: skip

    def _hide_model(self) -> None:
        """Show the data alone."""
        self._answers, self._held, self._mean_square = np.empty(0), None, None
        for layer in (self._curves, self._residuals, self._ahead):
            layer.hide()

    def remove(self) -> None:
        """Leave the canvas."""
        for layer in (self._curves, self._residuals, self._optimum, self._ahead):
            layer.remove()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        super().restyle(theme)
        self._curves.recolor([theme.accent])
        self._residuals.restyle(theme)
        self._optimum.restyle(theme)
        self._ahead.restyle(theme)

    def bounds(self) -> Area:
        """The part of the plane where the data are, and the curve where it is not far from them."""
        area = super().bounds()
        near = self._curves.near(area)
        if not len(near) or not len(self.points.cloud):
            return area
        low, high = float(near.min()), float(near.max())
        return area._replace(bottom=min(area.bottom, low), top=max(area.top, high))

    def legend(self) -> tuple[Row, ...]:
        """The line, and switches for what hangs on it."""
        return line_rows.every(self, self.is_any_line)

    def _names(self) -> tuple[str, str]:
        data = self.experiment.data
        return data.features[0], data.target

    def _cloud(self) -> Cloud:
        x, y = (self._column(name) for name in self._names())
        return Cloud(x, y, np.zeros(len(x), dtype=np.int64))

    def _looks(self) -> tuple[Look, ...]:
        return (Look(self.theme.classes[0]),)

    def outline(self, view: View, /) -> tuple[Array, Array] | None:
        """The same curve."""
        from engine.frames import Curve

        if not isinstance(view, Curve) or view.y.ndim != 1:
            return None
        return drawable(view.x), drawable(view.y)

    def _requests(self, area: Area) -> tuple[Request, ...]:
        wide = area.grown(BEYOND)
        # Loaded with the first frame, after the window is there.
        from engine.frames import CurveRequest, PredictionsRequest

        curve = CurveRequest(wide.left, wide.right)
        switches = {"residuals", "squares"} - self.off
        if switches and len(self.points.cloud) <= MOST_STICKS:
            return curve, PredictionsRequest()
        return (curve, *self._test_requests())
