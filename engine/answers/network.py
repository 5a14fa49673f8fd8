"""Every neuron's output over the axes of the data, in one forward pass over a grid of pixels."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from engine.data.moments import moments
from engine.experiment import Experiment
from engine.experiment.prepare import feature_numbers
from engine.frames.network import Axis, Map, Network, NetworkRequest
from engine.training.machine import Machine
from engine.training.predicting import answered, inputs_of
from engine.training.session import Session

MOST_GRIDS = 4  # that are kept: two sizes, and those of the moment before


def network(session: Session, request: NetworkRequest) -> Network | None:
    """None where the features are others by now."""
    machine = session.run.machine
    features = machine.experiment.data.features
    named = [axis.feature for axis in request.axes]
    if not set(named) <= set(features) or len(set(named)) != min(len(features), 2):
        return None
    small = _grids.of(machine, request.axes, request.size)
    large = _grids.of(machine, request.axes, request.output_size)
    with torch.no_grad():
        hidden = [after for _, after in machine.network.trace(small)[:-1]]
        output = answered(machine.experiment, machine, machine.network(large))
    few = [_pictures(each, request, request.size) for each in (small, *hidden)]
    return Network(
        session.step_number,
        machine.experiment.model,
        few[0],
        tuple(few[1:]),
        _pictures(torch.from_numpy(output), request, request.output_size),
    )


def places(axis: Axis, size: int) -> NDArray[np.float64]:
    """The middles of the pixels along an axis, from low to high."""
    return axis.low + (np.arange(size) + 0.5) / size * (axis.high - axis.low)


def _pictures(values: torch.Tensor, request: NetworkRequest, size: int) -> Map:
    """One array a neuron, from values of shape (pixels, neurons); none of a large layer."""
    count = values.shape[1]
    shape = (size,) * len(request.axes)
    if count > request.most:
        return np.empty((0, *shape), dtype=np.float32)
    found: Map = values.t().to(torch.float32).contiguous().cpu().numpy()
    return found.reshape(count, *shape)


class _Grids:
    """What the first layer sees of each pixel, kept while the experiment and the axes stay."""

    def __init__(self) -> None:
        self._kept: list[tuple[Experiment, tuple[Axis, ...], int, torch.Tensor]] = []

    def of(self, machine: Machine, axes: tuple[Axis, ...], size: int) -> torch.Tensor:
        """Shape (pixels, inputs); the pixels go from left to right, then from top to bottom."""
        for experiment, others, count, inputs in self._kept:
            if experiment is machine.experiment and (others, count) == (axes, size):
                return inputs
        inputs = _inputs(machine, axes, size)
        self._kept = [*self._kept[1 - MOST_GRIDS :], (machine.experiment, axes, size, inputs)]
        return inputs


_grids = _Grids()


def _inputs(machine: Machine, axes: tuple[Axis, ...], size: int) -> torch.Tensor:
    experiment = machine.experiment
    encoding, count = experiment.data.encoding, size ** len(axes)
    middle = moments(feature_numbers(experiment.data))[0]
    rows = np.tile(middle, (count, 1))
    across = places(axes[0], size)
    encoding.put(rows, axes[0].feature, np.tile(across, count // size))
    if len(axes) > 1:
        encoding.put(rows, axes[1].feature, np.repeat(places(axes[1], size)[::-1], size))
    return inputs_of(experiment, machine, rows)
