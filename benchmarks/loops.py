"""Training without a window, in a process of its own: the baselines of the window's speed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine import Experiment

BATCH = 50  # steps between two looks at the clock
OPTIMIZERS: dict[str, dict[str, Any]] = {
    "sgd": {"name": "sgd", "lr": 0.01},
    "momentum": {"name": "sgd", "lr": 0.01, "momentum": 0.9},
    "adam": {"name": "adam", "lr": 0.001},
}


def with_optimizer(experiment: Experiment, name: str) -> Experiment:
    """The experiment with one of the optimizers that are measured."""
    from engine import catalog
    from engine.experiment.specs import Choice

    numbers = dict(OPTIMIZERS[name])
    entry = catalog.OPTIMIZERS[numbers.pop("name")]
    return replace(experiment, optimizer=Choice.of(entry, **numbers))


def plain(experiment: Path, optimizer: str, seconds: float) -> float:
    """Steps a second of the loop that any tutorial shows, on a 2-4-2-1 network."""
    import torch
    from torch import nn

    from engine import Experiment

    torch.set_num_threads(1)
    data = Experiment.load(experiment).data
    inputs = torch.tensor(data.table.matrix(data.features), dtype=torch.float32)
    targets = torch.tensor(data.table.matrix([data.target]), dtype=torch.float32)
    model = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 2), nn.Tanh(), nn.Linear(2, 1))
    numbers = dict(OPTIMIZERS[optimizer])
    kind = torch.optim.Adam if numbers.pop("name") == "adam" else torch.optim.SGD
    steps = kind(model.parameters(), **numbers)
    criterion = nn.MSELoss()
    losses = []
    started = perf_counter()
    while (elapsed := perf_counter() - started) < seconds:
        for _ in range(BATCH):
            steps.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            steps.step()
            losses.append(loss.item())
    return len(losses) / elapsed


def session(experiment: Path, optimizer: str, seconds: float) -> float:
    """Steps a second of a session that nobody looks at."""
    from engine import Experiment, Session

    trained = Session(with_optimizer(Experiment.load(experiment), optimizer))
    started = perf_counter()
    while (elapsed := perf_counter() - started) < seconds:
        trained.step(BATCH)
    return trained.step_number / elapsed
