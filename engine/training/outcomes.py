"""What comes of an experiment with other values of two of its numbers, run exactly."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.edits.parts import with_start_values
from engine.edits.setting import varied
from engine.experiment import Experiment
from engine.frames.outcome_map import CONVERGED, DIVERGED, SLOW, START_SCALE
from engine.training.network import starting_parameters
from engine.training.onward import toward
from engine.training.session import Session

STRIDE = 32  # steps between two pauses
LITTLE = 0.01  # relative change of the loss
LAST = 0.1  # of the steps


def all_changed(experiment: Experiment, values: Iterable[tuple[str, Any]]) -> Experiment:
    """The experiment with other values; EngineError where there is no such one.

    The start is scaled last: it is the one that the others lead to.
    """
    for path, value in sorted(values, key=lambda one: one[0] == START_SCALE):
        if path != START_SCALE:
            experiment = varied(experiment, path, value)
            continue
        start = starting_parameters(experiment)
        weights = {name: t.numpy() * value for name, t in start.items() if name.endswith(".weight")}
        experiment = with_start_values(experiment, weights)
    return experiment


def outcome(experiment: Experiment, steps: int) -> Iterator[tuple[int, float] | None]:
    """None between two slices; at last what became of it, and its last loss."""
    session = Session(experiment)
    yield None
    yield from toward(session, steps, STRIDE)
    losses = session.losses
    is_lost = session.stopped is not None
    yield judged(losses, is_lost), float(losses[-1]) if len(losses) else math.nan


def about(losses: NDArray[np.float64]) -> tuple[int, float]:
    """What became of a run, and its last loss, by losses of which some may be no numbers."""
    lost = np.flatnonzero(~np.isfinite(losses))[:1]
    good = losses[: lost[0]] if len(lost) else losses
    return judged(good, bool(len(lost))), float(good[-1]) if len(good) else math.nan


def judged(losses: NDArray[np.float64], is_lost: bool) -> int:
    """By the first loss, the last one, and the one a tenth of the steps before it."""
    if is_lost or not len(losses) or losses[-1] > losses[0]:
        return DIVERGED
    before = losses[-1 - max(1, round(LAST * len(losses)))] if len(losses) > 1 else losses[0]
    return CONVERGED if abs(losses[-1] - before) <= LITTLE * abs(before) else SLOW


def order(rows: int, columns: int) -> list[tuple[int, int]]:
    """All cells, first few far apart, then ever more between them."""
    cells = [(row, column) for row in range(rows) for column in range(columns)]
    return sorted(cells, key=lambda cell: (_fineness(*cell), cell))


def _fineness(row: int, column: int) -> int:
    step = 16
    while row % step or column % step:
        step //= 2
    return -step
