"""The columns that a log can have, by the names that the training process knows them by."""

from __future__ import annotations

from dataclasses import dataclass

from engine.experiment import Experiment
from gui.kit.parameter_names import cells
from gui.kit.words import tr

FIRST_CELLS = 4  # that are shown at first, of a model with no more


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` is the training process's, ``label`` what heads the column."""

    name: str
    label: str
    help: str


def columns(experiment: Experiment) -> tuple[Column, ...]:
    """Every column that this experiment can have."""
    return (*_cells(experiment), *_figures(experiment))


def first(experiment: Experiment) -> tuple[str, ...]:
    """Those that are shown at first: few parameters, and how good the model is."""
    numbers = [column.name for column in _cells(experiment)]
    figures = [column.name for column in _figures(experiment) if column.name != "r2"]
    return (*(numbers if len(numbers) <= FIRST_CELLS else []), *figures)


def _cells(experiment: Experiment) -> list[Column]:
    return [
        Column(name, label, tr("{name}, as it is after the step.", name=name))
        for name, label in cells(experiment).items()
    ]


def _figures(experiment: Experiment) -> list[Column]:
    data = experiment.data
    tests = data.test_fraction > 0
    before = tr("By the parameters before the step's update, as its loss.")
    found = []
    if tests:
        found.append(Column("test_loss", tr("test loss"), before))
    if data.task == "classification":
        found.append(Column("accuracy", tr("accuracy"), before))
        if tests:
            found.append(Column("test_accuracy", tr("test accuracy"), before))
    else:
        found.append(Column("r2", "R²", before))
    return found
