"""What the figures are called, of when they are, and what a table has of them."""

from __future__ import annotations

from engine.frames import Metrics
from gui.kit.numbers import count
from gui.kit.words import tr
from gui.panels.metrics.by_class import by_class

Told = tuple[str, float | None, float | None]  # a figure on training and on test rows


def told(metrics: Metrics) -> list[Told]:
    """How many rows of each class are called what, and the figures by class."""
    every, test = metrics.confusion, metrics.confusion_test
    if every is None:
        return []
    train, rows = every if test is None else every - test, list[Told]()
    for i, true in enumerate(metrics.classes):
        for j, called in enumerate(metrics.classes):
            apart = None if test is None else int(test[i, j])
            rows.append((f"{true} -> {called}", int(train[i, j]), apart))
    tests = {} if test is None else by_class(test)._asdict()
    for name, values in by_class(train)._asdict().items():
        for i, true in enumerate(metrics.classes):
            share = float(tests[name][i]) if tests else None
            rows.append((f"{name} of {true}", float(values[i]), share))
    return rows


def figure_words() -> dict[str, tuple[str, str]]:
    """What the figures are called, and a sentence on each."""
    return {
        "loss": (
            tr("Loss"),
            tr("What training makes small, in its own units, regularization included."),
        ),
        "mse": (tr("MSE"), tr("The mean of the squared errors.")),
        "mae": (tr("MAE"), tr("The mean size of the errors, in the target's own units.")),
        "r2": (
            tr("R²"),
            tr("The share of the target's variance that the model explains; 1 is perfect."),
        ),
        "accuracy": (tr("Accuracy"), tr("The share of rows whose class is predicted right.")),
    }


def when(step: int, is_by_hand: bool) -> str:
    """Of which parameters the figures are."""
    if step == 0:
        return tr("Of the starting parameters, before any update")
    if is_by_hand:
        return tr("After the update of step {step} and a change by hand", step=count(step))
    return tr("After the update of step {step}", step=count(step))
