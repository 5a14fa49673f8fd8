"""The model's answers beside the true numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from engine.answers.outputs import seen, table_features
from engine.answers.rowwise import Model
from engine.answers.slicing import Work, whole
from engine.answers.then import as_then
from engine.frames import View
from engine.frames.fit import Fit, FitRequest
from engine.training.session import Session


def fit(session: Session, request: FitRequest) -> View | Work | None:
    """Every row, or every so manieth, in slices; None where classes are predicted."""
    data = as_then(session).data
    if data.task != "regression":
        return None
    rows = np.arange(0, data.table.rows, max(1, -(-data.table.rows // request.most)))
    model = Model.of(session)
    work = _fit(model, rows, seen(session, table_features(session)[rows]))
    return work if model.is_costly else whole(work)


def _fit(model: Model, rows: NDArray[np.int64], inputs: Tensor) -> Work:
    data = model.experiment.data
    output = yield from model.outputs(inputs)
    answers = yield from model.answers(output)
    is_test = np.zeros(data.table.rows, dtype=np.bool_)
    is_test[model.machine.prepared.test] = True
    target = data.table.columns[data.target][rows].astype(np.float64)
    return Fit(rows, target, answers[:, 0], is_test[rows])
