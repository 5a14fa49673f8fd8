"""Every neuron's output over the axes of the data, in one forward pass over a grid of pixels."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from engine.answers.columns import layers, pieces, through
from engine.answers.grids import GRIDS, hold
from engine.answers.slicing import Work, whole
from engine.data.moments import moments
from engine.experiment.prepare import feature_numbers
from engine.frames import View
from engine.frames.network import Axis, Map, Network, NetworkRequest
from engine.training import network as networks
from engine.training.machine import Machine
from engine.training.predicting import answered
from engine.training.session import Session

AT_ONCE = 1_500_000  # neurons' outputs that are worked out at once: some milliseconds


def network(session: Session, request: NetworkRequest) -> View | Work | None:
    """None where the features are others by now; in slices where there is much to work out."""
    machine = session.run.machine
    features = machine.experiment.data.features
    named = [axis.feature for axis in request.axes]
    if not set(named) <= set(features) or len(set(named)) != min(len(features), 2):
        return None
    pixels = request.size ** len(named) + request.output_size ** len(named)
    costs_much = pixels * sum(machine.experiment.model.hidden) > AT_ONCE
    net = machine.network_of(machine.copy_parameters()) if costs_much else machine.network
    work = _drawn(machine, net, request, session.step_number)
    return work if costs_much else whole(work)


def places(axis: Axis, size: int) -> NDArray[np.float64]:
    """The middles of the pixels along an axis, from low to high."""
    return axis.low + (np.arange(size) + 0.5) / size * (axis.high - axis.low)


def _drawn(machine: Machine, net: networks.Network, request: NetworkRequest, step: int) -> Work:
    experiment = machine.experiment
    small, large = (_grid(machine, request, n) for n in (request.size, request.output_size))
    off = {name: mask.cpu().numpy() for name, mask in machine.off.items()}
    choices = experiment.model.activations
    counts = (len(small), *experiment.model.hidden)
    maps = [_empty(count, request, request.size) for count in counts]
    for piece in pieces(net, small):
        inputs = small[:, piece]
        for found, values in zip(maps, (inputs, *layers(net, choices, inputs)), strict=False):
            if len(found):
                found[:, piece] = values.cpu().numpy()
        yield None
    answers = []
    for piece in pieces(net, large):
        said = through(net, choices, large[:, piece])
        answers.append(answered(experiment, machine, said.T))
        yield None
    output = np.concatenate(answers).T.astype(np.float32)
    shaped = [_shaped(found, request, request.size) for found in maps]
    last = _shaped(np.ascontiguousarray(output), request, request.output_size)
    return Network(step, experiment.model, shaped[0], tuple(shaped[1:]), last, off)


def _empty(count: int, request: NetworkRequest, size: int) -> Map:
    """Room for a layer's pixels; none for a large layer's."""
    return np.empty((count if count <= request.most else 0, size ** len(request.axes)), np.float32)


def _shaped(values: Map, request: NetworkRequest, size: int) -> Map:
    return values.reshape(len(values), *(size,) * len(request.axes))


def _grid(machine: Machine, request: NetworkRequest, size: int) -> torch.Tensor:
    """Shape (inputs, pixels); the pixels go from left to right, then from top to bottom."""
    key = request.axes, request.held, size
    return GRIDS.of(machine, key, lambda: _rows(machine, request, size))


def _rows(machine: Machine, request: NetworkRequest, size: int) -> NDArray[np.float64]:
    data, axes = machine.experiment.data, request.axes
    count = size ** len(axes)
    rows = np.tile(moments(feature_numbers(data))[0], (count, 1))
    hold(data, rows, request.held)
    across = places(axes[0], size)
    data.encoding.put(rows, axes[0].feature, np.tile(across, count // size))
    if len(axes) > 1:
        data.encoding.put(rows, axes[1].feature, np.repeat(places(axes[1], size)[::-1], size))
    return rows
