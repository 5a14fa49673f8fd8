"""What a figure of how good the model is counts, and what the best straight line rests on."""

from __future__ import annotations

import numpy as np

from engine.answers.metrics import metrics
from engine.answers.outputs import answers, table_features
from engine.answers.then import as_then
from engine.frames import Metrics
from engine.frames.pointed import Counted, Squares
from engine.frames.things import Figure
from engine.training.session import Session


def counted(session: Session, figure: Figure) -> Counted | None:
    """A figure as a share of a whole: of rows, or of what the targets vary by."""
    found, prepared = metrics(session), session.run.machine.prepared
    rows = prepared.test if figure.test else prepared.train
    if figure.confusion is not None or figure.of is not None:
        return _of_classes(found, figure)
    figures = found.test if figure.test else found.train
    loss = found.test_loss if figure.test else found.train_loss
    value = loss if figure.name == "loss" else figures.get(figure.name)
    if value is None:
        return None
    if figure.name == "r2":
        data = as_then(session).data
        truth = data.table.columns[data.target][rows]
        errors = answers(session, table_features(session))[rows, 0] - truth
        away = truth - truth.mean()
        return Counted(value, float(np.sum(errors**2)), float(np.sum(away**2)))
    whole = float(len(rows))
    share = round(value * whole) if figure.name == "accuracy" else value * whole
    return Counted(value, float(share), whole)


def _of_classes(found: Metrics, figure: Figure) -> Counted | None:
    """Rows of a class that are called another; or precision, recall and F1 of a class."""
    every, test = found.confusion, found.confusion_test
    if every is None or (figure.test and test is None):
        return None
    counts = test if figure.test and test is not None else every if test is None else every - test
    if figure.confusion is not None:
        if max(figure.confusion) >= len(counts):
            return None
        count = float(counts[figure.confusion])
        return Counted(count, count, float(counts[figure.confusion[0]].sum()))
    of = figure.of or 0
    if of >= len(counts) or figure.name not in ("precision", "recall", "f1"):
        return None
    right, rows, called = counts[of, of], counts[of].sum(), counts[:, of].sum()
    share, whole = {
        "precision": (right, called), "recall": (right, rows), "f1": (2 * right, called + rows),
    }[figure.name]  # fmt: skip
    return Counted(float(share / whole) if whole else float("nan"), float(share), float(whole))


def squares(session: Session) -> Squares | None:
    """None where the data are not one number over another."""
    data, prepared = as_then(session).data, session.run.machine.prepared
    if data.task != "regression" or len(data.encoding.names) != 1:
        return None
    rows = prepared.train
    x, y = table_features(session)[rows, 0], data.table.columns[data.target][rows]
    across, up = x - x.mean(), y - y.mean()
    return Squares(
        float(np.sum(across * up)), float(np.sum(across**2)), float(x.mean()), float(y.mean())
    )
