"""This moment as the rules look at it: the exact state, and what follows from it when asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.answers.explaining.facts import Facts, spread
from engine.answers.explaining.reckoning import Array, Reckoning, Rows
from engine.experiment import Experiment
from engine.training.history import Keyframe
from engine.training.machine import Machine
from engine.training.run import Run
from engine.training.session import Session

MOST_ROWS = 2000  # that are looked at, evenly spread
FEWEST_ROWS = 100  # that are looked at however large the model is
AT_ONCE = 3_000_000  # rows times parameters that are looked at while training runs
AT_REST = 100_000_000  # the same while it rests
LARGEST = 2_000_000  # parameters of a model that is looked at at all
EARLY = 10  # steps before which nothing is said of what training has come to
FEWEST_FLAT = 10  # steps that are compared with as many before them
FLAT = 0.005  # of the loss of a constant answer


@dataclass(frozen=True)
class Present:
    """Where a session stands. ``changed`` is the last step at which something was changed by hand.

    ``losses`` are the last ones since then, ``start`` the parameters after that change, ``first``
    those that the run began with, ``before`` those before the last update; None where unknown.
    """

    experiment: Experiment
    machine: Machine
    step: int
    changed: int
    losses: Array
    start: Mapping[str, Tensor]
    first: Mapping[str, Tensor] | None
    before: Mapping[str, Tensor] | None
    facts: Facts
    thorough: bool

    @classmethod
    def of(cls, session: Session, facts: Facts, thorough: bool) -> Present:
        """Of a session between two steps; a half-done one changes nothing of it."""
        run = session.run
        machine, step = run.machine, run.step_number
        change, began = _last_change(run), run.history.changes[0]
        span = 2 * max(FEWEST_FLAT, machine.batches.count)
        since = max(change.step, step - span, run.base)
        fits = {n: p.shape for n, p in began.parameters.items()} == {
            n: p.shape for n, p in machine.parameters.items()
        }
        return cls(
            experiment=_standing(session),
            machine=machine,
            step=step,
            changed=change.step,
            losses=np.array(run.losses_since(since), dtype=np.float64),
            start=change.parameters,
            first=began.parameters if fits else None,
            before=run.before if change.step < step else None,
            facts=facts,
            thorough=thorough,
        )

    @property
    def is_early(self) -> bool:
        """Whether too few steps were made to tell what they come to."""
        return self.step < EARLY

    @cached_property
    def size(self) -> int:
        """How many parameters there are."""
        return sum(tensor.numel() for tensor in self.machine.parameters.values())

    @cached_property
    def can_look(self) -> bool:
        """Whether looking at the model takes no longer than it may now."""
        rows = min(len(self.machine.batches.inputs), MOST_ROWS)
        return self.size <= LARGEST and (self.thorough or rows * self.size <= AT_ONCE)

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """Which of the training rows are looked at."""
        most = min(MOST_ROWS, max(FEWEST_ROWS, AT_REST // self.size))
        return spread(len(self.machine.batches.inputs), most)

    @cached_property
    def now(self) -> Reckoning:
        """The model as it is, over the training rows."""
        batches = self.machine.batches
        rows = _rows(batches.inputs, batches.targets, self.places)
        return Reckoning(self.experiment, rows, self.machine.parameters, self.machine.off)

    @cached_property
    def test(self) -> Reckoning | None:
        """The model as it is, over the test rows, where there are enough to tell."""
        batches = self.machine.batches
        places = spread(len(batches.test_inputs), len(self.places))
        if not len(places):
            return None
        return self.now.over(_rows(batches.test_inputs, batches.test_targets, places))

    def at(self, parameters: Mapping[str, Tensor]) -> Reckoning:
        """The model with other parameters, over the training rows."""
        return Reckoning(self.experiment, self.now.rows, parameters, self.machine.off)

    @cached_property
    def floor(self) -> float:
        """The objective's share that comes of the loss, for the best constant answer."""
        return self.facts.floor * self.now.factor

    @property
    def span(self) -> int:
        """How many losses are compared with as many before them: an epoch's, at least ten."""
        return max(FEWEST_FLAT, self.machine.batches.count)

    @property
    def share(self) -> int:
        """What a step's loss is multiplied by to be that of all rows: where losses are sums."""
        return self.machine.batches.count if self.experiment.loss.reduction == "sum" else 1

    @cached_property
    def pace(self) -> tuple[float, float] | None:
        """The mean loss of the last ``span`` steps, and before it of as many; None of fewer."""
        if len(self.losses) < 2 * self.span:
            return None
        before, last = self.losses[: self.span], self.losses[self.span :]
        return float(before.mean()), float(last.mean())

    @cached_property
    def is_flat(self) -> bool:
        """Whether the loss stays where it is."""
        if self.pace is None:
            return False
        return abs(self.pace[0] - self.pace[1]) * self.share <= FLAT * self.floor

    @cached_property
    def spread(self) -> float:
        """How much the answers differ from row to row, in parts of how much the targets do."""
        aims = self.facts.deviation
        varied = aims > 0
        if not varied.any():
            return 1.0
        return float((self.now.answers.std(axis=0)[varied] / aims[varied]).max())

    def keyframe(self) -> Keyframe:
        """Everything that the steps from here on depend on."""
        return self.machine.keyframe(self.step)


def _rows(inputs: Tensor, targets: Tensor, places: NDArray[np.int64]) -> Rows:
    chosen = torch.from_numpy(places)
    found = inputs.detach().cpu()[chosen].to(torch.float64)
    aims = targets.detach().cpu()[chosen]
    if aims.is_floating_point():
        aims = aims.to(torch.float64)
    return Rows(found, aims, len(inputs))


def _standing(session: Session) -> Experiment:
    """What the numbers are of, with the threshold of now, which training does not know.

    Before a reshaping the network is still the one that it was then.
    """
    found = session.run.machine.experiment
    threshold = session.experiment.model.threshold
    return replace(found, model=replace(found.model, threshold=threshold))


def _last_change(run: Run) -> Keyframe:
    """The keyframe after which nothing was changed by hand up to here."""
    if run.stands_in:
        return run.machine.keyframe(run.step_number)
    return [change for change in run.history.changes if change.step <= run.step_number][-1]
