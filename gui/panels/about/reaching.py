"""Whether a goal is reached, and since which step, as far as frames can tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.experiment import Experiment
from engine.experiment.goals import Goal, parsed
from gui.kit.words import tr

if TYPE_CHECKING:
    from engine.frames import Frame, Request

BY_STEP = {"loss", "step"}  # what is known of every step, and not only of those that are looked at


class Reaching:
    """Follows one goal through the frames of a run.

    In a run on all rows the loss after each step is known: the next step computes it. So the step
    that reaches a goal of losses is exact; for others it is the first one that was looked at.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self._goal: Goal = parsed(experiment.goal)
        self._run: int | None = None
        self._step = 0
        self._holds: bool | None = None
        self._from_start = False  # whether every loss of the run was seen
        self.first: int | None = None

    @property
    def is_exact(self) -> bool:
        """Whether the step is the one at which it was reached, and not one that was looked at."""
        size, rows = self.experiment.training.batch_size, self.experiment.data.table.rows
        whole = size is None or size >= rows
        return self._from_start and whole and BY_STEP.issuperset(self._goal.names)

    def wants(self) -> tuple[Request, ...]:
        """What frames must bring so that it can be told."""
        from engine.frames import MetricsRequest, TrainLossRequest

        of_rows = {"test_loss", "accuracy", "test_accuracy"} & set(self._goal.names)
        return (MetricsRequest() if of_rows else TrainLossRequest(),)

    def take(self, frame: Frame) -> None:
        """Look at one more frame."""
        if frame.run != self._run:
            self._run, self.first, self._from_start = frame.run, None, frame.losses_from == 0
        elif self.first is not None and len(frame.new_losses) and frame.losses_from <= self.first:
            self.first = None  # what led there is another way now
        if self.is_exact and self.first is None:
            self.first = self._found(frame)
        self._step = frame.step
        figures = figures_of(frame)
        if not figures:
            self._holds = None
            return
        self._holds = self._goal.reached(self.experiment, figures)
        if self._holds and (self.first is None or frame.step < self.first):
            self.first = frame.step

    def told(self) -> str:
        """How it stands, in words."""
        if self._holds is None:
            return ""
        if self.first is None or self.first > self._step:
            return tr("Not reached yet.")
        if not self._holds:
            return tr("Was reached at step {step}, but not any more.", step=self.first)
        if self.is_exact:
            return tr("Reached at step {step}.", step=self.first)
        return tr("Reached, seen at step {step}.", step=self.first)

    @property
    def is_reached(self) -> bool:
        """Whether it is, at the step that was looked at last."""
        return bool(self._holds)

    def _found(self, frame: Frame) -> int | None:
        for place, loss in enumerate(frame.new_losses.tolist()):
            step = frame.losses_from + place
            if self._goal.reached(self.experiment, {"loss": loss, "step": step}):
                return step
        return None


def figures_of(frame: Frame) -> Mapping[str, float]:
    """What goals may ask for, by name, as far as a frame has it; empty where it has no loss."""
    from engine.frames import Metrics, MetricsRequest, TrainLoss, TrainLossRequest

    place = {"step": float(frame.step), "epoch": float(frame.epoch)}
    loss, found = frame.views.get(TrainLossRequest()), frame.views.get(MetricsRequest())
    if isinstance(found, Metrics) and found.train_loss is not None:
        tested = {} if found.test_loss is None else {"test_loss": found.test_loss}
        named = (("accuracy", found.train), ("test_accuracy", found.test))
        shares = {name: part["accuracy"] for name, part in named if "accuracy" in part}
        return {**place, "loss": found.train_loss, **tested, **shares}
    return {**place, "loss": loss.value} if isinstance(loss, TrainLoss) else {}
