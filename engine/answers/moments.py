"""Curves of a model of one feature after earlier steps, replayed in slices and kept."""

from __future__ import annotations

from time import monotonic
from weakref import WeakKeyDictionary

import numpy as np

from engine.frames import Moments, MomentsRequest
from engine.frames.moments import Array
from engine.training.predicting import answers_of
from engine.training.replay import Replay
from engine.training.run import Run
from engine.training.session import Session

SLICE = 0.02  # seconds that a look may take; what is not done by then comes with a later one


class _Kept:
    """The curves of one run over one range."""

    def __init__(self, run: Run, span: tuple[float, float, int]) -> None:
        self.span = span
        self.replay = Replay(run.history)
        self.version = run.history.version
        self.curves: dict[int, Array] = {}


_KEPT: WeakKeyDictionary[Run, _Kept] = WeakKeyDictionary()


def moments(session: Session, request: MomentsRequest) -> Moments | None:
    """None where the model is not of one feature with one number as its answer."""
    experiment, run = session.experiment, session.run
    if len(experiment.data.features) != 1 or experiment.data.task != "regression":
        return None
    x = np.linspace(request.low, request.high, request.count)
    y = np.full((len(request.steps), request.count), np.nan)
    kept = _kept(run, (request.low, request.high, request.count))
    deadline, complete = monotonic() + SLICE, True
    for step in sorted(request.steps):
        if step in kept.curves or not run.history.first <= step <= run.step_number:
            continue
        machine = kept.replay.toward(step, deadline)
        if machine is None:
            complete = False
            break
        kept.curves[step] = answers_of(machine.experiment, machine, x[:, None])[:, 0]
    for place, step in enumerate(request.steps):
        if step in kept.curves and step <= run.step_number:
            y[place] = kept.curves[step]
    return Moments(request.steps, x, y, complete)


def _kept(run: Run, span: tuple[float, float, int]) -> _Kept:
    kept = _KEPT.get(run)
    if kept is None or kept.span != span:
        kept = _KEPT[run] = _Kept(run, span)
    elif kept.version != run.history.version:
        last = min(run.history.cuts[kept.version :])
        kept.version = run.history.version
        kept.curves = {step: curve for step, curve in kept.curves.items() if step < last}
    return kept
