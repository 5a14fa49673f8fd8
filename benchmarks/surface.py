"""The loss over a grid of two parameters, new data each time. Baseline: one loss a place."""

from __future__ import annotations

from statistics import median
from time import perf_counter

import numpy as np
import torch

from benchmarks.measurement import ROUNDS, Measurement, rounded
from engine.answers.surface import surface
from engine.experiment import Experiment
from engine.frames import Ground, SurfaceRequest
from engine.training.session import Session

LINE, NET = 100, 64  # places along each side
MOST_LINE, MOST_NET, MOST_WAIT = 20.0, 150.0, 4.0  # milliseconds
WEIGHT, BIAS = "output.weight[0,0]", "output.bias[0]"
FIRST, LAST = "hidden1.weight[0,0]", "hidden2.weight[3,2]"
WINDOW = (-2.0, 2.0, -2.0, 2.0)


def measure() -> Measurement:
    """A line on 1,000 rows; and in the detail a 2-8-8-1 network on 250 rows, in slices."""
    lines, baselines, networks, waits = [], [], [], []
    for seed in range(ROUNDS):
        line = Session(_experiment(seed, 1000, 1, []))
        whole, _ = _timed(line, SurfaceRequest(Ground("cells", WEIGHT, BIAS), WINDOW, LINE, LINE))
        lines.append(whole)
        baselines.append(_one_by_one(line))
        network = Session(_experiment(seed, 250, 2, [8, 8]))
        request = SurfaceRequest(Ground("cells", FIRST, LAST), WINDOW, NET, NET)
        whole, longest = _timed(network, request)
        networks.append(whole)
        waits.append(longest)
    detail = {
        "places": LINE * LINE,
        "most_ms": MOST_LINE,
        "network": "2-8-8-1 tanh, 250 rows, 64 × 64",
        "network_ms": rounded(median(networks)),
        "network_most_ms": MOST_NET,
        "longest_slice_ms": rounded(median(waits)),
        "longest_slice_most_ms": MOST_WAIT,
    }
    return Measurement("ms", lines, baselines, detail)


def _experiment(seed: int, rows: int, features: int, hidden: list[int]) -> Experiment:
    x = np.random.default_rng(seed).uniform(-1, 1, (features, rows))
    names = [f"x{place + 1}" for place in range(features)]
    columns = dict(zip(names, x.tolist(), strict=True))
    data = {"columns": {**columns, "y": x.prod(axis=0).tolist()}, "features": names, "target": "y"}
    return Experiment.from_dict({"data": data, "model": {"hidden": hidden}})


def _timed(session: Session, request: SurfaceRequest) -> tuple[float, float]:
    """Milliseconds that it takes in all, and those of its longest slice."""
    slices: list[float] = []
    work = surface(session, request)
    while True:
        started = perf_counter()
        try:
            next(work)
        except StopIteration:
            return 1000 * (sum(slices) + perf_counter() - started), 1000 * max(slices)
        finally:
            slices.append(perf_counter() - started)


def _one_by_one(session: Session) -> float:
    """Milliseconds that a loop over the grid takes, a forward pass and a loss a place."""
    machine = session.run.machine
    weight, bias = (machine.parameters[name] for name in ("output.weight", "output.bias"))
    inputs, targets = machine.batches.inputs, machine.batches.targets
    started = perf_counter()
    with torch.no_grad():
        for b in torch.linspace(*WINDOW[2:], LINE):
            for a in torch.linspace(*WINDOW[:2], LINE):
                weight.fill_(a)
                bias.fill_(b)
                machine.objective(machine.network(inputs), targets).item()
    return 1000 * (perf_counter() - started)
