"""The ground that is drawn: what of it is asked for, and as long as it holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.experiment import Experiment
from engine.frames import Frame, Ground, Surface, SurfaceRequest
from engine.frames.surface import Window
from gui.panels.surface.bar import GroundBar
from gui.panels.surface.plot import NEAR

MOST_DOTS = 400
FINE, COARSE = 100, 48  # places along each side, of small and of large models and tables
LARGE = 20_000  # rows times parameters
NEARLY = 0.05  # of the window's size, from the path's own plane


class KnownGround:
    """Along directions the plane goes through the step at which training last stood still."""

    def __init__(self, bar: GroundBar) -> None:
        self._bar = bar
        self.surface: Surface | None = None
        self.window: Window | None = None  # None: the whole way is to be shown
        self.has_levels = False  # whether the levels that are drawn may stay
        self._centre: int | None = None  # the step that directions start from
        self._place = (-1, -1)  # run and step
        self._known_at: tuple[int, int] | None = None  # where the ground that is drawn holds

    @property
    def wanted(self) -> Ground | None:
        """The plane that is chosen, through its step; None where there are no two numbers."""
        ground = self._bar.ground()
        if ground is None or ground.kind == "cells":
            return ground
        return replace(ground, centre=self._centre)

    @property
    def every(self) -> int:
        """Of how many steps the way has one: a power of two, so that most of it serves longer."""
        every = 1
        while self._place[1] > MOST_DOTS * every:
            every *= 2
        return every

    @property
    def near(self) -> float:
        """How far from the plane still lies in it; the path's own nearly holds it."""
        ground = self._bar.ground()
        return NEARLY if ground is not None and ground.kind == "path" else NEAR

    @property
    def holds(self) -> bool:
        """Whether the ground that is drawn is the one at the step shown."""
        ground, surface = self.wanted, self.surface
        if ground is None or surface is None or self.window is None or self._known_at is None:
            return False
        run, step = self._place
        step = step if ground.centre is None else ground.centre
        return surface.stays or self._known_at == (run, step)

    def request(self, ground: Ground, experiment: Experiment | None) -> SurfaceRequest:
        """What is asked for; a large model's loss at fewer places."""
        size = FINE
        if experiment is not None:
            numbers = sum(int(np.prod(shape)) for shape in experiment.parameter_shapes().values())
            is_large = experiment.data.table.rows * numbers > LARGE
            size = COARSE if is_large and numbers > 2 else FINE
        return SurfaceRequest(ground, self.window, size, size)

    def is_of_other_run(self, frame: Frame) -> bool:
        """Whether what is known is of another run than a frame's."""
        return frame.run != self._place[0]

    def follow(self, frame: Frame) -> None:
        """Go where training is; where it stands still, directions go through there."""
        self._place = frame.run, frame.step
        if self._centre is None or (not frame.running and self._centre != frame.step):
            self._centre, self._known_at = frame.step, None

    def take(self, request: SurfaceRequest, surface: Surface) -> bool:
        """Whether this is what is wanted, which is known then."""
        ground = self.wanted
        if ground is None or request.ground != ground or request.window != self.window:
            return False
        if request.window is None:
            self.window = surface.window
        self.surface, self.has_levels = surface, True
        self._known_at = self._place[0], surface.step
        return True

    def forget(self) -> None:
        """Nothing is known."""
        self.surface, self.window, self._centre = None, None, None
        self._known_at, self.has_levels = None, False

    def look(self, window: Window | None) -> None:
        """Another part is to be seen; None for the whole way."""
        self.window, self._known_at, self.has_levels = window, None, False
        if self.surface is not None:
            self.surface = None if window is None else replace(self.surface, stays=False)


def has_other_ground(one: Experiment, other: Experiment) -> bool:
    """Whether the loss at the same parameters may be another one."""
    ignored = replace(one.model, threshold=other.model.threshold, init=other.model.init)
    return (
        one.data is not other.data
        or replace(ignored, frozen=other.model.frozen) != other.model
        or one.loss != other.loss
        or one.regularization != other.regularization
        or one.training.dtype != other.training.dtype
    )
