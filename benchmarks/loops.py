"""Training without a window, in a process of its own: the baselines of the window's speed."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

BATCH = 50  # steps between two looks at the clock


def plain(experiment: Path, seconds: float) -> float:
    """Steps a second of the loop that any tutorial shows, on a 2-4-2-1 network."""
    import torch
    from torch import nn

    from engine import Experiment

    torch.set_num_threads(1)
    data = Experiment.load(experiment).data
    inputs = torch.tensor(data.table.matrix(data.features), dtype=torch.float32)
    targets = torch.tensor(data.table.matrix([data.target]), dtype=torch.float32)
    model = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 2), nn.Tanh(), nn.Linear(2, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    criterion = nn.MSELoss()
    losses = []
    started = perf_counter()
    while (elapsed := perf_counter() - started) < seconds:
        for _ in range(BATCH):
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return len(losses) / elapsed


def session(experiment: Path, seconds: float) -> float:
    """Steps a second of a session that nobody looks at."""
    from engine import Experiment, Session

    trained = Session(Experiment.load(experiment))
    started = perf_counter()
    while (elapsed := perf_counter() - started) < seconds:
        trained.step(BATCH)
    return trained.step_number / elapsed
