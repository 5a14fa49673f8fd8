"""A part of a large layer's weights: the numbers themselves, or what stands out of each block."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.frames.network import Matrix, MatrixRequest
from engine.training.session import Session


def matrix(session: Session, request: MatrixRequest) -> Matrix | None:
    """None where there is no such parameter, or it has become smaller than what is asked for."""
    tensor = session.run.machine.parameters.get(request.name)
    if tensor is None or tensor.dim() != 2:
        return None
    bottom, right = request.top + request.rows, request.left + request.columns
    if bottom > tensor.shape[0] or right > tensor.shape[1]:
        return None
    part = tensor.detach()[request.top : bottom, request.left : right].cpu().numpy()
    shape = int(tensor.shape[0]), int(tensor.shape[1])
    exact = max(part.shape) <= request.most
    values = part if exact else outstanding(part, request.most)
    return Matrix(request, shape, np.array(values, dtype=part.dtype), exact)


def outstanding(values: NDArray[np.floating], most: int) -> NDArray[np.floating]:
    """At most ``most`` rows and columns: of each block the number of the largest size."""
    for axis in (0, 1):
        edges = np.unique(np.linspace(0, values.shape[axis], most + 1).round().astype(np.intp))
        starts = edges[:-1]
        if len(starts) == values.shape[axis]:
            continue
        high = np.maximum.reduceat(values, starts, axis=axis)
        low = np.minimum.reduceat(values, starts, axis=axis)
        values = np.where(np.abs(low) > np.abs(high), low, high)
    return values
