"""The step at hand on the plane: its batch, where the gradient pulls, and the line before it."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem

from engine.experiment.prepare import Prepared, prepare
from engine.experiment.specs import Data
from engine.frames import Arrays, Frame, Request, Step, StepRequest
from engine.frames.things import PhaseCard
from gui.kit.calm import line
from gui.kit.marks import Marks
from gui.kit.numbers import count
from gui.kit.theme import Theme, mixed
from gui.kit.things import Painted
from gui.stage.modes import painted
from gui.stage.modes.board import Board
from gui.stage.modes.mode import STEP
from gui.stage.modes.straight_line import StraightLine

MOST_ROWS = 2_000  # of a batch; more are not ringed
RING = 7.0  # pixels that a ring is larger than its point
SHORTEST, LONGEST = 24.0, 160.0  # pixels that an arrow should have
HEAD = 7.0  # pixels of an arrow's head
ENDS = (0.15, 0.85)  # where along the data the arrows stand
BEFORE_Z, ARROWS_Z, BATCH_Z = 6, 9, 11


class StepMarks:
    """Shown while training stands inside or after a step, and its switch in the legend is on."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._request = StepRequest(MOST_ROWS)
        self._step: Step | None = None
        self._phase: str | None = None
        self._running = False
        self._prepared: tuple[Data, Prepared] | None = None
        self._batch = Marks(pxMode=True, symbol="o", brush=None)
        self._before = pg.PlotCurveItem(antialias=True)
        self._arrows = QGraphicsPathItem()
        self._text = pg.TextItem(anchor=(0.5, 0.5))
        for item, z in (
            (self._batch, BATCH_Z),
            (self._before, BEFORE_Z),
            (self._arrows, ARROWS_Z),
            (self._text, ARROWS_Z),
        ):
            board.canvas.add(item, z)
        self.restyle(board.theme)

    def wants(self) -> tuple[Request, ...]:
        """The step at hand, while it stands still."""
        return () if self._running or STEP in self._board.off else (self._request,)

    def draw(self, frame: Frame) -> bool:
        """Show the step of a frame; True where another frame is needed to do so."""
        stands = self._running and not frame.running
        self._running, self._phase = frame.running, frame.phase
        found, last = frame.views.get(self._request), self._step
        self._step = found if isinstance(found, Step) and not frame.running else None
        if self._step is not None or last is not None:
            self.refresh()
        return stands

    def painted(self) -> list[Painted]:
        """The arrows of the gradient, and the line before the update."""
        canvas, found = self._board.canvas, list[Painted]()
        if self._before.isVisible():
            at = painted.middle_of(canvas, *self._before.getData())
            found += [] if at is None else [Painted(PhaseCard("update"), painted.around(at))]
        box = self._arrows.path().boundingRect()
        if not self._arrows.path().isEmpty():
            across, down = canvas.to_pixels(
                np.array([box.left(), box.right()]), np.array([box.bottom(), box.top()])
            )
            ways = [
                QRectF(QPointF(x - painted.NEAR, down.min()), QPointF(x + painted.NEAR, down.max()))
                for x in across
            ]
            found += [Painted(PhaseCard("backward"), way) for way in ways]
        return found

    def forget(self) -> None:
        """Show nothing until the next frame."""
        self._step = None
        self.refresh()

    def refresh(self) -> None:
        """Draw again what hangs on the view, the switch or the points."""
        step = self._step if STEP not in self._board.off else None
        self._show_batch(step)
        now = None if step is None else self._line(step.before)
        self._show_before(step, now)
        self._show_arrows(step, now)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._batch.setPen(line(theme.text, width=1.6))
        before = line(mixed(theme.accent, theme.stage, 0.55), width=2)
        before.setDashPattern([5.0, 3.0])  # of its own: dotted is the best line
        self._before.setPen(before)
        self._arrows.setPen(line(theme.text, width=2))
        self._text.setColor(theme.text)

    def _show_batch(self, step: Step | None) -> None:
        """Rings around the batch's points, where it is not all of them.

        Points put after a step over every row do not make a part of it.
        """
        cloud, points = self._board.points.cloud, self._board.points
        rows = np.empty(0, np.int64) if step is None else step.rows
        mode = self._board.mode
        every = mode is not None and mode.experiment.training.batch_size is None
        whole = step is None or every or step.batch_rows >= len(cloud) - int(points.is_test.sum())
        if whole or step is None or step.batch_rows > MOST_ROWS or rows.max() >= len(cloud):
            self._batch.setData(x=[], y=[])
            return
        x, y = points.places()
        self._batch.setData(x=x[rows], y=y[rows], size=points.size + RING)

    def _show_before(self, step: Step | None, before: StraightLine | None) -> None:
        """The line that the update has moved away from."""
        shown = step is not None and step.after is not None and before is not None
        self._before.setVisible(shown)
        if shown and before is not None:
            area = self._board.canvas.area
            ends = np.array([area.left, area.right])
            self._before.setData(ends, before.slope * ends + before.offset)

    def _show_arrows(self, step: Step | None, now: StraightLine | None) -> None:
        """From backward to update: how far the gradient, times the learning rate, moves the line.

        At x the line moves by −η (∂L/∂W · x + ∂L/∂b).
        """
        path, text = QPainterPath(), ""
        if step is not None and step.gradients and step.after is None and now is not None:
            aim = self._line(_moved(step))
            if aim is not None:
                path, text = self._arrow_path(now, aim)
        self._arrows.setPath(path)
        self._text.setText(text)
        self._text.setVisible(bool(text))

    def _arrow_path(self, now: StraightLine, aim: StraightLine) -> tuple[QPainterPath, str]:
        board, path = self._board, QPainterPath()
        x_size, y_size = board.canvas.pixel_size()
        bounds = board.points.cloud.bounds
        places = [bounds.left + share * (bounds.right - bounds.left) for share in ENDS]
        moves = [aim.at(x) - now.at(x) for x in places]
        longest = max(abs(move) for move in moves) / y_size
        if not math.isfinite(longest) or longest == 0:
            return path, ""
        scale = magnification(longest)
        for x, move in zip(places, moves, strict=True):
            low, high = now.at(x), now.at(x) + scale * move
            _arrow(path, (x, low), high, (x_size, y_size))
        place = int(np.argmax(np.abs(moves)))
        up = math.copysign(12 * y_size, moves[place])
        self._text.setPos(places[place], now.at(places[place]) + scale * moves[place] + up)
        return path, "−η∇L" if scale == 1 else f"−η∇L × {_written(scale)}"

    def _line(self, parameters: Arrays) -> StraightLine | None:
        """The straight line of these parameters in the columns' own units, if they are one."""
        mode = self._board.mode
        model = None if mode is None else mode.straight
        if mode is None or model is None:
            return None
        shapes = {name: np.shape(values) for name, values in parameters.items()}
        if shapes != mode.experiment.parameter_shapes():
            return None
        slope, offset = model.in_units(parameters, self._scales(mode.experiment.data))
        return StraightLine(float(slope[0, 0]), float(offset[0]))

    def _scales(self, data: Data) -> Prepared:
        if self._prepared is None or self._prepared[0] is not data:
            self._prepared = data, prepare(data)
        return self._prepared[1]


def magnification(pixels: float) -> float:
    """A round number that brings an arrow of so many pixels to a length that is seen."""
    if SHORTEST <= pixels <= LONGEST:
        return 1.0
    power = 10.0 ** math.floor(math.log10(LONGEST / pixels))
    return max(
        round_one * power for round_one in (1, 2, 5) if round_one * power * pixels <= LONGEST
    )


def _moved(step: Step) -> dict[str, NDArray[np.floating]]:
    """The parameters after a step of plain gradient descent."""
    gradients = step.gradients or {}
    return {
        name: values - step.lr * gradients[name] if gradients.get(name) is not None else values
        for name, values in step.before.items()
    }


def _arrow(
    path: QPainterPath, start: tuple[float, float], end: float, pixel: tuple[float, float]
) -> None:
    x, low = start
    if abs(end - low) < pixel[1]:
        return
    back = math.copysign(HEAD * pixel[1], low - end)
    path.moveTo(x, low)
    path.lineTo(x, end)
    path.moveTo(x - HEAD / 2 * pixel[0], end + back)
    path.lineTo(x, end)
    path.lineTo(x + HEAD / 2 * pixel[0], end + back)


def _written(scale: float) -> str:
    return count(int(scale)) if scale >= 1 else f"{scale:g}"
