"""All rules, the most important first, and what they find at a moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from engine.answers.explaining import answering, course, table, units
from engine.answers.explaining.facts import Facts
from engine.answers.explaining.present import Present
from engine.experiment import Experiment
from engine.frames.findings import NAMES, Finding, Findings, FindingsRequest
from engine.training.run import Run
from engine.training.session import Session

MOST_AT_ONCE = 100_000  # training rows that are gone through while training runs

Rule = Callable[[Present], Finding | None]
OF_DATA: Mapping[str, Rule] = {
    "leak": table.leak,
    "unscaled": table.unscaled,
    "imbalance": table.imbalance,
    "constant": table.constant,
}
OF_MODEL: Mapping[str, Rule] = {
    "diverging": course.diverging,
    "symmetric": units.symmetric,
    "dead": units.dead,
    "saturated": units.saturated,
    "vanishing": units.vanishing,
    "zigzag": course.zigzag,
    "penalty": answering.penalty,
    "plateau": course.plateau,
    "alike": answering.alike,
    "ignored": answering.ignored,
    "threshold": answering.threshold,
    "outlier": table.outlier,
    "slow": course.slow,
    "noisy": course.noisy,
    "overfitting": course.overfitting,
    "converged": course.converged,
}


@dataclass(frozen=True, slots=True)
class _Kept:
    """The last look at a run: what it was a look at, and what it came to."""

    experiment: Experiment
    place: tuple[int, int]
    facts: Facts
    view: Findings

    def is_of(self, experiment: Experiment, place: tuple[int, int], thorough: bool) -> bool:
        """Whether the same would come of another look."""
        same = self.experiment is experiment and self.place == place
        return same and self.view.thorough == thorough


_KEPT: WeakKeyDictionary[Run, _Kept] = WeakKeyDictionary()


def findings(session: Session, request: FindingsRequest) -> Findings:
    """Every rule that holds now."""
    run, experiment = session.run, session.experiment
    kept, place = _KEPT.get(run), (run.step_number, run.history.version)
    standing = run.machine.experiment
    if kept is not None and kept.is_of(experiment, place, request.thorough):
        return kept.view
    facts = kept.facts if kept is not None and _is_same(kept.facts, standing) else None
    if facts is None and not request.thorough and len(run.machine.prepared.train) > MOST_AT_ONCE:
        return Findings((), thorough=False, looked=False)
    facts = facts or Facts.of(session)
    view = _looked(Present.of(session, facts, request.thorough))
    _KEPT[run] = _Kept(experiment, place, facts, view)
    return view


def _looked(now: Present) -> Findings:
    looked = now.can_look
    rules = {**OF_DATA, **OF_MODEL} if looked else OF_DATA
    with np.errstate(all="ignore"):  # what is lost in numbers is found as such
        found = [rules[name](now) for name in NAMES if name in rules]
    kept = tuple(finding for finding in found if finding is not None)
    return Findings(kept, now.thorough, looked)


def _is_same(facts: Facts, now: Experiment) -> bool:
    """Whether what is known of the data still holds."""
    then = facts.experiment
    same = then.data is now.data and then.model.inputs == now.model.inputs
    return same and then.loss == now.loss
