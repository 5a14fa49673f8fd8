"""Where on the way the settings were changed, and in which words: ``Learning rate 0.01 → 0.1``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.catalog import LOSSES, OPTIMIZERS, SCHEDULES
from engine.experiment import Experiment
from engine.experiment.specs import Choice
from gui.kit.numbers import count, short
from gui.kit.words import tr


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

    def near(self, step: int, reach: float) -> Turn | None:
        """The turn next to ``step``, no further away than ``reach``."""
        close = [turn for turn in self._turns if abs(turn.step - step) <= reach]
        return min(close, key=lambda turn: abs(turn.step - step), default=None)


def differences(old: Experiment, new: Experiment) -> list[str]:
    """What training does otherwise with ``new``, one sentence each."""
    data, training = (old.data, new.data), (old.training, new.training)
    return [
        *_choice(tr("Optimizer"), OPTIMIZERS, old.optimizer, new.optimizer),
        *_choice(tr("Schedule"), SCHEDULES, old.schedule, new.schedule),
        *_choice(tr("Loss"), LOSSES, *(Choice(e.loss.name, e.loss.values) for e in (old, new))),
        *_plain(tr("L1 penalty"), old.regularization.l1, new.regularization.l1),
        *_plain(tr("L2 penalty"), old.regularization.l2, new.regularization.l2),
        *_plain(tr("Batch size"), *(spec.batch_size for spec in training)),
        *_plain(tr("Shuffle"), *(spec.shuffle for spec in training)),
        *_plain(tr("Test rows"), *(spec.test_fraction for spec in data)),
        *_rows(old, new),
    ]


def _choice(name: str, catalog: dict[str, Any], old: Choice, new: Choice) -> list[str]:
    """Another entry, or other numbers of the same one."""
    if old.name != new.name:
        labels = [tr(catalog[choice.name].label) for choice in (old, new)]
        return [_arrow(name, *labels)]
    before, after = old.as_dict(), new.as_dict()
    found: list[str] = []
    for param in catalog[new.name].params:
        pair = (before.get(param.name, param.default), after.get(param.name, param.default))
        found += _plain(tr(param.label), *pair)
    return found


def _plain(name: str, old: Any, new: Any) -> list[str]:
    return [] if old == new else [_arrow(name, _written(old), _written(new))]


def _rows(old: Experiment, new: Experiment) -> list[str]:
    before, after = old.data.table, new.data.table
    if before.rows != after.rows:
        return [_arrow(tr("Data"), count(before.rows), count(after.rows))]
    same = before is after or before == after
    return [] if same else [tr("Data changed")]


def _arrow(name: str, old: str, new: str) -> str:
    return tr("{name} {old} → {new}", name=name, old=old, new=new)


def _written(value: Any) -> str:
    if value is None:
        return tr("all")
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    if isinstance(value, tuple):
        return ", ".join(short(part) for part in value)
    return short(value)
