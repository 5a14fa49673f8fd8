"""A run made again from what its file says of it, and how its losses compare."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from engine.checking.row import Exact
from engine.frames import Moment, Snapshot
from engine.training.machine import Machine
from engine.training.moments import keyframe
from engine.training.run import Run
from engine.training.session import Session

CLOSE = 1e-5  # of a loss: by so much another processor's may differ from keyframe to keyframe
NEAR = 1e-3  # of a parameter: the same, where nothing says how far apart the keyframes are
ROUNDED = 8.0  # machine epsilons of a residual that rounding alone may leave
Losses = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Replayed:
    """The session at the furthest step; ``first`` is where the history begins.

    ``other`` is the first step whose loss is another one than the file's, where there is one;
    ``astray`` the first at which the file has other parameters than the run that its losses are of.
    """

    session: Session
    first: int
    exact: Exact
    other: int | None
    astray: int | None = None


def replayed(run: Snapshot) -> Replayed:
    """Train the current branch again, edits included, and compare each loss."""
    torch.set_num_threads(1)
    moments = run.moments or (Moment(run.experiment, 0, changed=True),)
    first = moments[0]
    told = run.losses[first.step - run.base :]
    changes = {moment.step: moment for moment in moments[1:] if moment.changed}
    kept = {moment.step: moment for moment in moments[1:] if not moment.changed}
    machine, losses, astray = _machine(first), list[float](), list[int]()
    for step in range(first.step, run.furthest):
        machine = _machine(changes[step]) if step in changes else machine
        losses.append(machine.quick_step())
        if not math.isfinite(losses[-1]):
            break
        if step + 1 in kept and not _stands_at(machine, kept[step + 1]):
            astray.append(step + 1)
    if run.furthest in changes:
        machine = _machine(changes[run.furthest])
    found = np.array(losses, dtype=np.float64)
    session = Session(machine.experiment, Run(machine, run.furthest))
    if np.array_equal(found, told):
        exact: Exact = "yes" if len(told) else ""
        return Replayed(session, first.step, exact, None, next(iter(astray), None))
    is_close = first.step == 0 and first.parameters is None and _is_close(run, moments, told)
    other = first.step + 1 + _first_other(found, told)
    return Replayed(session, first.step, "close" if is_close else "no", other)


def _is_close(run: Snapshot, moments: Sequence[Moment], told: Losses) -> bool:
    """Whether each stretch agrees that begins at a keyframe of the file's own."""
    if len(told) != run.furthest - moments[0].step:
        return False
    least = _least(run.experiment.training.dtype, told)
    for part, losses, leads_on in _stretches(run, moments):
        there = told[part]
        known = np.isfinite(there)
        near = np.abs(losses - there)[known] <= CLOSE * np.abs(there[known]) + least
        if not (np.all(near) and np.array_equal(np.isfinite(losses), known) and leads_on):
            return False
    return True


def _stretches(run: Snapshot, moments: Sequence[Moment]) -> Iterator[tuple[slice, Losses, bool]]:
    """Each stretch's place among the losses, its losses made again, and whether it leads on.

    To the next keyframe, which nobody has made better meanwhile.
    """
    start = moments[0].step
    machine: Machine | None = None
    for moment, after in zip(moments, [*moments[1:], None], strict=True):
        end = run.furthest if after is None else after.step
        if end <= moment.step:
            continue
        if machine is None or machine.experiment is not moment.experiment:
            machine = _machine(moment)
        else:
            machine.load(keyframe(moment))
        losses = [machine.quick_step() for _ in range(moment.step, end)]
        leads_on = after is None or after.changed or _stands_at(machine, after, NEAR)
        yield slice(moment.step - start, end - start), np.array(losses), leads_on


def _stands_at(machine: Machine, moment: Moment, share: float = CLOSE) -> bool:
    """Whether the parameters are a keyframe's, but for such a share of the largest one."""
    for name, told in (moment.parameters or {}).items():
        found = machine.parameters[name].detach().cpu().numpy()
        room = share * float(np.max(np.abs(found), initial=0.0))
        if found.shape != told.shape or not np.allclose(found, told, rtol=0, atol=room):
            return False
    return True


def _machine(moment: Moment) -> Machine:
    return Machine(moment.experiment, keyframe(moment))


def _least(dtype: str, told: Losses) -> float:
    """A loss that is nothing but what rounding has left of the residuals, which is chance."""
    residual = ROUNDED * float(np.finfo(dtype).eps)
    return residual**2 * float(np.max(np.abs(told[np.isfinite(told)]), initial=0.0))


def _first_other(found: Losses, told: Losses) -> int:
    shorter = min(len(found), len(told))
    differ = np.flatnonzero(found[:shorter] != told[:shorter])
    return int(differ[0]) if len(differ) else shorter
