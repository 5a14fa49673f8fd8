"""Where a run stands: marked before it is worked on, gone back to, copied."""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import torch
from torch import Tensor

from engine.frames import Phase, Stop
from engine.training.history import History, Keyframe
from engine.training.losses import Losses
from engine.training.machine import Machine, StepState, Tensors
from engine.training.stopping import Columns, Watch

# What a run consists of besides what it knows of its steps.
KEPT = (
    *("machine", "step_number", "stopped", "now", "gradients", "before", "_after"),
    *("_forks", "_other", "_next", "_watch", "_guard"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a run stood; ``keyframe`` is None where its machine is still as it was."""

    fields: Mapping[str, Any]
    keyframe: Keyframe | None
    history: tuple[int, list[Keyframe], list[Keyframe]]
    losses: array[float]
    watched: Columns


@dataclass(slots=True)
class Safe:
    """The mark to go back to; a newer one takes its place in one go."""

    mark: Mark


class Standing(ABC):
    """What a run consists of."""

    def __init__(self, machine: Machine, step: int = 0) -> None:
        self.machine = machine
        self.step_number = step
        self.history = History(machine.keyframe(step))
        self._losses = Losses(step)
        self._forks = False  # whether going on from here leads elsewhere than it did
        self._other: Keyframe | None = None  # what going on begins with, where it is not history
        self.stopped: Stop | None = None
        self.now: StepState | None = None
        self.gradients: Mapping[str, Tensor] | None = None
        self.before: Tensors | None = None
        self._after: Tensors = {}  # what the last update left, of what was exchanged by hand since
        self._next = 0
        self._watch: Watch | None = None
        self._guard: Keyframe | None = None  # where the step at hand, if one is, began
        self.safe: Safe | None = None  # where to go back to should what is being done be ended

    @property
    def phases_done(self) -> int:
        """How many phases of the step at hand are done; 0 is between two steps."""
        return self._next

    @property
    def updated(self) -> Tensors:
        """The parameters as the last update left them, whatever was put in by hand since."""
        return {**self.machine.parameters, **self._after}

    @property
    def is_by_hand(self) -> bool:
        """Whether the parameters are others than the last update left."""
        now = self.machine.parameters
        return any(not torch.equal(left, now[name]) for name, left in self._after.items())

    def _note_exchange(self, old: Machine) -> None:
        """Keep what the last update left where the machine at hand has something else."""
        now = self.machine.parameters if self.before is not None else {}
        for name, left in old.parameters.items():
            if name in now and _is_like(left, now[name]) and not torch.equal(left, now[name]):
                self._after = {name: left.detach().clone(), **self._after}

    @property
    def base(self) -> int:
        """The step that the run began at."""
        return self._losses.base

    @property
    def losses(self) -> array[float]:
        """The losses up to here, as a copy."""
        return self.losses_since(self.base)

    @property
    def losses_known(self) -> array[float]:
        """The losses as far as the run has ever come, as a copy."""
        return self._losses.between(self.base, self.furthest)

    def losses_since(self, step: int) -> array[float]:
        """The losses after ``step`` up to here, as a copy."""
        return self._losses.between(step, self.step_number)

    @property
    def furthest(self) -> int:
        """The last step that can be gone to without training for it."""
        return self._losses.furthest

    @property
    def forks(self) -> bool:
        """Whether going on from here leaves behind what was reached, for something has changed."""
        return self.step_number < self.furthest and (self._forks or self._other is not None)

    def rest(self) -> Keyframe:
        """The state between two steps; what a half-done step has computed changes nothing."""
        return self.machine.keyframe(self.step_number)

    def mark(self, keyframe: Keyframe | None = None) -> Mark:
        """Where the run stands; ``keyframe`` is needed where its machine will be worked on."""
        fields = {name: getattr(self, name) for name in KEPT}
        watched = self._watch.mark() if self._watch else ()
        return Mark(fields, keyframe, self.history.mark(), self._losses.mark(), watched)

    def go_back(self, mark: Mark) -> None:
        """Stand as at a mark, whatever was being done since; a half-done step is done again.

        What was computed since holds as far as nothing was changed by hand: it is what will come.
        """
        for name, value in mark.fields.items():
            setattr(self, name, value)
        self.history.go_back(mark.history)
        self._losses.go_back(mark.losses)
        if self._watch is not None:
            self._watch.go_back(mark.watched)
        if mark.keyframe is not None:  # the machine may be in the middle of anything
            self.machine = Machine(mark.keyframe.experiment, mark.keyframe)
            self._do_again(self._next)

    def copied(self) -> Self:
        """A run of its own that stands as this one does and leads to the same."""
        keyframe = self._guard if self._next and self._guard is not None else self.rest()
        run = type(self)(Machine(self.machine.experiment, keyframe), keyframe.step)
        for name in KEPT:
            if name != "machine":
                setattr(run, name, getattr(self, name))
        run.history, run._losses = self.history.copied(), self._losses.copied()
        run._watch = self._watch and self._watch.copied()
        run._do_again(self._next)
        return run

    def _do_again(self, phases: int) -> None:
        """So many phases of the step at hand, on a machine that stands at its beginning."""
        if phases:
            self._next = 0
            for _ in range(phases):
                self._phase()

    def _save(self, keyframe: Keyframe | None) -> None:
        """What was done until here will stay, should the rest be ended."""
        if self.safe is not None:
            self.safe.mark = self.mark(keyframe)

    @abstractmethod
    def _phase(self) -> Phase:
        """Run the next phase and return its name."""


def _is_like(one: Tensor, other: Tensor) -> bool:
    """Whether two tensors can be compared."""
    return (one.shape, one.dtype, one.device) == (other.shape, other.dtype, other.device)
