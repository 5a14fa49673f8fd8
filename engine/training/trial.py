"""Tries what may help against a divergence, in slices, before it is offered."""

from __future__ import annotations

import math
from time import monotonic, thread_time

from engine.experiment import Experiment
from engine.frames import Cure
from engine.training.cures import cures
from engine.training.evidence import loss_now
from engine.training.machine import Machine
from engine.training.memory import is_lack_of_memory

SECONDS = 2.0  # of work that all attempts together may take
STRIDE = 16  # steps between two looks at whether the parameters are still numbers
MARGIN, MANY = 100, 1000  # steps past the lost one, or in all, that do where time runs out


class Trial:
    """Trains each cure from its start through its epochs until one has held.

    It has held when every number stayed finite and the loss ended below where it began; where
    there is no time for all epochs, when that is so well after the step of the divergence.
    """

    def __init__(self, experiment: Experiment, cause: str, lost_at: int) -> None:
        self.cure: Cure | None = None
        self.done = False
        self._experiment = experiment
        self._candidates = cures(experiment, cause)
        self._enough = min(lost_at + MARGIN, MANY)
        self._left = SECONDS
        self._tried: Cure | None = None  # the one at hand
        self._machine: Machine | None = None
        self._first = self._loss = math.nan
        self._steps = 0

    def go_on(self, seconds: float) -> None:
        """Try for so long; then it may be ``done``, with a ``cure`` or without."""
        started, spent = monotonic(), thread_time()
        try:
            while not self.done and monotonic() - started < seconds:
                self._advance(started + seconds)
        except (MemoryError, RuntimeError) as error:
            if not is_lack_of_memory(error):
                raise
            self.done = True
        self._left -= thread_time() - spent
        if self._left <= 0 and not self.done:
            self._close()

    def _advance(self, until: float) -> None:
        if self._machine is None:
            self._begin()
            return
        machine = self._machine
        epochs = self._experiment.training.epochs
        for _ in range(min(STRIDE, machine.batches.steps_until(epochs))):
            self._loss = machine.quick_step()
            self._steps += 1
            if not math.isfinite(self._loss):
                self._machine = None
                return
            if monotonic() >= until:  # a step of much data takes long
                break
        if not machine.is_finite():
            self._machine = None
        elif machine.batches.epoch >= epochs:
            self._judge(machine)

    def _begin(self) -> None:
        self._tried = next(self._candidates, None)
        if self._tried is None:
            self.done = True
            return
        self._machine = Machine(self._tried.applied(self._experiment))
        self._first, self._steps = loss_now(self._machine), 0
        if not math.isfinite(self._first):
            self._machine = None

    def _judge(self, machine: Machine) -> None:
        if loss_now(machine) < self._first:
            self.cure, self.done = self._tried, True
        self._machine = None

    def _close(self) -> None:
        """No time is left: what has come far enough is judged as it is."""
        machine = self._machine
        if machine is not None and self._steps > self._enough and machine.is_finite():
            self._judge(machine)
        self.done, self._machine = True, None
