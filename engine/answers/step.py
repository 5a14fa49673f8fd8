"""The numbers inside the step at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from engine.frames import (
    Setup,
    Step,
    StepRequest,
)
from engine.frames.views import MOST_NUMBERS
from engine.training.session import Session


def step(session: Session, request: StepRequest) -> Step | None:
    """The numbers inside the step at hand; None before the first."""
    now = session.run.now
    if now is None:
        return None
    prediction = now.prediction
    if prediction is None:
        prediction = session.run.machine.network_of(now.before)(now.inputs)
    sends = sum(tensor.numel() for tensor in now.before.values()) <= MOST_NUMBERS
    gradients = now.gradients or {}
    done = session.run.phases_done == 0
    moved = session.run.machine.parameters if done else {}
    return Step(
        rows=now.rows[: request.rows],
        batch_rows=len(now.inputs),
        inputs=double(now.inputs[: request.rows]),
        targets=_flat(now.targets[: request.rows]),
        predictions=_flat(prediction[: request.rows]),
        loss=None if now.loss is None else now.loss.item(),
        gradients=None if now.gradients is None else _arrays(gradients if sends else {}),
        before=_arrays(now.before if sends else {}),
        after=_arrays(moved if sends else {}) if done else None,
        lr=now.lr,
        setup=Setup.of(now.experiment),
        shapes={name: tuple(tensor.shape) for name, tensor in now.before.items()},
    )


def double(tensor: torch.Tensor) -> NDArray[np.float64]:
    """As the window reads numbers."""
    values: NDArray[np.float64] = tensor.detach().to(torch.float64).cpu().numpy()
    return values


def _flat(tensor: torch.Tensor) -> NDArray[np.float64]:
    values = double(tensor)
    return values[:, 0] if values.ndim == 2 and values.shape[1] == 1 else values


def _arrays(tensors: Mapping[str, torch.Tensor]) -> dict[str, NDArray[np.floating[Any]]]:
    return {name: tensor.detach().cpu().numpy().copy() for name, tensor in tensors.items()}
