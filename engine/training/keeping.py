"""A session as a snapshot for a file: where it stands, and keyframes on the whole way there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from engine.experiment import Experiment
from engine.frames import Moment, Snapshot
from engine.training.history import Keyframe
from engine.training.moments import moment
from engine.training.run import Run

MOST = 512  # keyframes between the changes ...
MOST_BYTES = 8_000_000  # ... and what they hold together


class Trained(Protocol):
    """Whatever stands in a run of an experiment, as a session does, which makes use of this."""

    @property
    def experiment(self) -> Experiment:
        """What is trained now."""

    @property
    def run(self) -> Run:
        """The run that training is in."""


def snapshot(session: Trained) -> Snapshot:
    """All that is needed to go on elsewhere, to the last bit, and to go back from there."""
    run = session.run
    known = run.losses_known
    return Snapshot(
        experiment=session.experiment,
        step=run.step_number,
        phases=run.phases_done,
        furthest=run.furthest,
        moments=moments(run),
        base=run.base,
        losses=np.array(known, dtype=np.float64),
        watched={name: np.array(column) for name, column in run.watched.items()},
    )


def moments(run: Run) -> tuple[Moment, ...]:
    """Every change, and so many of the keyframes between them as a file may hold."""
    taken = [moment(change, changed=True) for change in run.history.changes]
    return tuple(sorted([*taken, *moments_between(run)], key=lambda found: found.step))


def moments_between(run: Run) -> tuple[Moment, ...]:
    """So many of the keyframes between the changes as a file may hold."""
    steps = {change.step for change in run.history.changes}
    kept = _spread(run.history.regular, run.step_number)
    return tuple(moment(keyframe) for keyframe in kept if keyframe.step not in steps)


def _spread(keyframes: Sequence[Keyframe], step: int) -> list[Keyframe]:
    """Some of them, evenly spread, with the one from which ``step`` is come to."""
    if not keyframes:
        return []
    most = max(1, min(MOST, MOST_BYTES // max(keyframe.size for keyframe in keyframes[-2:])))
    every = -(-len(keyframes) // most)
    before = [keyframe for keyframe in keyframes if keyframe.step < step][-1:]
    kept = {keyframe.step: keyframe for keyframe in (*keyframes[every - 1 :: every], *before)}
    return [kept[at] for at in sorted(kept)]
