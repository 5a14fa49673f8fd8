"""The parameters as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import torch
from numpy.typing import NDArray

from engine.frames.parameters import Parameters, ParametersRequest
from engine.training.session import Session


def parameters(session: Session, request: ParametersRequest) -> Parameters:
    """Those asked for that the model has; copies, which training leaves alone."""
    run = session.run
    now, left, before = run.machine.parameters, run.updated, run.before or {}
    names = [name for name in request.names or now if name in now]
    changes = {name: left[name].detach() - before[name] for name in names if name in before}
    return Parameters(
        {name: _copy(now[name]) for name in names},
        _copies(run.gradients or {}, names),
        _copies(changes, names),
    )


def _copies(
    tensors: Mapping[str, torch.Tensor], names: Iterable[str]
) -> dict[str, NDArray[np.floating] | None]:
    return {name: _copy(tensors[name]) if name in tensors else None for name in names}


def _copy(tensor: torch.Tensor) -> NDArray[np.floating]:
    values: NDArray[np.floating] = tensor.detach().cpu().numpy().copy()
    return values
