"""What one run has been: its losses, its branches, and where something was changed on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from engine.experiment import Experiment
from gui.kit.changes import differences
from gui.kit.pinned import Earlier, PinnedRun
from gui.model.journal.losses import LossHistory, Samples
from gui.model.journal.turns import Turn, Turns, turns_in

if TYPE_CHECKING:
    from engine.frames import Frame, Snapshot

MOST_BRANCHES = 5
MOST_STEPS = 200_000  # of a branch that can be kept as a run
CLOSE = 100  # changes on the run within this part of its length are one
Curve = tuple[NDArray[np.float64], NDArray[np.float64]]  # steps and losses


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of a run when it was saved; ``marked`` is what the marks had noted.

    ``tests`` are steps and losses on the test rows, as a file has them.
    ``losses`` are those of the steps after ``base``, as far as the run had ever come.
    """

    losses: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    base: int = 0
    branches: tuple[Curve, ...] = ()
    turns: tuple[Turn, ...] = ()
    marked: Mapping[str, Any] = field(default_factory=dict)
    tests: object = None


class Journal:
    """Is given every frame and every experiment once, whoever draws them or not.

    ``losses`` are those of each step, ``tests`` those on the test rows as far as they were asked
    for; ``branches`` are what was trained before something was changed, the newest last.
    """

    def __init__(self) -> None:
        self.losses, self.tests, self.turns = LossHistory(), Samples(), Turns()
        self.branches: list[Curve] = []
        self._left: list[PinnedRun | None] = []  # the runs that the branches are of
        self._leaving: Experiment | None = None  # by which the run was trained that is ahead
        self.run: int | None = None
        self.step = 0
        self._running = False
        self._experiment: Experiment | None = None
        self._frame: Frame | None = None
        self._changed = False
        self._known: Known | None = None  # of the run that comes next
        self.marked: Mapping[str, Any] = {}  # what the marks have noted of the run

    def expect(self, known: Known | None) -> None:
        """The run that comes next is one that was there before: this is known of it."""
        self._known = known

    def open(self, experiment: Experiment) -> None:
        """Another one begins: it is no change of the one before, whose run stays until then.

        What was expected of that one has not come, and is nothing of this one's.
        """
        self._experiment, self._known = experiment, None

    def show_experiment(self, experiment: Experiment) -> None:
        """This one holds now: where training does something else with it, that is marked."""
        before, self._experiment = self._experiment, experiment
        if before is None or before is experiment or self.step == 0:
            return
        if self.step < self.losses.reached and self._leaving is None and not len(self.turns):
            self._leaving = before
        if differences(before, experiment):
            gap = self.step // CLOSE if self._running else 0
            self.turns.add(self.step, before, experiment, gap)

    def take(self, frame: Frame) -> bool:
        """Take in a frame's losses; says whether they changed the curves."""
        if frame is not self._frame:
            self._frame, self._changed = frame, self._take(frame)
        return self._changed

    def tested(self, step: int) -> float | None:
        """The loss on the test rows at a step; at the newest, by the parameters as they are now.

        So it is the one that other views show, whichever of its steps were seen.
        """
        return self.tests.at(step + 1 if step == len(self.losses) else step)

    def earned(self, now: Experiment) -> tuple[Experiment, Earlier]:
        """By which settings the losses came: those of the last step, and others until a step.

        ``now`` are the settings that hold: they did nothing where no step was made since.
        """
        made, turns = len(self.losses), self.turns.all()
        later = (turn.before for turn in turns if turn.step >= made)
        earlier = tuple((turn.step, turn.before) for turn in turns if turn.step < made)
        return next(later, now), earlier

    def kept(self, now: Experiment) -> PinnedRun:
        """The run at hand as it is kept beside others."""
        earned, earlier = self.earned(now)
        return PinnedRun(earned, self.losses.values.copy(), number=0, earlier=earlier)

    def recall(self, training: Snapshot, now: Experiment) -> None:
        """The run that comes next was there before, and goes on with the experiment of now."""
        self.expect(Known(turns=turns_in(training, now)))

    def clear_branches(self) -> None:
        """Forget what was trained before something was changed."""
        self.branches, self._left = [], []

    @property
    def left(self) -> tuple[PinnedRun, ...]:
        """The runs of branches that can be kept: with their losses, and one experiment all along.

        Others would not come again from their start.
        """
        return tuple(run for run in self._left if run is not None)

    def take_left(self) -> tuple[PinnedRun, ...]:
        """Those, to be kept; their branches are drawn no more."""
        taken = self.left
        pairs = [*zip(self.branches, self._left, strict=True)]
        self.branches = [branch for branch, run in pairs if run is None]
        self._left = [None] * len(self.branches)
        return taken

    def _take(self, frame: Frame) -> bool:
        before = self._state()
        if frame.run != self.run:
            self._begin(frame.run)
        elif self._leads_elsewhere(frame):
            self._branch_off(min(frame.losses_from, _reach(frame)))
        if len(frame.new_losses) or frame.losses_from < len(self.losses):
            self.losses.extend(frame.losses_from, frame.new_losses)
        self.step, self._running = frame.step, frame.running
        if self.losses.reached == len(self.losses):
            self._leaving = None
        # The parameters of now are those that the next step starts from, and computes its loss by.
        self.tests.cut(frame.step + 1)
        from engine.frames import Metrics, MetricsRequest  # there since the first frame

        metrics = frame.views.get(MetricsRequest())
        if isinstance(metrics, Metrics) and metrics.test_loss is not None:
            self.tests.add(frame.step + 1, metrics.test_loss)
        return len(frame.new_losses) > 0 or before != self._state()

    def _begin(self, run: int) -> None:
        self.run = run
        for part in (self.losses, self.tests, self.turns):
            part.clear()
        self.clear_branches()
        known, self._known, self.marked = self._known, None, {}
        if known is not None:
            self.losses.extend(known.base, known.losses)
            self.branches = [*known.branches]
            self._left = [None] * len(self.branches)
            self.turns.recall(known.turns)
            self.marked = known.marked
            self.tests.recall(known.tests)

    def _leads_elsewhere(self, frame: Frame) -> bool:
        """Whether what was cut off will not come again: something was changed after going back."""
        agrees = self.losses.agrees(frame.losses_from, frame.new_losses)
        return _reach(frame) < self.losses.reached or not agrees

    def _branch_off(self, at: int) -> None:
        if self.losses.reached > at:
            self.branches = [*self.branches, self.losses.cut_off(at)][-MOST_BRANCHES:]
            self._left = [*self._left, self._run_ahead()][-MOST_BRANCHES:]
        self._leaving = None
        self.losses.cut(at)
        self.losses.forget()
        if self._experiment is not None:
            self.turns.cut(at, self._experiment)

    def _run_ahead(self) -> PinnedRun | None:
        """What is about to be cut off, as a run of its own; None where it would not come again."""
        alone = self._experiment if not len(self.turns) else None
        experiment, losses = self._leaving or alone, self.losses.all
        if experiment is None or len(losses) > MOST_STEPS or np.isnan(losses[:1]).any():
            return None
        return PinnedRun(experiment, losses.copy(), number=0)

    def _state(self) -> tuple[object, ...]:
        """What the curves hold, as far as it can change without a new loss."""
        tested = self.tests.at(self.step + 1)
        lengths = len(self.losses), len(self.tests), len(self.turns), len(self.branches)
        return self.run, self.step, *lengths, tested


@runtime_checkable
class Reader(Protocol):
    """A panel that draws what the journal has."""

    def read_journal(self, journal: Journal) -> None:
        """Draw what this one has from now on."""


def _reach(frame: Frame) -> int:
    """The furthest step that training can go to again."""
    return frame.step if frame.furthest is None else frame.furthest
