"""Seconds until every cell of a map is trained exactly, as its view asks for it.

400 cells of 200 steps of a 2-4-2-1 network on 250 rows. Baseline: as many sessions, one after the
other, that nobody looks at. In the detail the first picture, which one pass of all cells gives.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter, process_time

import torch

from benchmarks.asking import Asking
from benchmarks.live import experiment
from benchmarks.measurement import ROUNDS, Measurement, rounded
from engine.edits.setting import varied
from engine.experiment import Experiment
from engine.frames import OutcomeMap, OutcomeMapRequest
from engine.frames.outcome_map import UNKNOWN
from engine.training.session import Session

SIDE, STEPS = 20, 200
ACROSS, UP = "optimizer.lr", "optimizer.momentum"
RATES = tuple(0.02 * (place + 1) for place in range(SIDE))
MOMENTA = tuple(0.045 * (place + 1) for place in range(SIDE))
MOST_FIRST, MOST = 3.0, 15.0  # seconds


def measure() -> Measurement:
    """The training process draws it; the sessions of the baseline are in this one."""
    torch.set_num_threads(1)
    subject = experiment()
    values, firsts, baselines, wrong = [], [], [], []
    processor: list[float] = []
    with Asking(subject) as asking:
        for heat in range(ROUNDS):
            first, whole, differ = _drawn(asking, heat)
            firsts.append(first)
            values.append(whole)
            wrong.append(differ)
            began = process_time()
            baselines.append(_one_by_one(subject))
            processor.append(process_time() - began)
    detail = {
        "cells": SIDE * SIDE,
        "steps": STEPS,
        "network": "2-4-2-1 tanh, 250 rows",
        "most_s": MOST,
        "first_picture_s": rounded(median(firsts)),
        "first_picture_most_s": MOST_FIRST,
        "cells_that_the_first_picture_had_otherwise": max(wrong),
        "baseline_processor_s": rounded(median(processor)),
    }
    return Measurement("s", values, baselines, detail)


def _drawn(asking: Asking, heat: int) -> tuple[float, float, int]:
    """Seconds to the first whole picture and to the exact one; how many cells differ in them."""
    request = OutcomeMapRequest(ACROSS, UP, RATES, MOMENTA, STEPS, heat)
    started, first = perf_counter(), None
    for view in asking.until(request, lambda view: isinstance(view, OutcomeMap) and view.over):
        assert isinstance(view, OutcomeMap)
        if first is None and (view.outcomes != UNKNOWN).all():
            first = perf_counter() - started, view
        last = view
    assert first is not None
    return first[0], perf_counter() - started, int((first[1].outcomes != last.outcomes).sum())


def _one_by_one(subject: Experiment) -> float:
    started = perf_counter()
    for rate in RATES:
        for momentum in MOMENTA:
            Session(varied(varied(subject, ACROSS, rate), UP, momentum)).step(STEPS)
    return perf_counter() - started
