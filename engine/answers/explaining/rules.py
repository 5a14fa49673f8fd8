"""All rules, the most important first, and what they find at a moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from weakref import WeakKeyDictionary

import numpy as np

from engine.answers.explaining import answering, course, table, units
from engine.answers.explaining.facts import Facts
from engine.answers.explaining.present import Present
from engine.frames.findings import NAMES, Finding, Findings, FindingsRequest
from engine.training.run import Run
from engine.training.session import Session

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

_KEPT: WeakKeyDictionary[Run, Facts] = WeakKeyDictionary()


def findings(session: Session, request: FindingsRequest) -> Findings:
    """Every rule that holds now."""
    run = session.run
    now = Present.of(run, _facts(run), request.thorough)
    looked = now.can_look
    rules = {**OF_DATA, **OF_MODEL} if looked else OF_DATA
    with np.errstate(all="ignore"):  # what is lost in numbers is found as such
        found = [rules[name](now) for name in NAMES if name in rules]
    kept = tuple(finding for finding in found if finding is not None)
    return Findings(kept, request.thorough, looked)


def _facts(run: Run) -> Facts:
    """Those of the run's data, as long as these are the same."""
    kept, now = _KEPT.get(run), run.machine.experiment
    if kept is not None:
        then = kept.experiment
        same = then.data is now.data and then.model.inputs == now.model.inputs
        if same and then.loss == now.loss:
            return kept
    found = _KEPT[run] = Facts.of(run.machine)
    return found
