"""What is worth finding again along a run: changes, branches, the best test loss, divergence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from engine.experiment import Experiment
from gui.kit.changes import differences
from gui.kit.numbers import count, loss
from gui.kit.words import tr
from gui.model.journal.turns import Turns

if TYPE_CHECKING:
    from engine.frames import Frame

Kind = Literal["change", "branch", "best", "diverged"]
CLOSE = 100  # changes on the run within this part of its length are one


class Mark(NamedTuple):
    """At ``step`` there is something of a kind; ``text`` says what."""

    step: int
    kind: Kind
    text: str


class Marks:
    """Follows the frames of the runs, seen or not."""

    def __init__(self) -> None:
        self.run: int | None = None
        self._reach = self._step = 0
        self._running = False
        self._turns = Turns()
        self._branches: list[int] = []
        self._best: tuple[float, int] | None = None
        self._diverged: int | None = None

    def change(self, before: Experiment, after: Experiment) -> None:
        """The settings are others from here on."""
        if self._step > 0 and differences(before, after):
            gap = self._step // CLOSE if self._running else 0
            self._turns.add(self._step, before, after, gap)

    def take(self, frame: Frame, now: Experiment) -> None:
        """Follow a frame; training that leads elsewhere cuts off what was to come."""
        if frame.run != self.run:
            self._begin(frame.run)
        reach = frame.step if frame.furthest is None else frame.furthest
        if reach < self._reach:
            self._branch_off(min(frame.losses_from, reach), now)
        self._reach, self._step, self._running = reach, frame.step, frame.running
        if frame.stopped is not None and frame.stopped.reason == "diverged":
            self._diverged = frame.step

    def test(self, step: int, value: float | None) -> None:
        """The loss on the test rows at a step."""
        if value is not None and math.isfinite(value) and step > 0:
            found = (value, step)
            self._best = found if self._best is None else min(self._best, found)

    def all(self) -> tuple[Mark, ...]:
        """Every mark, in the order of the kinds."""
        marks = [Mark(turn.step, "change", turn.text) for turn in self._turns.all()]
        marks += [Mark(step, "branch", tr("a branch begins")) for step in self._branches]
        if self._best is not None:
            value, step = self._best
            text = tr("lowest test loss: {loss}", loss=loss(value))
            marks.append(Mark(step, "best", text))
        if self._diverged is not None:
            marks.append(Mark(self._diverged, "diverged", tr("here it diverged")))
        return tuple(mark._replace(text=_at(mark)) for mark in marks)

    @property
    def noted(self) -> dict[str, Any]:
        """What is known beside the turns, as JSON has it."""
        best = list(self._best) if self._best else None
        return {"branches": [*self._branches], "best": best, "diverged": self._diverged}

    def recall(self, turns: Turns, noted: Mapping[str, Any]) -> None:
        """The run at hand was there before: what was noted of it holds again."""
        self._turns.recall(turns.all())
        self._branches = _whole(noted.get("branches"))
        best, diverged = noted.get("best"), noted.get("diverged")
        if isinstance(best, list) and len(best) == 2 and isinstance(best[0], float):
            self._best = next(((best[0], step) for step in _whole(best[1:])), None)
        self._diverged = next(iter(_whole([diverged])), None)

    def _begin(self, run: int) -> None:
        """Nothing of another run stays."""
        self.run, self._reach, self._step = run, 0, 0
        self._turns.clear()
        self._branches, self._best, self._diverged = [], None, None

    def _branch_off(self, at: int, now: Experiment) -> None:
        self._branches = [*(step for step in self._branches if step < at), at]
        self._turns.cut(at, now)
        if self._best is not None and self._best[1] > at:
            self._best = None
        if self._diverged is not None and self._diverged > at:
            self._diverged = None


def _whole(numbers: object) -> list[int]:
    """Those that are steps."""
    given = numbers if isinstance(numbers, list) else []
    return [step for step in given if type(step) is int and step >= 0]


def _at(mark: Mark) -> str:
    return tr("step {step}: {what}", step=count(mark.step), what=mark.text)
