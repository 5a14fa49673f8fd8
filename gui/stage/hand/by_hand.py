"""Fitting a line by eye: two handles on it, which set its slope and its offset."""

from __future__ import annotations

import math
from collections import deque

import numpy as np
from PySide6.QtCore import QObject, QPointF, QTimer, Signal

from engine.experiment import Experiment
from engine.experiment.prepare import Prepared, prepare
from engine.experiment.specs import Data, Loss
from engine.frames import Arrays, Frame, ParametersRequest, Request, TrainLoss, TrainLossRequest
from gui.kit.numbers import loss as figure
from gui.kit.theme import Theme
from gui.kit.wishes import KeepParameters, Pause, SetParameter
from gui.kit.words import tr
from gui.stage.hand.grips import Grips, Place
from gui.stage.hand.handle import Handle
from gui.stage.modes.board import Board
from gui.stage.modes.line_mode import LineMode
from gui.stage.modes.line_rows import BY_HAND
from gui.stage.modes.straight_line import StraightLine

MILLISECONDS = 16  # between two lines that are sent to training
LATE_FRAMES = 10  # that may still be of lines from before
CLOSE = 1e-4  # a line's numbers in training's precision are its own


class ByHand(QObject):
    """Shown while its switch in the legend is on and the model is a straight line.

    Moving a handle pauses training, which would pull the line away under the hand; it goes on
    from there when it is run again.
    """

    wished = Signal(object)  # a Wish

    def __init__(self, board: Board, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._grips = Grips(board.canvas, theme)
        self._places: list[Place] = []
        self._cloud = board.points.cloud  # the points that the places are for
        self._line: StraightLine | None = None
        self._before: StraightLine | None = None  # when the handle was taken
        self._start: Arrays = {}  # its parameters
        self._known: Arrays = {}  # the parameters as they are now
        self._sent: StraightLine | None = None  # until a frame shows that training has it
        self._late = 0
        self._drawn: deque[StraightLine] = deque(maxlen=LATE_FRAMES)  # the newest lines of the hand
        self._best = math.inf
        self._prepared: tuple[Data, Prepared] | None = None
        self._subject: tuple[Data, Loss] | None = None
        self._timer = QTimer(self, singleShot=True, interval=MILLISECONDS)
        self._timer.timeout.connect(self._send)
        for handle in self._grips.handles:
            handle.wanted.connect(self._on_wanted)
            handle.released.connect(self._on_released)
            handle.cancelled.connect(self._on_cancelled)

    @property
    def held(self) -> bool:
        """Whether a handle is in the hand."""
        return self._grips.held

    def wants(self) -> tuple[Request, ...]:
        """The loss, as exactly as training has it, and the line's parameters."""
        return (TrainLossRequest(), ParametersRequest()) if self._mode() is not None else ()

    def forget(self) -> None:
        """There is no line, until the next frame."""
        if not self._grips.held:
            self._line, self._known = None, {}
            self.refresh()

    def draw(self, frame: Frame) -> None:
        """Follow the line of a frame, unless the hand has it."""
        mode, line = self._mode(), self._line_of(frame)
        if mode is None or line is None:
            self._line = self._line if self._grips.held else None
            self.refresh()
            return
        self._forget_best_of_others()
        loss = frame.views.get(TrainLossRequest())
        if isinstance(loss, TrainLoss):
            self._tell(loss.value, any(_same(line, one) for one in self._drawn))
        if self._grips.held:
            if frame.running and self._before is not None:  # run while the hand has the line
                self.wished.emit(Pause())
                self._timer.start()
            return
        if self._sent is not None and self._late > 0 and not _same(line, self._sent):
            self._late -= 1
            return
        self._sent = None
        mode.hold(None)
        self._line = line
        self._known = dict(frame.parameters)
        self.refresh()

    def refresh(self) -> None:
        """Put the handles where their line is now, or hide them where there is none."""
        line = self._line if self._mode() is not None else None
        if line is None:
            self._line = self._sent = None
            self._grips.hide()
            if isinstance(self._board.mode, LineMode):
                self._board.mode.hold(None)
            return
        if not self._grips.held:
            self._places = [(x, line.at(x)) for x, _ in self._places]
            cloud = self._board.points.cloud
            lost = not self._places or not all(map(self._grips.is_seen, self._places))
            if lost or (cloud is not self._cloud and self._grips.are_close(self._places)):
                self._places = self._grips.on(line, cloud.bounds)
            self._cloud = cloud
        self._grips.put(self._places)

    def restyle(self, theme: Theme) -> None:
        """Take on the colours of a theme."""
        self._grips.restyle(theme)

    # ---- the hand -------------------------------------------------------------------------------

    def _on_wanted(self, at: QPointF) -> None:
        handle, mode = self.sender(), self._mode()
        if not isinstance(handle, Handle) or mode is None or self._line is None:
            return
        if self._before is None:
            self._before, self._start = self._line, self._known
            self.wished.emit(Pause())
        index, canvas = self._grips.handles.index(handle), self._board.canvas
        place, other = self._grips.place(at), self._places[1 - index]
        if abs(place[0] - other[0]) < canvas.pixel_size()[0]:
            return  # straight up there is no line
        self._places[index] = place
        self._line = _through(place, other)
        mode.hold(self._line)
        self.refresh()
        if not self._timer.isActive():
            self._timer.start()

    def _on_released(self) -> None:
        if self._before is not None:
            self._timer.stop()
            self._send()
            self.wished.emit(KeepParameters(tr("Fit by hand"), self._start, self._known))
        self._before = None
        self.refresh()

    def _on_cancelled(self) -> None:
        mode = self._mode()
        if self._before is not None and mode is not None:
            self._timer.stop()
            self._line, self._before = self._before, None
            mode.hold(self._line)
            self._put(self._start)
        self.refresh()

    def _send(self) -> None:
        mode = self._mode()
        model = None if mode is None else mode.straight
        if self._line is None or model is None:
            return
        slope, offset = np.array([[self._line.slope]]), np.array([self._line.offset])
        self._drawn.append(self._line)
        self._put(model.parameters(slope, offset, self._known, self._scales()))

    def _put(self, parameters: Arrays) -> None:
        self._sent, self._late, self._known = self._line, LATE_FRAMES, parameters
        for name, values in parameters.items():
            self.wished.emit(SetParameter(name, values))

    # ---- what it knows --------------------------------------------------------------------------

    def _mode(self) -> LineMode | None:
        """The mode whose line can be fitted by hand now, if it may be."""
        mode, board = self._board.mode, self._board
        if not isinstance(mode, LineMode) or BY_HAND in board.off or not board.trainable:
            return None
        return mode if mode.is_any_line else None

    def _line_of(self, frame: Frame) -> StraightLine | None:
        mode = self._mode()
        model = None if mode is None else mode.straight
        if mode is None or model is None or not _fits(frame.parameters, mode.experiment):
            return None
        slope, offset = model.in_units(frame.parameters, self._scales())
        line = StraightLine(float(slope[0, 0]), float(offset[0]))
        return line if math.isfinite(line.slope) and math.isfinite(line.offset) else None

    def _scales(self) -> Prepared:
        assert self._board.experiment is not None
        data = self._board.experiment.data
        if self._prepared is None or self._prepared[0] is not data:
            self._prepared = data, prepare(data)
        return self._prepared[1]

    def _forget_best_of_others(self) -> None:
        """The best loss is one of these data and this loss function."""
        experiment, known = self._board.experiment, self._subject
        if experiment is None:
            return
        if known is None or known[0] is not experiment.data or known[1] != experiment.loss:
            self._subject = experiment.data, experiment.loss
            self._best = math.inf

    def _tell(self, loss: float, by_hand: bool) -> None:
        if by_hand:
            self._best = min(self._best, loss)
        best = figure(self._best if math.isfinite(self._best) else loss)
        self._grips.tell(tr("loss now {loss}, best {best}", loss=figure(loss), best=best))


def _through(one: Place, other: Place) -> StraightLine:
    slope = (other[1] - one[1]) / (other[0] - one[0])
    return StraightLine(slope, one[1] - slope * one[0])


def _same(line: StraightLine, other: StraightLine) -> bool:
    return all(
        math.isclose(a, b, rel_tol=CLOSE, abs_tol=CLOSE * max(map(abs, other)))
        for a, b in zip(line, other, strict=True)
    )


def _fits(parameters: Arrays, experiment: Experiment) -> bool:
    shapes = {name: np.shape(values) for name, values in parameters.items()}
    return shapes == experiment.parameter_shapes()
