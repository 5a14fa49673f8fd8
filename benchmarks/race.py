"""Steps a second of a race of eight alike, all of them together. Baseline: one run alone.

In the detail eight that are as different as optimizers are, beside what their own speeds imply, and
how many losses are other bits than those of the same run alone.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import torch

from benchmarks.live import experiment
from benchmarks.measurement import ROUNDS, Measurement, rounded
from engine.edits.setting import varied
from engine.experiment import Experiment
from engine.frames import Finish, Race, RaceRequest
from engine.link.slices import Slices
from engine.training.session import Session

STEPS = 2000  # of each racer
AT_ONCE = 50  # steps of a run alone between two looks at the clock
RATES = tuple(0.01 * (place + 1) for place in range(8))
OPTIMIZERS = ("sgd", "adam", "adamw", "rmsprop", "adagrad", "adadelta", "adamax", "nadam")
LEAST = 0.9


def measure() -> Measurement:
    """In slices, as the training process works on it while the run at hand stands still."""
    torch.set_num_threads(1)
    subject = experiment()
    values, baselines, mixed, differ = [], [], [], 0
    for heat in range(ROUNDS):
        baselines.append(STEPS / _alone(subject)[0])
        speed, race = _raced(subject, "optimizer.lr", RATES, heat)
        values.append(speed)
        if heat == 0:
            differ += _differing(subject, "optimizer.lr", race)
        apart = [varied(subject, "optimizer.name", name) for name in OPTIMIZERS]
        implied = STEPS * len(apart) / sum(_alone(racer)[0] for racer in apart)
        speed, race = _raced(subject, "optimizer.name", OPTIMIZERS, heat)
        mixed.append(speed / implied)
        if heat == 0:
            differ += _differing(subject, "optimizer.name", race)
    detail = {
        "network": "2-4-2-1 tanh, 250 rows",
        "least_ratio": LEAST,
        "mixed_over_implied": rounded(median(mixed)),
        "mixed_range": [rounded(min(mixed)), rounded(max(mixed))],
        "differing_losses": differ,
    }
    return Measurement("steps/s", values, baselines, detail)


def _alone(racer: Experiment) -> tuple[float, Session]:
    """Seconds that so many steps take, and the session that has made them."""
    session = Session(racer)
    started = perf_counter()
    while session.step_number < STEPS:
        session.step(AT_ONCE)
    return perf_counter() - started, session


def _raced(
    subject: Experiment, path: str, values: tuple[Any, ...], heat: int
) -> tuple[float, Race]:
    """Steps a second of all racers together, and how it ended."""
    session, slices = Session(subject), Slices()
    request = RaceRequest(path, values, Finish(STEPS), heat)
    started = perf_counter()
    slices.answer(session, 0, (request,))
    while slices.goes_on:
        slices.go_on(running=False)
    took = perf_counter() - started
    race = slices.answer(session, 0, (request,))[request]
    assert isinstance(race, Race) and race.over
    return sum(int(racer.steps[-1]) for racer in race.racers) / took, race


def _differing(subject: Experiment, path: str, race: Race) -> int:
    """How many losses are not those of the same run alone."""
    differ = 0
    for racer in race.racers:
        alone = _alone(varied(subject, path, racer.value))[1].losses
        differ += int(np.sum(alone.view(np.int64) != racer.losses.view(np.int64)))
    return differ
