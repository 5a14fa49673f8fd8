"""Why the numbers were lost, worked out from the state in which they were."""

from __future__ import annotations

from collections.abc import Callable

from engine.frames import Stop
from engine.training.causes import optimizer, overflow, pace
from engine.training.evidence import Evidence, evidence
from engine.training.machine import Machine

Look = Callable[[Evidence], Stop | None]
LOOKS: tuple[Look, ...] = (
    overflow.probabilities,
    overflow.first_step,
    optimizer.momentum,
    optimizer.division,
    pace.decay,
    optimizer.averages,
    optimizer.small_epsilon,
    optimizer.step_sizes,
    pace.penalty,
    pace.sum_of_rows,
    pace.inputs,
    pace.start,
    pace.target,
    pace.rate,
)


def diverged(machine: Machine, step: int) -> Stop:
    """Why the step after ``step`` updates loses the numbers; the machine stands before it."""
    seen = evidence(machine, step)
    return next(stop for look in LOOKS if (stop := look(seen)) is not None)
