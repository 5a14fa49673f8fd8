"""The model over its features, and its answers at the table's rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.answers.columns import output as output_over
from engine.answers.grids import GRIDS, hold
from engine.answers.outputs import answers, called_class, table_features, winners
from engine.data.moments import moments
from engine.frames import (
    Curve,
    CurveRequest,
    Plane,
    PlaneRequest,
    Predictions,
    PredictionsRequest,
)
from engine.training.predicting import answered
from engine.training.session import Session


def curve(session: Session, request: CurveRequest) -> Curve | None:
    """The model along its only feature."""
    if len(session.experiment.data.features) != 1:
        return None
    x = np.linspace(request.low, request.high, request.count)
    y = answers(session, _along(session, x)).T
    return Curve(x, y[0] if session.experiment.data.task == "regression" else y)


def plane(session: Session, request: PlaneRequest) -> Plane | None:
    """The model over a grid of two features."""
    features = session.experiment.data.features
    axes = {request.x_feature, request.y_feature}
    if not axes <= set(features) or len(axes) < 2:
        return None
    machine = session.run.machine
    inputs = GRIDS.of(machine, request, lambda: _grid(session, request))
    shape = (request.size, request.size)
    output = output_over(machine, inputs)
    if session.experiment.data.task == "regression":
        value = answered(session.experiment, machine, output)
        return Plane(request, value.reshape(shape).astype(np.float32))
    found = winners(session.experiment, output)
    return Plane(
        request,
        found.probability.reshape(shape).astype(np.float32),
        found.called.reshape(shape),
        found.second.reshape(shape),
        found.lead.reshape(shape).astype(np.float32),
    )


def predictions(session: Session, request: PredictionsRequest) -> Predictions:
    """The model's answer at the table's own rows."""
    data = session.experiment.data
    places = slice(0, request.limit * request.every, request.every)
    columns = {name: column[places] for name, column in data.table.columns.items()}
    values = answers(session, data.encoding.matrix(columns))
    if data.outcome == "regression":
        found = values[:, 0]
    else:
        found = called_class(session, values).astype(np.float64)
    is_test = np.zeros(data.table.rows, dtype=bool)
    test = session.run.machine.prepared.test
    is_test[test[test < len(is_test)]] = True  # back before a reshaping there may be more rows
    return Predictions(found, is_test[places])


def _grid(session: Session, request: PlaneRequest) -> NDArray[np.float64]:
    """Rows of features over a grid, first axis x; features not drawn are held."""
    encoding, size = session.experiment.data.encoding, request.size
    rows = np.tile(moments(table_features(session))[0], (size * size, 1))
    hold(session.experiment.data, rows, request.held)
    across, up = np.linspace(*request.x_range, size), np.linspace(*request.y_range, size)
    encoding.put(rows, request.x_feature, np.repeat(across, size))
    encoding.put(rows, request.y_feature, np.tile(up, size))
    return rows


def _along(session: Session, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of the only feature at these places of its axis; a category's are those of values."""
    encoding = session.experiment.data.encoding
    rows = np.zeros((len(values), len(encoding.names)))
    encoding.put(rows, encoding.features[0], values)
    return rows
