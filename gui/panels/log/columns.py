"""The columns that a log can have, by the names that the training process knows them by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.experiment import Experiment
from gui.kit.parameter_names import cell_names, layer_of
from gui.kit.words import tr

MOST_CELLS = 50  # numbers of parameters that are offered
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
    cells = [column.name for column in _cells(experiment)]
    figures = [column.name for column in _figures(experiment) if column.name != "r2"]
    return (*(cells if len(cells) <= FIRST_CELLS else []), *figures)


def _cells(experiment: Experiment) -> list[Column]:
    shapes = experiment.parameter_shapes()
    layered = len(experiment.model.hidden) > 0
    found: list[Column] = []
    for name, shape in shapes.items():
        for label, index in zip(cell_names(name, shape), np.ndindex(shape), strict=True):
            if len(found) == MOST_CELLS:
                return found
            where = f"{layer_of(name)} {label}" if layered else label
            key = f"{name}[{','.join(map(str, index))}]"
            help = tr("{name}, as it is after the step.", name=key)
            found.append(Column(key, where, help))
    return found


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
