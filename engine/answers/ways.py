"""The same prediction by a matrix product, and by ``nn.Linear`` without and with a bias."""

from __future__ import annotations

from itertools import combinations

import torch
from torch import Tensor, nn

from engine.answers.then import as_then
from engine.frames import PredictionWay, PredictionWays, WaysRequest
from engine.training.session import Session

ONES = "1"  # the input that is a column of ones


def ways(session: Session, request: WaysRequest) -> PredictionWays | None:
    """None where the model is not one weighted sum of inputs and an offset."""
    split = _split(session)
    if split is None:
        return None
    columns, weight, offset = split
    rows, count = columns.shape
    ones = torch.ones((rows, 1), dtype=columns.dtype)
    matrix = torch.cat([ones, columns], dim=1)
    whole = torch.cat([offset.reshape(1), weight])
    without = nn.Linear(count + 1, 1, bias=False, dtype=columns.dtype)
    plain = nn.Linear(count, 1, dtype=columns.dtype)
    with torch.no_grad():
        without.weight.copy_(whole.reshape(1, -1))
        plain.weight.copy_(weight.reshape(1, -1))
        plain.bias.copy_(offset.reshape(1))
        found = (
            (("y_hat = X @ w",), matrix @ whole),
            (
                (f"model = nn.Linear({count + 1}, 1, bias=False)", "y_hat = model(X)"),
                without(matrix),
            ),
            (
                (f"model = nn.Linear({count}, 1)", _called(rows, count)),
                plain(columns),
            ),
        )
    shown = tuple(
        PredictionWay(code, tuple(values.shape), _plain(values)[: request.rows].numpy())
        for code, values in found
    )
    flat = [_plain(values) for _, values in found]
    difference = max(float((one - other).abs().max()) for one, other in combinations(flat, 2))
    return PredictionWays(shown, difference)


def _split(session: Session) -> tuple[Tensor, Tensor, Tensor] | None:
    """The inputs without a column of ones, their weights, and the offset."""
    experiment, machine = as_then(session), session.run.machine
    weight, bias = machine.network.layers[-1]
    if experiment.model.hidden or len(weight) > 1:
        return None
    names = experiment.model.inputs or ()
    places = [place for place, name in enumerate(names) if name.strip() == ONES]
    if bias is None and len(places) != 1:
        return None
    kept = [place for place in range(weight.shape[1]) if bias is not None or place not in places]
    inputs, numbers = machine.batches.inputs.cpu(), weight.detach().cpu()[0]
    offset = numbers[places[0]] if bias is None else bias.detach().cpu()[0]
    return (inputs[:, kept], numbers[kept], offset) if kept else None


def _called(rows: int, count: int) -> str:
    return f"y_hat = model(x.reshape({rows}, 1))" if count == 1 else "y_hat = model(x)"


def _plain(values: Tensor) -> Tensor:
    return values.flatten().to(torch.float64)
