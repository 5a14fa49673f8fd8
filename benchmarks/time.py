"""To any step of a long run, beside training there from its beginning."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.measurement import ROUNDS, Measurement

STEPS = 40_000  # in each round, on top of those before
PLACES = 20


def measure() -> Measurement:
    """The slowest of some random steps gone to, and the seconds that all the training took."""
    random = np.random.default_rng(0)
    session = network()
    gone: list[float] = []
    trained: list[float] = []
    for round_ in range(1, ROUNDS + 1):
        started = perf_counter()
        session.step(STEPS)
        trained.append(perf_counter() - started + sum(trained[-1:]))
        places = random.integers(0, round_ * STEPS, PLACES)
        gone.append(max(seconds_to(session, int(step)) for step in places))
        session.goto(round_ * STEPS)
    size = session.run.history.size
    detail = {"steps": ROUNDS * STEPS, "places": PLACES, "history_bytes": size, "most": 0.2}
    return Measurement("s", gone, trained, detail)


def seconds_to(session: Any, step: int) -> float:
    """Go to a step, back or forth."""
    started = perf_counter()
    session.goto(step)
    return perf_counter() - started


def network() -> Any:
    """A 2-4-2-1 network on 250 rows."""
    from engine import Experiment, Session

    a, b = np.random.default_rng(0).normal(size=(2, 250))
    columns = {"a": a.tolist(), "b": b.tolist(), "y": (a * b).tolist()}
    return Session(
        Experiment.from_dict(
            {
                "data": {"columns": columns, "features": ["a", "b"], "target": "y"},
                "model": {"hidden": [4, 2]},
            }
        )
    )
