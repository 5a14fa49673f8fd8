"""What the tools work on: the experiment in its mode, the class at hand, the selected point."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from engine.data.table import Column
from engine.edits.classes import class_names, class_places
from engine.experiment import Experiment
from engine.experiment.specs import Data
from gui.kit.numbers import count
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.stage.layers.points import Points
from gui.stage.modes.editing import Label, offered
from gui.stage.modes.lens import Lens
from gui.stage.modes.line_mode import LineMode
from gui.stage.modes.line_rows import BY_HAND, EARLIER
from gui.stage.modes.mode import WRONG, Hand, Mode, Row, Spot
from gui.stage.modes.plane_mode import PlaneMode
from gui.stage.modes.plane_rows import CONTOURS, NEAR
from gui.stage.modes.probability_mode import ProbabilityMode
from gui.stage.plane import snapping
from gui.stage.plane.canvas import Array, Canvas

NOBODY = np.empty(0, dtype=np.int64)
MOST_HALOS = 5_000  # of more points a part has one
REACH = 3.0  # pixels around a symbol that still belong to it


class Board:
    """Knows which mode the data need, and keeps what is chosen while they change."""

    def __init__(self, canvas: Canvas, theme: Theme) -> None:
        self.canvas = canvas
        self.theme = theme
        self.points = Points(canvas, theme)
        self.experiment: Experiment | None = None
        self.mode: Mode | None = None
        self.extra_rows: tuple[Row, ...] = ()  # of the legend, after the mode's own
        self.off: set[str] = {BY_HAND, EARLIER, WRONG, CONTOURS, NEAR}
        self.lens = Lens()
        self.label: Label = 0
        self.value: float | None = None  # the target of new points, where it is a number
        self.snaps = False  # whether points that are put or moved go to round places
        self.rows: NDArray[np.int64] = NOBODY

    @property
    def selected(self) -> int | None:
        """The selected row, where it is a single one."""
        return int(self.rows[0]) if len(self.rows) == 1 else None

    @property
    def plane(self) -> PlaneMode | None:
        """The mode, where two features are its axes."""
        return self.mode if isinstance(self.mode, PlaneMode) else None

    @property
    def classes(self) -> tuple[Label, ...]:
        """The classes that a point can have; none where numbers are predicted."""
        if self.experiment is None or self.experiment.data.task == "regression":
            return ()
        return offered(self.experiment.data, class_names(self.experiment.data))

    @property
    def trainable(self) -> bool:
        """Whether there can be a model of these data."""
        if self.experiment is None:
            return False
        data = self.experiment.data
        return data.table.rows > 1 and (data.task == "regression" or len(data.classes) > 1)

    @property
    def trained(self) -> Mode | None:
        """The mode, where there can be a model."""
        return self.mode if self.trainable else None

    def in_words(self) -> str:
        """How many points there are, and what the model makes of them."""
        if self.mode is None or self.experiment is None:
            return ""
        rows = self.experiment.data.table.rows
        points = tr("1 point") if rows == 1 else tr("{count} points", count=count(rows))
        return "; ".join(part for part in (points, self.mode.in_words()) if part)

    def show(self, experiment: Experiment) -> None:
        """Draw an experiment, in another mode where its data need one."""
        before = self.experiment
        if before is not None and before.data is experiment.data:
            self.replace(experiment)
            return
        self.experiment = experiment
        if before is None or _kind(before.data) != _kind(experiment.data):
            self._change_mode(experiment.data)
        if before is not None:
            if experiment.data.table.rows < before.data.table.rows:
                self.rows = NOBODY
            self._follow_class(before.data)
        self.refresh()

    def refresh(self) -> None:
        """Draw the points anew: their places, their classes or their colours have changed."""
        if self.classes and self.label not in self.classes:
            self.label = self.classes[0]
        if self.mode is not None and self.experiment is not None:
            self.mode.show(self.experiment, self.classes)
            if not self.trainable:
                self.mode.hide_model()
            self.select_rows(self.rows)

    def replace(self, experiment: Experiment) -> None:
        """Take note of an experiment whose points are drawn already."""
        self.experiment = experiment
        if self.mode is not None:
            self.mode.experiment = experiment

    def select(self, row: int | None) -> None:
        """Choose a point, or none."""
        self.select_rows(NOBODY if row is None else np.array([row], dtype=np.int64))

    def select_rows(self, rows: NDArray[np.int64]) -> None:
        """Choose points, by their rows in ascending order."""
        self.rows = rows
        self.halo(rows, *self.points.places())

    def halo(self, rows: NDArray[np.int64], x: Array, y: Array) -> None:
        """Draw halos around rows that are at these places now."""
        some = rows if len(rows) <= MOST_HALOS else rows[:: len(rows) // MOST_HALOS + 1]
        self.points.halo(x[some], y[some])

    def moved(self, rows: NDArray[np.int64], right: float, up: float) -> dict[str, Column]:
        """Cells for some rows as far aside, in units of the axes, as their mode lets them go."""
        assert self.mode is not None
        x_size, y_size = self.canvas.pixel_size()
        x = snapping.moved(self.points.cloud.x[rows], right, x_size)
        y = snapping.moved(self.points.cloud.y[rows], up, y_size)
        return self.mode.cells(x, y)

    def stride(self, by: QPointF) -> QPointF:
        """A way in pixels; while points snap to the grid, whole steps of it."""
        if not self.snaps:
            return by
        x_size, y_size = self.canvas.pixel_size()
        return QPointF(snapping.stride(by.x(), x_size), snapping.stride(by.y(), y_size))

    def place_of(self, row: int) -> tuple[float, float]:
        """Where a row is on the plane, in the hand or not."""
        x, y = self.points.places()
        return float(x[row]), float(y[row])

    def hit(self, at: QPointF) -> int | None:
        """The row under a pixel."""
        return self.points.nearest(at.x(), at.y(), self.points.size / 2 + REACH)

    def spot(self, at: QPointF, row: int | None) -> Spot | None:
        """What becomes of a point that is let go at a pixel; the plane's edge holds it back."""
        if self.mode is None:
            return None
        pixels = self.canvas.pixels
        x, y = self.canvas.to_data(
            QPointF(
                min(max(at.x(), pixels.left()), pixels.right()),
                min(max(at.y(), pixels.top()), pixels.bottom()),
            )
        )
        x_size, y_size = self.canvas.pixel_size()
        snap = snapping.snapped if self.snaps else snapping.tidy
        return self.mode.place(Hand(snap(x, x_size), snap(y, y_size), row, self.label, self.value))

    def tidy_place(self, at: QPointF) -> tuple[float, float]:
        """The place under a pixel, without the digits that no pixel can mean."""
        x, y = self.canvas.to_data(at)
        x_size, y_size = self.canvas.pixel_size()
        return snapping.tidy(x, x_size), snapping.tidy(y, y_size)

    def lane(self) -> float | None:
        """The height of the class at hand, where heights are classes."""
        return None if self.mode is None else self.mode.lane(self.label)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self.theme = theme
        self.canvas.restyle(theme)
        self.points.restyle(theme)
        if self.mode is not None:
            self.mode.restyle(theme)
        self.refresh()

    def _follow_class(self, before: Data) -> None:
        """Where the class at hand has another name now, take that: its colour has stayed."""
        names = self.classes
        if not names or self.label in names or self.experiment is None:
            return
        known = class_places(before, offered(before, class_names(before)))
        place = known.get(self.label)
        for name, taken in class_places(self.experiment.data, names).items():
            if taken == place and name not in known:
                self.label = name
                return

    def _change_mode(self, data: Data) -> None:
        if self.mode is not None:
            self.mode.remove()
        kind = _mode_type(data)
        self.mode = kind(self.canvas, self.points, self.theme, self.off) if kind else None
        if self.mode is not None:
            self.mode.lens = self.lens


def subject(experiment: Experiment) -> tuple[object, ...]:
    """What the plane is about; when it changes, the old view means nothing any more."""
    return *_kind(experiment.data), experiment.title


def _kind(data: Data) -> tuple[object, ...]:
    return data.features, data.target, data.task


def _mode_type(data: Data) -> type[LineMode] | type[ProbabilityMode] | type[PlaneMode] | None:
    if not data.features:
        return None
    if len(data.features) > 1:
        return PlaneMode
    return LineMode if data.task == "regression" else ProbabilityMode
