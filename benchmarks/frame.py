"""The window's time for one frame: 10,000 points, a 128 × 128 boundary, a long loss history."""

from __future__ import annotations

import dataclasses
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from statistics import median, quantiles
from time import perf_counter

import numpy as np

from benchmarks.measurement import ROUNDS, Measurement, rounded
from benchmarks.window import Window
from engine.experiment import Experiment
from engine.frames import Frame, Request

POINTS = 10_000
SHORT, LONG = 1_000, 1_000_000
FRAMES = 200  # drawn in each round
STEPS_A_FRAME = 150


def measure() -> Measurement:
    """The median frame with a million losses behind it, beside the same with a thousand."""
    given = experiment()
    window = Window(given)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawn) as trainer:
        frames = trainer.submit(train, given, window.app.board.wanted()).result()
    window.end_training()
    times: dict[int, list[list[float]]] = {SHORT: [], LONG: []}
    for _ in range(ROUNDS):
        for history, rounds in times.items():
            rounds.append(milliseconds(window, frames, history))
    window.close()
    detail = {
        "points": POINTS,
        "frames": FRAMES * ROUNDS,
        "p99_ms": rounded(percentile_99(times[LONG])),
        "p99_ms_short_history": rounded(percentile_99(times[SHORT])),
        "most_p99_ms": 16,
        "most_ratio": 1.2,
    }
    return Measurement(
        "ms",
        [median(times_of_round) for times_of_round in times[LONG]],
        [median(times_of_round) for times_of_round in times[SHORT]],
        detail,
    )


def experiment() -> Experiment:
    """Two classes of points with a network between them."""
    x1, x2 = np.random.default_rng(0).uniform(-1, 1, (2, POINTS))
    return Experiment.from_dict(
        {
            "data": {
                "columns": {
                    "x1": x1.tolist(),
                    "x2": x2.tolist(),
                    "class": (x1 * x2 > 0).astype(int).tolist(),
                },
                "features": ["x1", "x2"],
                "target": "class",
                "task": "classification",
            },
            "model": {"hidden": [4, 2]},
            "optimizer": {"name": "adam", "lr": 0.01},
        }
    )


def train(given: Experiment, requests: tuple[Request, ...]) -> list[Frame]:
    """Some frames of a real training, with all the views that the window asks for."""
    from engine import Session
    from engine.answers import views

    session = Session(given)
    frames = []
    for _ in range(20):
        session.step(5)
        frames.append(
            Frame(
                run=0,
                step=session.step_number,
                epoch=session.epoch_number,
                phase=session.last_phase,
                running=True,
                losses_from=0,
                new_losses=session.losses_since(0),
                loss=session.loss,
                shapes=given.parameter_shapes(),
                views=views.answer(session, requests),
            )
        )
    return frames


def milliseconds(window: Window, frames: Sequence[Frame], history: int) -> list[float]:
    """What each frame costs the window's thread, from its arrival to the painted picture."""
    losses = 1 / np.sqrt(np.arange(1, history + 1))
    window.show(dataclasses.replace(frames[0], run=window.next_run(), new_losses=losses))
    found = []
    for index in range(FRAMES):
        begun = history + index * STEPS_A_FRAME
        frame = dataclasses.replace(
            frames[index % len(frames)],
            run=window.run,
            step=begun + STEPS_A_FRAME,
            losses_from=begun,
            new_losses=1 / np.sqrt(np.arange(begun + 1, begun + STEPS_A_FRAME + 1)),
        )
        started = perf_counter()
        window.show(frame)
        found.append((perf_counter() - started) * 1000)
    return found


def percentile_99(rounds: list[list[float]]) -> float:
    """Over all rounds together."""
    return quantiles([time for times in rounds for time in times], n=100)[-1]
