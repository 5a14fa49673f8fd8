"""The model's answers beside the true numbers."""

from __future__ import annotations

import numpy as np

from engine.answers.outputs import answers, table_features
from engine.frames.fit import Fit, FitRequest
from engine.training.session import Session


def fit(session: Session, request: FitRequest) -> Fit | None:
    """Every row, or every so manieth; None where classes are predicted."""
    data = session.experiment.data
    if data.task != "regression":
        return None
    rows = np.arange(0, data.table.rows, max(1, -(-data.table.rows // request.most)))
    is_test = np.zeros(data.table.rows, dtype=np.bool_)
    is_test[session.run.machine.prepared.test] = True
    target = data.table.columns[data.target][rows].astype(np.float64)
    return Fit(rows, target, answers(session, table_features(session)[rows])[:, 0], is_test[rows])
