"""Grid lines and rows as two neurons of a layer see them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from engine.answers.grids import hold
from engine.answers.outputs import Array, seen, table_features
from engine.answers.slicing import Work, whole
from engine.answers.then import as_then
from engine.data.moments import moments
from engine.experiment.coordinates import coordinates, telling_axes
from engine.experiment.specs import Data
from engine.frames import View
from engine.frames.bend import Bend, BendRequest
from engine.training.network import Network
from engine.training.session import Session

AT_ONCE = 2_000_000  # products that are worked out at once
BEYOND = 0.1  # of the data's range, on either side


def bend(session: Session, request: BendRequest) -> View | Work | None:
    """In slices where the network is large; None where there is no such layer or neuron."""
    machine, data = session.run.machine, as_then(session).data
    hidden = machine.experiment.model.hidden  # after a goto they may be others than were chosen
    if not 0 <= request.layer < len(hidden) or not data.features or not data.table.rows:
        return None
    if not all(0 <= place < hidden[request.layer] for place in (request.across, request.up)):
        return None
    grid, first = _grid(data, request, moments(table_features(session))[0])
    rows = np.arange(0, data.table.rows, max(1, -(-data.table.rows // request.most)))
    inputs = seen(session, np.concatenate([grid, table_features(session)[rows]]))
    products = sum(weight.numel() for weight, _ in machine.network.layers[: request.layer + 1])
    is_costly = len(inputs) * products > AT_ONCE
    net = machine.network_of(machine.copy_parameters()) if is_costly else machine.network
    is_test = np.zeros(data.table.rows, dtype=np.bool_)
    is_test[machine.prepared.test] = True
    threshold = session.experiment.model.threshold
    after = _following(net, request, hidden) if data.classes else (None, None)
    blank = Bend(
        session.step_number, _axes(data, request), grid, first, rows, grid, is_test[rows], *after,
        math.log(threshold / (1 - threshold)),
    )  # fmt: skip
    work = _bent(net, inputs, request, max(64, AT_ONCE // products), blank)
    return work if is_costly else whole(work)


def _bent(net: Network, inputs: Tensor, request: BendRequest, size: int, blank: Bend) -> Work:
    outputs = []
    for first in range(0, len(inputs), size):
        outputs.append(_through(net, inputs[first : first + size], request))
        yield None
    found = np.concatenate(outputs)
    rows = len(blank.rows)
    grid = found[: len(found) - rows].reshape(-1, request.fine, 2)
    return replace(blank, grid=grid, points=found[len(found) - rows :])


def _through(net: Network, inputs: Tensor, request: BendRequest) -> Array:
    """The two neurons' outputs, shape (rows, 2)."""
    with torch.no_grad():
        for place in range(request.layer + 1):
            weight, bias = net.layers[place]
            inputs = net.activations[place](F.linear(inputs, weight, bias))
    both = inputs[:, [request.across, request.up]].to(torch.float64)
    found: Array = both.cpu().numpy()
    return found


def _following(
    net: Network, request: BendRequest, hidden: tuple[int, ...]
) -> tuple[Array | None, Array | None]:
    """The output's weights and biases, where its only inputs are these two neurons."""
    both = {request.across, request.up} == {0, 1} and hidden[request.layer] == 2
    if not both or request.layer != len(hidden) - 1:
        return None, None
    weight, bias = net.layers[-1]
    found: Array = weight.detach().to(torch.float64).cpu().numpy()[:, [request.across, request.up]]
    shift = np.zeros(len(found)) if bias is None else bias.detach().double().cpu().numpy()
    return found, np.broadcast_to(shift, (len(found),)).copy()


def _axes(data: Data, request: BendRequest) -> tuple[str, ...]:
    wanted = request.features
    if len(wanted) == min(len(data.features), 2) and set(wanted) <= set(data.features):
        return wanted
    return data.features if len(data.features) == 1 else telling_axes(data)


def _grid(data: Data, request: BendRequest, middle: Array) -> tuple[Array, int]:
    """Rows of numbers along every line, and how many lines have the first feature standing."""
    axes = _axes(data, request)
    middle = middle[None, :].copy()
    hold(data, middle, request.held)
    spans = [_span(coordinates(data, name)) for name in axes]
    fine = [np.linspace(*span, request.fine) for span in spans]
    if len(axes) == 1:
        rows = middle.repeat(request.fine, axis=0)
        data.encoding.put(rows, axes[0], fine[0])
        return rows, 0
    parts = []
    for standing, going in ((0, 1), (1, 0)):
        rows = middle.repeat(request.lines * request.fine, axis=0)
        places = np.linspace(*spans[standing], request.lines)
        data.encoding.put(rows, axes[standing], np.repeat(places, request.fine))
        data.encoding.put(rows, axes[going], np.tile(fine[going], request.lines))
        parts.append(rows)
    return np.concatenate(parts), request.lines


def _span(values: Array) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = (high - low) * BEYOND or 0.5
    return low - room, high + room
