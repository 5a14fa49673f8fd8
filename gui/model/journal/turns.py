"""Where on the way the settings were changed, and in which words: ``Learning rate 0.01 → 0.1``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.experiment import Experiment
from gui.kit.changes import differences

if TYPE_CHECKING:
    from engine.frames import Snapshot


@dataclass(frozen=True, slots=True)
class Turn:
    """At ``step`` the settings ``before`` gave way to those ``after``."""

    step: int
    before: Experiment
    after: Experiment

    @property
    def text(self) -> str:
        """What is different, in words."""
        return ", ".join(differences(self.before, self.after))


class Turns:
    """The turns of one run in their order; of those close together, one."""

    def __init__(self) -> None:
        self._turns: list[Turn] = []

    def __len__(self) -> int:
        return len(self._turns)

    @property
    def steps(self) -> list[int]:
        """Where the turns are."""
        return [turn.step for turn in self._turns]

    def all(self) -> tuple[Turn, ...]:
        """Each of them."""
        return tuple(self._turns)

    def clear(self) -> None:
        """Begin anew."""
        self._turns.clear()

    def add(self, step: int, before: Experiment, after: Experiment, gap: int = 0) -> None:
        """The settings are others from ``step`` on; one less than ``gap`` before is made longer."""
        for later in [turn for turn in self._turns if turn.step > step][:1]:
            before = later.before  # what was in force here, before the learner went back
        self._turns = [turn for turn in self._turns if turn.step <= step]
        if self._turns and step - self._turns[-1].step <= gap:
            last = self._turns.pop()
            step, before = last.step, last.before
        if differences(before, after):
            self._turns.append(Turn(step, before, after))

    def cut(self, step: int, now: Experiment) -> None:
        """Training went on from ``step`` in another way, with the settings of ``now``."""
        if self._turns and self._turns[-1].step > step:
            self.add(step, now, now)

    def recall(self, turns: Iterable[Turn]) -> None:
        """Know these turns again."""
        self._turns = [*turns]

    def near(self, step: int, reach: float) -> Turn | None:
        """The turn next to ``step``, no further away than ``reach``."""
        close = [turn for turn in self._turns if abs(turn.step - step) <= reach]
        return min(close, key=lambda turn: abs(turn.step - step), default=None)


def turns_in(training: Snapshot, now: Experiment) -> tuple[Turn, ...]:
    """Where a run was changed on its way, as its moments tell; ``now`` holds from its end on."""
    found, before = Turns(), None
    stretches = [(moment.step, moment.experiment) for moment in training.moments]
    for step, after in (*stretches, (training.step, now)):
        if before is not None and after is not before and step > 0:
            found.add(step, before, after)
        before = after
    return found.all()
