"""Several sessions that train in turns, until each is at the finish or has lost its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.edits.setting import varied
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.experiment.specs import StopRule
from engine.frames.race import By
from engine.training.session import Session
from engine.training.stopping import epoch_loss

TURN = 64  # steps at most
SECONDS = 0.003  # that a turn may take, about
MOST_POINTS = 500  # of a curve that is told on the way


@dataclass(slots=True)
class Runner:
    """One of them; without a session it was refused, and ``why`` says so."""

    value: Any
    session: Session | None
    why: str = ""
    seconds: float = 0.0
    rows: int = 0

    @property
    def on_the_way(self) -> bool:
        """Whether it still has to go."""
        return self.session is not None and self.session.stopped is None

    @property
    def arrived(self) -> bool:
        """Whether it is at the finish."""
        stopped = None if self.session is None else self.session.stopped
        return stopped is not None and stopped.reason != "diverged"

    def go_on(self, steps: int, epochs: int) -> float:
        """A turn, its numbers the same as alone; the seconds that it took."""
        assert self.session is not None
        started, size = perf_counter(), self._size()
        made = self.session.run_steps(steps, epochs)
        took = perf_counter() - started
        self.seconds += took
        self.rows += made * size
        return took

    def curve(self, whole: bool) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Steps and losses, evenly thinned unless the ``whole`` is wanted; the last one always."""
        if self.session is None:
            return np.empty(0, dtype=np.int64), np.empty(0)
        losses = self.session.losses
        every = 1 if whole else max(1, -(-len(losses) // MOST_POINTS))
        steps = np.unique(np.append(np.arange(1, len(losses) + 1, every), len(losses)))
        steps = steps[steps > 0].astype(np.int64)
        return steps, losses[steps - 1]

    def _size(self) -> int:
        assert self.session is not None
        batches = self.session.run.machine.batches
        return batches.size or len(batches.inputs)


class Contest:
    """Racers of the same experiment with other values at ``path``, all from the same beginning."""

    def __init__(
        self,
        experiment: Experiment,
        path: str,
        values: Sequence[Any],
        epochs: int,
        loss_below: float | None,
    ) -> None:
        self.epochs = epochs
        by_steps: By = "rows" if path == "training.batch_size" else "steps"
        self.by: By = "loss" if loss_below is None else by_steps
        rule = StopRule(loss_below=loss_below)
        timed = replace(experiment, training=replace(experiment.training, epochs=epochs, stop=rule))
        self.runners = [_runner(timed, path, value) for value in values]
        self._next = 0
        self._steps = 1  # of each turn of this round
        self._longest = 0.0  # seconds that one of its turns took

    @property
    def over(self) -> bool:
        """Whether nobody has to go any more."""
        return not any(runner.on_the_way for runner in self.runners)

    def turn(self) -> None:
        """The next racer's turn; in each round they are as long for all."""
        for _ in self.runners:
            runner = self.runners[self._next]
            self._next = (self._next + 1) % len(self.runners)
            if runner.on_the_way:
                self._longest = max(self._longest, runner.go_on(self._steps, self.epochs))
            if self._next == 0:
                fitting = int(self._steps * SECONDS / max(self._longest, 1e-6))
                self._steps = max(1, min(TURN, fitting, 2 * self._steps))
                self._longest = 0.0
            if runner.on_the_way:
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


def _runner(experiment: Experiment, path: str, value: Any) -> Runner:
    try:
        changed = varied(experiment, path, value)
        return Runner(value, Session(changed))
    except EngineError as error:
        return Runner(value, None, str(error))
