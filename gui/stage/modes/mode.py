"""What every way of showing data on the plane has in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPixmap

from engine.data.codes import codes
from engine.data.days import told
from engine.data.table import Cell, Column
from engine.edits.classes import class_places
from engine.experiment import Experiment
from engine.experiment.coordinates import cell, coordinates, ends, is_category
from engine.experiment.straight import Straight
from gui.kit.colors import Look, class_look
from gui.kit.numbers import short
from gui.kit.sight import Sight
from gui.kit.theme import Theme
from gui.kit.things import Painted
from gui.kit.words import tr
from gui.stage.layers.cloud import Cloud
from gui.stage.layers.points import NO_TEST, Points
from gui.stage.modes.editing import Label
from gui.stage.modes.lens import Lens
from gui.stage.plane.canvas import Area, Array, Canvas, Ticks
from gui.stage.plane.ticks import dates

if TYPE_CHECKING:
    from engine.frames import Frame, Predictions, Request, View, WhatIf
    from gui.stage.layers.ghost import Ghost

V = TypeVar("V", bound="View")
EMPTY = Area(0.0, 10.0, 0.0, 10.0)  # shown as long as there are no points
STEP = "step"  # the switch of what the step at hand does
WRONG = "wrong"  # that of crosses on points that the model gets wrong
REMEMBERED = 8  # requests whose answers may still be on their way


class Hand(NamedTuple):
    """Where a point is held: a row, or (None) a new one that would be of this class."""

    x: float
    y: float
    row: int | None
    label: Label
    value: float | None = None  # of the target, where it is a number that no axis shows


class Spot(NamedTuple):
    """Where a point would stand, the group it would belong to, and the cells of its row."""

    x: float
    y: float
    group: int
    cells: dict[str, Cell]


@dataclass(frozen=True)
class Row:
    """A line of the legend; with ``switch`` it is a button that shows and hides that layer."""

    text: str
    sample: QPixmap
    help: str
    switch: str = ""
    note: str = ""  # what it says around its figure, {value}, once there is one
    scale: tuple[float, float] | None = None  # the ends of a bar of colours


class Mode(ABC):
    """Turns rows into places and places into cells, asks for the model's views and draws them."""

    def __init__(self, canvas: Canvas, points: Points, theme: Theme, off: set[str]) -> None:
        self.canvas = canvas
        self.points = points
        self.theme = theme
        self.off = off  # switches of the legend that are turned off
        self.lens = Lens()  # the stage's own, once it has one
        self.experiment: Experiment
        self.classes: tuple[Label, ...] = ()
        self._asked: deque[Request] = deque(maxlen=REMEMBERED)

    @abstractmethod
    def place(self, hand: Hand) -> Spot:
        """What becomes of a point that is let go there."""

    @abstractmethod
    def cells(self, x: Array, y: Array) -> dict[str, Column]:
        """The cells that many places change, each to one value a row."""

    @abstractmethod
    def remove(self) -> None:
        """Leave the canvas."""

    @abstractmethod
    def legend(self) -> tuple[Row, ...]:
        """What the lines and colours mean, but for the classes."""

    @abstractmethod
    def redraw(self) -> None:
        """Draw again what hangs on the point in the hand or on the shape of the plane."""

    def refit(self) -> None:
        """Draw again what hangs on the switches of the legend, or on the lens."""
        self.redraw()

    def show(self, experiment: Experiment, classes: tuple[Label, ...]) -> None:
        """Draw another experiment's points; ``classes`` are those that a point may have."""
        self.experiment = experiment
        self.classes = classes
        self.canvas.name_axes(*self._names(), self._y_ticks(), self._x_ticks())
        if not experiment.data.test_fraction:
            self.points.is_test = NO_TEST
        self.points.show(self._cloud(), self._looks())
        self.redraw()

    @property
    def names(self) -> tuple[str, str]:
        """The columns along x and y."""
        return self._names()

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme; ``show`` brings them to the points."""
        self.theme = theme

    def bounds(self) -> Area:
        """The part of the plane where the data are."""
        found = self.points.cloud.bounds if len(self.points.cloud) else EMPTY
        x, y = (self._ends(name) for name in self._names())
        return Area(*(x or found[:2]), *(y or found[2:]))

    def wants(self) -> tuple[Request, ...]:
        """The views to ask for, remembered so that late answers are known."""
        requests = self._requests(self.canvas.area)
        for request in requests:
            if request in self._asked:
                self._asked.remove(request)
            self._asked.append(request)
        return requests

    def describe(self, x: float, y: float) -> str:
        """A place, in words for the window's edge."""
        x_name, y_name = self._names()
        x_text, y_text = self._told(x_name, x), self._told(y_name, y)
        return tr("{x_name} = {x}, {y_name} = {y}", x_name=x_name, x=x_text, y_name=y_name,
                  y=y_text)  # fmt: skip

    def _told(self, name: str, place: float) -> str:
        """A place along an axis, as its ticks say it."""
        data = self.experiment.data
        if is_category(data, name):
            return str(cell(data, name, place))
        return told(place, "date") if data.kind_of(name) == "date" else short(place)

    def in_words(self) -> str:
        """What the model answers, in words; empty while there is no answer."""
        return ""

    def figures(self) -> dict[str, float | None]:
        """What the notes of the legend's rows say now, by their switches."""
        return {}

    def beside(self) -> Request | None:
        """What kept runs are asked, to be drawn over the part of the plane that is seen too."""
        return self._requests(self.canvas.area)[0]

    def outline(self, _view: View, /) -> tuple[Array, Array] | None:
        """The line of what a kept run answers to that, parted by NaN; None of another question."""
        return None

    @property
    def outline_levels(self) -> tuple[float, ...]:
        """What is answered on such lines, where they are lines of equal answers."""
        return ()

    def hide_model(self) -> None:
        """Show the data alone, and expect no answers to what was asked until now."""
        self._asked.clear()
        self._hide_model()

    def draw(self, frame: Frame) -> bool:
        """Show what a frame says about the model; False where it answers none of the requests."""
        answered = any(request in frame.views for request in self._asked)
        if answered:
            self._draw(frame)
        return answered

    def painted(self) -> list[Painted]:
        """What can be pointed at of the model, the topmost last; the points come over it."""
        return []

    def painted_at(self, _at: QPointF, /) -> Painted | None:
        """What of the model is at a pixel of the plane."""
        return None

    def ghosts(self) -> tuple[Request, ...]:
        """The views that show what the model would be: the first of those that it asks for."""
        return self._requests(self.canvas.area)[:1]

    @abstractmethod
    def draw_ghost(self, found: WhatIf, ghost: Ghost, /) -> None:
        """Draw what it would be."""

    # ---- what a mode says to this class --------------------------------------------------------

    @abstractmethod
    def _draw(self, frame: Frame) -> None:
        """Show the answers in a frame."""

    @abstractmethod
    def _hide_model(self) -> None:
        """Draw no model."""

    @abstractmethod
    def _names(self) -> tuple[str, str]:
        """The columns along x and y."""

    @abstractmethod
    def _cloud(self) -> Cloud:
        """Where the rows are."""

    @abstractmethod
    def _requests(self, area: Area) -> tuple[Request, ...]:
        """The model's views over an area."""

    def _looks(self) -> tuple[Look, ...]:
        """How each group is drawn."""
        places = class_places(self.experiment.data, self.classes).values()
        return tuple(class_look(self.theme, place) for place in places) or (
            class_look(self.theme, 0),
        )

    def _x_ticks(self) -> Ticks | None:
        """Values or dates along x instead of numbers."""
        return self._ticks_of(self._names()[0])

    def _y_ticks(self) -> Ticks | None:
        """Values or dates along y instead of numbers."""
        return self._ticks_of(self._names()[1])

    # ---- what a mode can show: others ask it, and never which one it is -------------------------

    @property
    def columns(self) -> tuple[str, str | None]:
        """The columns that a place changes: across, and up where heights are cells."""
        return self.names[0], None

    @property
    def straight(self) -> Straight | None:
        """How the model is a straight line over the axis across, where it is one."""
        return None

    @property
    def value_range(self) -> tuple[float, float] | None:
        """The target's numbers, where they are colours."""
        return None

    def is_border(self, _at: QPointF, /) -> bool:
        """Whether a pixel is on a line, and not on the ground that fills the plane."""
        return True

    def lane(self, _label: Label, /) -> float | None:
        """The height that stands for a class, where heights do."""
        return None

    def sight(self) -> Sight:
        """What of the data is seen: along the only feature's axis."""
        area = self.canvas.area
        return Sight(((self._names()[0], float(area.left), float(area.right)),))

    # ---- what a mode finds useful --------------------------------------------------------------

    def _answer(self, frame: Frame, kind: type[V]) -> V | None:
        """The newest answer in a frame to one of this mode's own requests."""
        for request in reversed(self._asked):
            view = frame.views.get(request)
            if isinstance(view, kind):
                return view
        return None

    def _predictions(self, frame: Frame) -> Predictions | None:
        """The answers at the rows; draws those kept for testing hollow."""
        from engine.frames import (
            Predictions,
        )  # loaded with the first frame, after the window is there

        predictions = self._answer(frame, Predictions)
        if predictions is not None:
            self.points.mark_test(predictions.is_test)
        return predictions

    def _test_requests(self) -> tuple[Request, ...]:
        """Ask which rows are kept for testing, where any are, or which are called wrong."""
        from engine.frames import (
            PredictionsRequest,
        )  # loaded with the first frame, after the window is there

        wrong = bool(self.classes) and WRONG not in self.off
        if wrong and self.points.crowded:
            return (PredictionsRequest(every=self.points.thinning),)
        return (PredictionsRequest(),) if self.experiment.data.test_fraction or wrong else ()

    def _column(self, name: str) -> NDArray[np.float64]:
        return coordinates(self.experiment.data, name)

    def _ticks_of(self, name: str) -> Ticks | None:
        data = self.experiment.data
        if is_category(data, name):
            return [(float(p), str(value)) for p, value in enumerate(data.encoding.values[name])]
        return dates if data.kind_of(name) == "date" else None

    def _ends(self, name: str) -> tuple[float, float] | None:
        return ends(self.experiment.data, name)

    def _class_groups(self) -> NDArray[np.int64]:
        """The group of each row by its class."""
        data = self.experiment.data
        index = {label: group for group, label in enumerate(self.classes)}
        column = data.table.columns[data.target]
        known = codes(column)
        if known is None:  # an empty table's column may not hold class names yet
            return np.array([index.get(label, 0) for label in column.tolist()], dtype=np.int64)
        groups = np.array([index.get(label, 0) for label in known.labels], dtype=np.int64)
        return groups[known.places]

    def _known_looks(self) -> list[Look]:
        """The looks of the classes that the model knows, in its order."""
        places = class_places(self.experiment.data, self.classes)
        return [class_look(self.theme, places[label]) for label in self.experiment.data.classes]

    def _known_colors(self) -> list[str]:
        return [look.color for look in self._known_looks()]
