"""What a figure of how good the model is counts, and what the best straight line rests on."""

from __future__ import annotations

import numpy as np

from engine.answers.metrics import metrics
from engine.answers.outputs import answers, table_features
from engine.frames.pointed import Counted, Squares
from engine.frames.things import Figure
from engine.training.session import Session


def counted(session: Session, figure: Figure) -> Counted | None:
    """A figure as a share of a whole: of rows, or of what the targets vary by."""
    found, prepared = metrics(session), session.run.machine.prepared
    rows = prepared.test if figure.test else prepared.train
    if figure.confusion is not None:
        if found.confusion is None or max(figure.confusion) >= len(found.confusion):
            return None
        count = float(found.confusion[figure.confusion])
        return Counted(count, count, float(found.confusion[figure.confusion[0]].sum()))
    figures = found.test if figure.test else found.train
    loss = found.test_loss if figure.test else found.train_loss
    value = loss if figure.name == "loss" else figures.get(figure.name)
    if value is None:
        return None
    if figure.name == "r2":
        truth = session.experiment.data.table.columns[session.experiment.data.target][rows]
        errors = answers(session, table_features(session))[rows, 0] - truth
        away = truth - truth.mean()
        return Counted(value, float(np.sum(errors**2)), float(np.sum(away**2)))
    whole = float(len(rows))
    share = round(value * whole) if figure.name == "accuracy" else value * whole
    return Counted(value, float(share), whole)


def squares(session: Session) -> Squares | None:
    """None where the data are not one number over another."""
    data, prepared = session.experiment.data, session.run.machine.prepared
    if data.task != "regression" or len(data.encoding.names) != 1:
        return None
    rows = prepared.train
    x, y = table_features(session)[rows, 0], data.table.columns[data.target][rows]
    across, up = x - x.mean(), y - y.mean()
    return Squares(
        float(np.sum(across * up)), float(np.sum(across**2)), float(x.mean()), float(y.mean())
    )
