"""Several sessions that train in turns, until each is at the finish or has lost its numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.specs import StopRule
from engine.frames.race import By, Finish
from engine.training.batches import Batches
from engine.training.milestones import Milestones
from engine.training.predicting import answered, called
from engine.training.session import Session
from engine.training.stopping import epoch_loss

TURN = 64  # steps
SECONDS = 0.004  # that is gone on for at once, about
MOST_POINTS = 500  # of a curve that is told on the way
Entry = tuple[Any, Experiment | EngineError]  # what it is called, or why there is no such one


@dataclass(slots=True)
class Runner:
    """One of them; without a session it was refused, and ``why`` says so."""

    value: Any
    session: Session | None
    finish: Finish
    why: EngineError | None = None
    seconds: float = 0.0
    is_right: bool = False  # about as many rows as the finish asks for
    been: Milestones | None = None  # places on its way
    _pace: float = math.inf  # seconds a step, at its quickest: others may have held it up
    _at_once: int = 0  # steps

    @property
    def on_the_way(self) -> bool:
        """Whether it still has to go."""
        return self.session is not None and self.session.stopped is None and not self.is_right

    @property
    def lost(self) -> bool:
        """Whether it has lost its numbers."""
        stopped = None if self.session is None else self.session.stopped
        return stopped is not None and stopped.reason == "diverged"

    @property
    def arrived(self) -> bool:
        """Whether it is at the finish."""
        stopped = None if self.session is None else self.session.stopped
        wanted = "finished" if self.finish.is_epochs else "loss_below"
        return self.is_right or (stopped is not None and stopped.reason == wanted)

    @property
    def rows(self) -> int:
        """How many rows it has seen, each as often as it did."""
        if self.session is None:
            return 0
        batches = self.session.run.machine.batches
        whole = len(batches.inputs)
        return batches.epoch * whole + min(batches.batch * (batches.size or whole), whole)

    def go_on(self, most: int) -> int:
        """So many steps at most as there is time for, their numbers as alone; how many it made."""
        assert self.session is not None
        self._at_once = max(1, min(2 * self._at_once, int(SECONDS / max(self._pace, 1e-6))))
        left = steps = min(most, self._at_once)
        while left > 0 and self.on_the_way:
            left -= self._run(left)
        if self.been is not None:
            self.been.note(self.session.step_number, self.session.run.machine.parameters)
        return steps

    def _run(self, most: int) -> int:
        """Steps of one epoch where something is looked at after each; one at least is counted."""
        assert self.session is not None
        batches = self.session.run.machine.batches
        if self.finish.accuracy is not None:
            most = min(most, batches.steps_until(batches.epoch + 1))
        started = perf_counter()
        made = max(1, self.session.run_steps(most, self.finish.epochs))
        took = perf_counter() - started
        self.seconds += took
        self._pace = min(self._pace, took / made)
        if self.finish.accuracy is not None and not self.session.run.machine.batches.batch:
            self.is_right = not self.lost and accuracy(self.session) >= self.finish.accuracy
        return made

    def curve(self, whole: bool) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Steps and losses, evenly thinned unless the ``whole`` is wanted; the last one always."""
        if self.session is None:
            return np.empty(0, dtype=np.int64), np.empty(0)
        losses = self.session.losses
        every = 1 if whole else max(1, -(-len(losses) // MOST_POINTS))
        steps = np.unique(np.append(np.arange(1, len(losses) + 1, every), len(losses)))
        steps = steps[steps > 0].astype(np.int64)
        return steps, losses[steps - 1]


class Contest:
    """Racers side by side, each from its own beginning."""

    def __init__(self, entries: Sequence[Entry], finish: Finish) -> None:
        self.runners = [_runner(value, racer, finish) for value, racer in entries]
        sessions = [r.session for r in self.runners if r.session is not None]
        sizes = {session.experiment.training.batch_size for session in sessions}
        self.by: By = "loss" if finish.is_epochs else "steps" if len(sizes) < 2 else "rows"
        self.same_start = all(_starts_as(sessions[0], other) for other in sessions[1:])
        self.same_batches = all(_sees_as(sessions[0], other) for other in sessions[1:])
        self.turns = 0  # that were gone on with
        self._next, self._left = 0, TURN  # whose turn it is, and how many steps of it are left

    @property
    def over(self) -> bool:
        """Whether nobody has to go any more."""
        return not any(runner.on_the_way for runner in self.runners)

    def turn(self) -> None:
        """As much of the next racer's turn as there is time for: in steps they are as long."""
        for _ in self.runners:
            runner = self.runners[self._next]
            goes = runner.on_the_way
            if goes:
                self._left -= runner.go_on(self._left)
                self.turns += 1
            if self._left <= 0 or not runner.on_the_way:
                self._next, self._left = (self._next + 1) % len(self.runners), TURN
            if goes:
                return

    def places(self) -> list[int | None]:
        """Of those that are there; who is as good has the same place."""
        scores = [self._score(runner) if runner.arrived else None for runner in self.runners]
        known = [score for score in scores if score is not None]
        return [None if score is None else 1 + sum(k < score for k in known) for score in scores]

    def _score(self, runner: Runner) -> float:
        """The less the better."""
        session = runner.session
        assert session is not None
        if self.by == "loss":
            count = session.run.machine.batches.count
            return epoch_loss(session.losses_since(session.step_number - count).tolist())
        return runner.rows if self.by == "rows" else session.step_number


def accuracy(session: Session) -> float:
    """The share of the training rows whose class is the model's answer."""
    machine, experiment = session.run.machine, session.experiment
    with torch.no_grad():
        output = answered(experiment, machine, machine.network(machine.batches.inputs))
    truth = machine.prepared.targets[machine.prepared.train]
    return float(np.mean(called(experiment, output) == truth))


def _runner(value: Any, racer: Experiment | EngineError, finish: Finish) -> Runner:
    if isinstance(racer, EngineError):
        return Runner(value, None, finish, racer)
    if finish.accuracy is not None and racer.data.task != "classification":
        why = EngineError("has no classes to be right about", "data.target")
        return Runner(value, None, finish, why)
    rule = StopRule(loss_below=finish.loss_below)
    training = replace(racer.training, epochs=finish.epochs, stop=rule)
    try:
        session = Session(replace(racer, training=training))
    except EngineError as error:
        return Runner(value, None, finish, error)
    parameters = session.run.machine.parameters
    been = Milestones(sum(tensor.numel() for tensor in parameters.values()))
    been.note(0, parameters)
    return Runner(value, session, finish, been=been)


def _starts_as(one: Session, other: Session) -> bool:
    """Whether two that have not begun have the same parameters."""
    mine, theirs = one.run.machine.parameters, other.run.machine.parameters
    return mine.keys() == theirs.keys() and all(
        torch.equal(value, theirs[name]) for name, value in mine.items()
    )


def _sees_as(one: Session, other: Session) -> bool:
    """Whether two that have not begun see the same rows in the same order."""
    mine, theirs = one.run.machine.batches, other.run.machine.batches
    rows, others = (session.run.machine.prepared.train for session in (one, other))
    return np.array_equal(rows, others) and _order(mine) == _order(theirs)


def _order(batches: Batches) -> tuple[object, ...]:
    """What decides which of the training rows a step sees."""
    drawn = batches.size is not None and batches.shuffled
    return batches.size, drawn, batches.place().shuffle.numpy().tobytes() if drawn else b""
