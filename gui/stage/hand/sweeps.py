"""What the tools with a reach do: spray, erase, shake, attract. One gesture is one Sweep."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from engine.data.table import Cell
from engine.experiment import Experiment
from gui.stage.hand.tool import Tool
from gui.stage.modes import editing
from gui.stage.modes.board import Board
from gui.stage.modes.mode import Hand
from gui.stage.plane import snapping
from gui.stage.plane.canvas import Array

Rows = NDArray[np.bool_]
SLACK = 3  # pixels that a hand trembles in a click
PULL = 0.012  # of the way to the pointer at each tick, times the strength
SHAKE = 0.35  # pixels of deviation at each tick, times the strength


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a tool reaches around the pointer, in pixels, and how much it does at each tick."""

    radius: float = 40.0
    strength: int = 4

    def contains(self, across: Array, down: Array, at: QPointF) -> Rows:
        """Which places, in pixels, are within reach."""
        within: Rows = (across - at.x()) ** 2 + (down - at.y()) ** 2 <= self.radius**2
        return within


class Sweep(ABC):
    """A gesture from press to release over the table that was there when it began.

    ``second`` says that it was begun with the other mouse button. ``x`` and ``y`` are where the
    rows are now; ``touched`` are those that are not drawn where they were.
    """

    text = ""  # what the undo menu says

    def __init__(self, board: Board, reach: Reach, second: bool, seed: int) -> None:
        assert board.experiment is not None
        self.board = board
        self.reach = reach
        self.second = second
        self.base: Experiment = board.experiment
        self.draw = np.random.default_rng(seed)
        self.x, self.y = board.points.cloud.x.copy(), board.points.cloud.y.copy()
        self.touched: Rows = np.zeros(len(self.x), dtype=np.bool_)
        self.gone: Rows = self.touched.copy()
        self.added: list[tuple[float, float, int, dict[str, Cell]]] = []

    @abstractmethod
    def tick(self, at: QPointF) -> bool:
        """Act once around a pixel; False where there was nothing to do."""

    @abstractmethod
    def result(self) -> Experiment:
        """The experiment as the gesture has made it so far."""

    def _within(self, at: QPointF) -> Rows:
        across, down = self.board.canvas.to_pixels(self.x, self.y)
        return self.reach.contains(across, down, at) & ~self.gone & ~self.board.points.hidden


class Spray(Sweep):
    """New points of the class at hand, evenly spread over the circle; never outside the view."""

    def tick(self, at: QPointF) -> bool:
        """As many points as the strength says."""
        mode = self.board.mode
        assert mode is not None
        angle = self.draw.uniform(0, 2 * np.pi, self.reach.strength)
        distance = self.reach.radius * np.sqrt(self.draw.uniform(0, 1, self.reach.strength))
        label = self._label()
        for across, down in zip(np.cos(angle) * distance, np.sin(angle) * distance, strict=True):
            place = at + QPointF(across, down)
            if self.board.canvas.pixels.contains(place):
                spot = mode.place(
                    Hand(*self.board.tidy_place(place), None, label, self.board.value)
                )
                self.added.append((spot.x, spot.y, spot.group, spot.cells))
        return True

    def result(self) -> Experiment:
        """The points added at the table's end."""
        return editing.sprayed(self.base, [cells for *_, cells in self.added])

    def _label(self) -> editing.Label:
        """The class at hand; with the other button the one after it."""
        classes, label = self.board.classes, self.board.label
        if not self.second or label not in classes:
            return label
        return classes[(classes.index(label) + 1) % len(classes)]


class Erase(Sweep):
    """Points within reach are gone, also those between two places of a quick hand."""

    def __init__(self, board: Board, reach: Reach, second: bool, seed: int) -> None:
        super().__init__(board, reach, second, seed)
        self._last: QPointF | None = None

    def tick(self, at: QPointF) -> bool:
        """Erase along the way from the last place."""
        start = self._last or at
        self._last = QPointF(at)
        way = at - start
        length = (way.x() ** 2 + way.y() ** 2) ** 0.5
        steps = max(1, int(np.ceil(length / max(self.reach.radius / 2, 1.0))))
        before = int(self.gone.sum())
        for step in range(1, steps + 1):
            self.gone |= self._within(start + way * (step / steps))
        self.touched = self.gone
        return int(self.gone.sum()) > before

    def result(self) -> Experiment:
        """The table without the rows."""
        return editing.removed(self.base, np.flatnonzero(self.gone))


class Carry(Sweep):
    """Points within reach change their places; those that a mode holds to a height keep it."""

    def tick(self, at: QPointF) -> bool:
        """Move what is within reach."""
        rows = np.flatnonzero(self._within(at))
        if not len(rows):
            return False
        across, down = self.board.canvas.to_pixels(self.x[rows], self.y[rows])
        x_size, y_size = self.board.canvas.pixel_size()
        right, below = self._shift(across, down, at)
        self.x[rows] += right * x_size
        if self._columns()[1] is not None:
            self.y[rows] -= below * y_size
        self.touched[rows] = True
        return True

    def result(self) -> Experiment:
        """The rows at their new places."""
        rows = np.flatnonzero(self.touched)
        x_name, y_name = self._columns()
        cells = {x_name: self.x[rows]}
        if y_name is not None:
            cells[y_name] = self.y[rows]
        return editing.carried(self.base, rows, cells)

    @abstractmethod
    def _shift(self, across: Array, down: Array, at: QPointF, /) -> tuple[Array, Array]:
        """How many pixels each point goes."""

    def _columns(self) -> tuple[str, str | None]:
        """The columns that the plane shows, as far as a place can change them."""
        assert self.board.mode is not None
        return self.board.mode.columns


class Shift(Sweep):
    """The selected points go where the hand goes."""

    def __init__(
        self,
        board: Board,
        rows: NDArray[np.int64],
        start: QPointF,
        anchor: int,
        slack: int = SLACK,
    ) -> None:
        super().__init__(board, Reach(), False, 0)
        self._slack, self._last = slack, QPointF(start)
        self.rows = rows
        self._start = start
        self._anchor = float(self.x[anchor]), float(self.y[anchor])  # what snaps to the grid
        self._from = self.x[rows], self.y[rows]

    def tick(self, at: QPointF) -> bool:
        """Everything as far from its place as the hand from where it began."""
        x_size, y_size = self.board.canvas.pixel_size()
        by = at - self._start
        if at == self._last or (not self.touched.any() and by.manhattanLength() <= self._slack):
            return False
        self._last = QPointF(at)
        x = self._shifted(0, by.x() * x_size, x_size)
        y = self._shifted(1, -by.y() * y_size, y_size)
        assert self.board.mode is not None
        self._cells = self.board.mode.cells(x, y)
        self.x[self.rows] = x
        if len(self._cells) > 1:
            self.y[self.rows] = y
        self.touched[self.rows] = True
        self.board.halo(self.rows, self.x, self.y)
        return True

    def result(self) -> Experiment:
        """The rows at their new places."""
        return editing.carried(self.base, self.rows, self._cells)

    def _shifted(self, axis: int, way: float, pixel: float) -> Array:
        """The places along an axis; where points snap, it is the taken one that does."""
        if way and self.board.snaps:
            anchor = self._anchor[axis]
            way = snapping.snapped(anchor + way, pixel) - anchor
        return snapping.moved(self._from[axis], way, pixel)


class Jitter(Carry):
    """Points shake by a Gaussian at each tick."""

    def _shift(self, across: Array, _down: Array, _at: QPointF) -> tuple[Array, Array]:
        size = SHAKE * self.reach.strength
        return self.draw.normal(0, size, len(across)), self.draw.normal(0, size, len(across))


class Attract(Carry):
    """Points come nearer to the pointer; with the other button they go away from it."""

    def _shift(self, across: Array, down: Array, at: QPointF) -> tuple[Array, Array]:
        pull = PULL * self.reach.strength * (-1 if self.second else 1)
        return (at.x() - across) * pull, (at.y() - down) * pull


SWEEPS: Mapping[Tool, type[Sweep]] = {
    Tool.BRUSH: Spray,
    Tool.DELETE: Erase,
    Tool.JITTER: Jitter,
    Tool.MAGNET: Attract,
}
